package dev.tenon.runtime.tensorflow.emit;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Recognises the crossentropy of class numbers, {@code -log_softmax(x)[row, class]}, and writes it
 * as the one operation that TensorFlow has for it, which computes its gradient on the way.
 *
 * <p>The rest of the pattern stays in the graph; no run asks for it.
 */
final class SparseCrossentropy {
  private static final String TYPE = "SparseSoftmaxCrossEntropyWithLogits";

  /** Stands for what gives an input, a parameter or a constant. */
  private static final OperatorNode NONE =
      new OperatorNode("", new Unary.Identity(), List.of(), List.of(), Origin.NONE);

  private static boolean registered;

  private final Emitter emitter;
  private final UseDef uses;

  SparseCrossentropy(Emitter emitter, List<OperatorNode> nodes) {
    this.emitter = emitter;
    this.uses = new UseDef(emitter.training() ? nodes : List.of());
  }

  /** TensorFlow's C++ library, which Java takes its gradients from, has none of this operation. */
  private static synchronized void register() {
    if (!registered) {
      registered = true;
      TensorFlow.registerCustomGradient(
          TYPE,
          (ops, operation, gradients) -> {
            // Asking the operation for its inputs as a list never returns.
            Operand<TFloat32> of = gradients.get(0).expect(TFloat32.class);
            Operand<TFloat32> each = operation.<TFloat32>output(1);
            Output<?> same = number(of.asOutput());
            Operand<TFloat32> factor =
                same == null ? ops.expandDims(of, ops.constant(-1)) : same.expect(TFloat32.class);
            return List.of(ops.math.mul(each, factor), zeros(ops, of));
          });
    }
  }

  /** Returns the number that a tensor is filled with; null for any other tensor. */
  private static @Nullable Output<?> number(Output<?> tensor) {
    return tensor.op() instanceof GraphOperation fill && fill.type().equals("Fill")
        ? fill.input(1)
        : null;
  }

  private static Operand<?> zeros(Ops ops, Operand<TFloat32> like) {
    return ops.zerosLike(like);
  }

  /** Writes a node that ends the pattern; says whether it did. */
  boolean emit(OperatorNode node) {
    if (!(node.operator() instanceof Unary.Neg)) {
      return false;
    }
    OperatorNode end = producer(node.input(0));
    OperatorNode gather = is(end, Movement.Reshape.class) ? producer(end.input(0)) : end;
    if (!is(gather, Indexing.GatherND.class)) {
      return false;
    }
    Value rows = gather.input(0);
    Value numbers = classes(gather.input(1), rows);
    OperatorNode log = producer(rows);
    if (is(log, Movement.Reshape.class)) {
      log = producer(log.input(0));
    }
    boolean last =
        log.operator() instanceof Activations.LogSoftmax softmax
            && (softmax.axis() == -1 || softmax.axis() == log.input(0).rank() - 1);
    if (numbers == null || !last || log.input(0).dtype() != DType.FLOAT32) {
      return false;
    }
    write(node, log.input(0), numbers, rows);
    return true;
  }

  private void write(OperatorNode node, Value logits, Value numbers, Value rows) {
    register();
    Tf tf = emitter.tf();
    String outer = tf.scope(node.name());
    Output<?> x = emitter.resolve(logits);
    Output<?> matrix = logits.rank() == 2 ? x : tf.reshape(x, tf.shape(emitter.resolve(rows)));
    Output<?> loss = tf.op(TYPE).in(matrix, emitter.resolve(numbers)).out();
    Value result = node.output();
    emitter.bind(
        result,
        result.rank() == 1 ? loss : tf.reshape(loss, tf.shape(emitter.resolve(node.input(0)))));
    tf.scope(outer);
  }

  /** Returns the numbers of the classes where positions are those of (row, class); else null. */
  private @Nullable Value classes(Value positions, Value rows) {
    OperatorNode both = producer(positions);
    if (!is(both, Movement.Concat.class) || both.inputs().size() != 2) {
      return null;
    }
    OperatorNode row = unsqueezed(both.input(0));
    OperatorNode column = unsqueezed(both.input(1));
    if (!is(row, Generation.Range.class)
        || !isNumber(row.input(0), 0)
        || !isLength(row.input(1), rows, 0)
        || !isNumber(row.input(2), 1)
        || !is(column, Variadic.Where.class)
        || !isLength(column.input(1), rows, 1)) {
      return null;
    }
    OperatorNode negative = producer(column.input(0));
    Value numbers = column.input(2);
    return is(negative, Binary.Less.class)
            && negative.input(0) == numbers
            && isNumber(negative.input(1), 0)
        ? numbers
        : null;
  }

  private OperatorNode producer(Value value) {
    return Objects.requireNonNullElse(uses.producer(value), NONE);
  }

  private OperatorNode unsqueezed(Value value) {
    OperatorNode node = producer(value);
    return is(node, Movement.Unsqueeze.class) ? producer(node.input(0)) : NONE;
  }

  /** Says whether a value is a length of another, maybe as a scalar. */
  private boolean isLength(Value value, Value of, int axis) {
    OperatorNode node = producer(value);
    Value length = is(node, Movement.Reshape.class) ? node.input(0) : value;
    if (of.shape().dim(axis).isKnown()) {
      return isNumber(length, of.shape().length(axis));
    }
    OperatorNode shape = producer(length);
    return shape.operator() instanceof Generation.Shape part
        && part.start() == axis
        && shape.input(0) == of;
  }

  private static boolean isNumber(Value value, long number) {
    Tensor constant = value.constant();
    return constant != null && constant.size() == 1 && constant.getLong(0) == number;
  }

  private static boolean is(OperatorNode node, Class<? extends Operator> type) {
    return type.isInstance(node.operator());
  }
}
