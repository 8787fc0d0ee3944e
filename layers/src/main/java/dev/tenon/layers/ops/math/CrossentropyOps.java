package dev.tenon.layers.ops.math;

import dev.tenon.config.Config;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Unary;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.call.Operands;
import dev.tenon.layers.ops.elementwise.ElementwiseOps;
import dev.tenon.tensor.DType;
import java.util.List;

/** Errors of predictions: crossentropies and others, without a loss's mean. */
public final class CrossentropyOps {
  private CrossentropyOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("BinaryCrossentropy", "", "target output from_logits", args -> List.of(binary(args)));
    String parameters = "target output from_logits axis";
    table.add("CategoricalCrossentropy", "", parameters, args -> List.of(categorical(args)));
    table.add("SparseCategoricalCrossentropy", "", parameters, args -> List.of(sparse(args)));
    table.add("PSNR", "", "x1 x2 max_val", args -> List.of(noise(args)));
    table.add("InTopK", "", "targets predictions k", args -> List.of(among(args)));
  }

  /**
   * What a crossentropy takes: logits, or probabilities.
   *
   * <p>Keras' TensorFlow backend looks for logits behind the function that made probabilities, and
   * does so as well where it is told that they are logits.
   */
  private record Prediction(Value value, boolean logits) {}

  private static Prediction prediction(OpArgs args) {
    Value output = args.value(1);
    OperatorNode node = args.ops().producer(output);
    boolean made =
        node != null
            && (node.operator() instanceof Activations.Softmax
                || node.operator() instanceof Unary.Sigmoid);
    return made && node != null
        ? new Prediction(node.input(0), true)
        : new Prediction(output, args.flag(2, false));
  }

  private static Value limited(Ops ops, Value probabilities) {
    return ops.clip(probabilities, Config.epsilon(), 1 - Config.epsilon());
  }

  private static Value binary(OpArgs args) {
    Ops ops = args.ops();
    Prediction output = prediction(args);
    Value x = output.value();
    Value target = ops.cast(args.value(0), x.dtype());
    if (output.logits()) {
      Value line = ops.sub(ops.relu(x), ops.mul(x, target));
      return ops.add(line, ops.apply(new Unary.Softplus(), ops.neg(ops.abs(x))));
    }
    Value p = limited(ops, x);
    Value hit = ops.mul(target, ops.log(p));
    Value miss = ops.mul(ops.sub(1, target), ops.log(ops.sub(1, p)));
    return ops.neg(ops.add(hit, miss));
  }

  private static Value categorical(OpArgs args) {
    Ops ops = args.ops();
    Prediction output = prediction(args);
    Value x = output.value();
    int axis = x.shape().axis(Math.toIntExact(args.whole(3, -1)));
    Value logs =
        output.logits()
            ? ops.apply(new Activations.LogSoftmax(axis), x)
            : ops.log(limited(ops, ops.div(x, ops.reduceSum(x, true, axis))));
    Value target = ops.cast(args.value(0), x.dtype());
    return ops.neg(ops.reduceSum(ops.mul(target, logs), false, axis));
  }

  private static Value sparse(OpArgs args) {
    Ops ops = args.ops();
    Prediction output = prediction(args);
    int last = output.value().rank() - 1;
    if (output.value().shape().axis(Math.toIntExact(args.whole(3, -1))) != last) {
      throw args.refuse("takes the last axis as that of classes, as Keras does");
    }
    Value logits = output.logits() ? output.value() : ops.log(limited(ops, output.value()));
    Value target = ops.cast(args.value(0), DType.INT64);
    boolean wide = target.rank() == last + 1;
    Value index = wide ? target : ops.unsqueeze(target, target.rank());
    Value logs = ops.apply(new Activations.LogSoftmax(last), logits);
    Value own = ops.apply(new Indexing.GatherElements(last), logs, index);
    return ops.neg(ops.squeeze(own, last));
  }

  private static Value noise(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.pair(args, 0, 1);
    Value square = ElementwiseOps.square(ops, ops.sub(pair.get(0), pair.get(1)));
    double most = 20 * Math.log10(args.number(2, 1));
    Value error = ops.reduceMean(square, false, Lengths.axes(square));
    return ops.sub(most, ops.mul(ops.div(ops.log(error), Math.log(10)), 10));
  }

  /** Says whether fewer than k classes are likelier than the true one, and all are finite. */
  private static Value among(OpArgs args) {
    Ops ops = args.ops();
    Value predictions = args.real(1);
    long classes = predictions.shape().length(1);
    if (classes < 1) {
      throw args.refuse("needs a known number of classes, not " + predictions.shape());
    }
    Value targets = ops.unsqueeze(ops.cast(args.value(0), DType.INT64), 1);
    Value inside =
        ops.and(
            ops.greaterOrEqual(targets, ops.scalar(targets, 0)),
            ops.less(targets, ops.scalar(targets, (double) classes)));
    Value index = ops.where(inside, targets, ops.scalar(targets, 0));
    Value own = ops.apply(new Indexing.GatherElements(1), predictions, index);
    Value likelier = ops.cast(ops.greater(predictions, own), DType.INT32);
    Value count = ops.reduceSum(likelier, false, 1);
    Value finite = ops.cast(ElementwiseOps.finite(ops, predictions), DType.INT32);
    Value all = ops.cast(ops.reduceMin(finite, false, 1), DType.BOOL);
    Value near = ops.less(count, ops.scalar(count, (double) args.whole(2, 1)));
    return ops.and(ops.and(near, all), ops.squeeze(inside, 1));
  }
}
