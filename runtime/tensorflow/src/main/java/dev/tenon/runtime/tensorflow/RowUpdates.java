package dev.tenon.runtime.tensorflow;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.FusedUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** Writes an optimizer's update of the rows of one variable that a step has read. */
final class RowUpdates {
  private final Tf tf;
  private final Variables variables;
  private final Function<Value, Output<?>> step;
  private final Variables.Variable variable;
  private final Output<?> rows;
  private final Output<?> slices;
  private final Output<?> places;
  private final Output<?> gradient;
  private final List<Operation> before = new ArrayList<>();

  /**
   * Joins the gradients of rows that were read several times.
   *
   * @param read what was read
   * @param gradients the gradients of what was read, in the same order
   * @param step gives the tensors of the optimizer's values
   */
  RowUpdates(
      Tf tf,
      Variables variables,
      Parameter parameter,
      RowReads.Read read,
      List<Output<?>> gradients,
      Function<Value, Output<?>> step) {
    this.tf = tf;
    this.variables = variables;
    this.step = step;
    this.variable = variables.of(parameter);
    read.rows().forEach(output -> before.add(output.op()));
    long[] row = parameter.shape().clone();
    row[0] = -1;
    List<Output<?>> positions = new ArrayList<>();
    List<Output<?>> flat = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      positions.add(
          tf.cast(tf.reshape(read.positions().get(i), new long[] {-1}), DataType.DT_INT64));
      flat.add(tf.reshape(gradients.get(i), row));
    }
    // Each row once, its gradients added first: always in the same order, and as Keras adds them.
    List<Output<?>> unique =
        tf.op("Unique").in(tf.concat(0, positions)).attr("out_idx", DataType.DT_INT64).outs(2);
    this.rows = unique.get(0);
    this.slices = tf.concat(0, flat);
    this.places = unique.get(1);
    this.gradient = perRow(slices);
  }

  private Output<?> perRow(Output<?> each) {
    return tf.op("UnsortedSegmentSum").in(each, places, tf.length(rows, 0)).out();
  }

  List<Operation> write(FusedUpdate update) {
    if (update instanceof FusedUpdate.GradientDescent descent) {
      return List.of(change("ResourceScatterSub", variable, tf.mul(gradient, of(descent.rate()))));
    }
    if (update instanceof FusedUpdate.Adagrad adagrad) {
      Variables.Variable accumulator = variables.of(adagrad.accumulator());
      // Keras squares the gradients of a row that was read several times before it adds them.
      Output<?> sum = tf.add(read(accumulator), perRow(tf.mul(slices, slices)));
      Output<?> root = tf.unary("Sqrt", tf.add(sum, of(adagrad.epsilon())));
      Output<?> move = tf.binary("RealDiv", tf.mul(gradient, of(adagrad.rate())), root);
      return List.of(
          change("ResourceScatterUpdate", accumulator, sum),
          change("ResourceScatterSub", variable, move));
    }
    if (update instanceof FusedUpdate.Adam adam) {
      Variables.Variable momentum = variables.of(adam.momentum());
      Variables.Variable velocity = variables.of(adam.velocity());
      Output<?> m = follow(read(momentum), gradient, of(adam.beta1()));
      Output<?> v = follow(read(velocity), tf.mul(gradient, gradient), of(adam.beta2()));
      Output<?> one = tf.like(gradient, 1);
      Output<?> rate =
          tf.binary(
              "RealDiv",
              tf.mul(of(adam.rate()), tf.unary("Sqrt", tf.sub(one, of(adam.beta2Power())))),
              tf.sub(one, of(adam.beta1Power())));
      Output<?> root = tf.add(tf.unary("Sqrt", v), of(adam.epsilon()));
      return List.of(
          change("ResourceScatterUpdate", momentum, m),
          change("ResourceScatterUpdate", velocity, v),
          change("ResourceScatterSub", variable, tf.binary("RealDiv", tf.mul(m, rate), root)));
    }
    throw new IllegalArgumentException("no rows of " + update.getClass().getSimpleName());
  }

  private Output<?> follow(Output<?> old, Output<?> now, Output<?> kept) {
    return tf.add(old, tf.mul(tf.sub(now, old), tf.sub(tf.like(old, 1), kept)));
  }

  private Output<?> read(Variables.Variable of) {
    return tf.op("ResourceGather")
        .in(of.handle(), rows)
        .attr("dtype", TensorFlowTypes.of(of.dtype()))
        .out();
  }

  /** Everything sees the rows as they were before the step. */
  private Operation change(String type, Variables.Variable of, Output<?> values) {
    return tf.op(type).in(of.handle(), rows, values).after(before).build();
  }

  private Output<?> of(Value value) {
    return step.apply(value);
  }
}
