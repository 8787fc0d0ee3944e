package dev.tenon.runtime.tensorflow.training;

import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.FusedUpdate;
import dev.tenon.runtime.tensorflow.graph.OpCall;
import dev.tenon.runtime.tensorflow.graph.RowReads;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.graph.Variables;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * Writes an optimizer's update of one variable whose gradient comes in slices.
 *
 * <p>Rows are changed by operations on tensors that change their operand. Those on variables would
 * have TensorFlow copy the variable in each step: see {@link RowReads}.
 */
final class RowUpdates {
  private final Tf tf;
  private final Variables variables;
  private final Function<Value, Output<?>> step;
  private final List<Operation> before;
  private final Variables.Variable variable;
  private final Output<?> slices;
  private final Output<?> positions;
  private final Output<?> rows;
  private final Output<?> written;
  private final Output<?> places;
  private final Output<?> gradient;

  /**
   * Joins the slices of rows that were read several times.
   *
   * @param positions which row each slice of the gradient belongs to
   * @param before what must be done before the variable changes
   * @param step gives the tensors of the optimizer's values
   */
  RowUpdates(
      Tf tf,
      Variables variables,
      FusedUpdate update,
      Value positions,
      List<Operation> before,
      Function<Value, Output<?>> step) {
    this.tf = tf;
    this.variables = variables;
    this.step = step;
    this.before = before;
    this.variable = variables.of(update.parameter());
    this.slices = of(update.gradient());
    this.positions = of(positions);
    // Each row once, its slices added first: always in the same order, and as Keras adds them.
    List<Output<?>> unique =
        tf.op("Unique").in(this.positions).attr("out_idx", DataType.DT_INT64).outs(2);
    this.rows = unique.get(0);
    this.written = tf.cast(rows, DataType.DT_INT32);
    this.places = unique.get(1);
    this.gradient = perRow(slices);
  }

  private Output<?> perRow(Output<?> each) {
    return tf.op("UnsortedSegmentSum").in(each, places, tf.length(rows, 0)).out();
  }

  private Output<?> squares() {
    return perRow(tf.mul(slices, slices));
  }

  List<Operation> write(FusedUpdate update, FusedUpdates kernels) {
    if (update instanceof FusedUpdate.GradientDescent descent) {
      Output<?> move = tf.mul(gradient, of(descent.rate()));
      return List.of(change("InplaceSub", variable, move, before));
    }
    if (update instanceof FusedUpdate.Adagrad adagrad) {
      Variables.Variable accumulator = variables.of(adagrad.accumulator());
      Output<?> sum = tf.add(read(accumulator), squares());
      Output<?> root = tf.unary("Sqrt", tf.add(sum, of(adagrad.epsilon())));
      Output<?> move = tf.binary("RealDiv", tf.mul(gradient, of(adagrad.rate())), root);
      return List.of(
          change("InplaceUpdate", accumulator, sum, before),
          change("InplaceSub", variable, move, before));
    }
    if (update instanceof FusedUpdate.Adam adam) {
      return adam(adam, kernels);
    }
    throw new IllegalArgumentException("no rows of " + update.getClass().getSimpleName());
  }

  /**
   * Moves all rows with TensorFlow's kernel, unless lazy, as rows that were not read, and then sets
   * those that were: the kernel would square the sum of their slices.
   */
  private List<Operation> adam(FusedUpdate.Adam adam, FusedUpdates kernels) {
    Variables.Variable momentum = variables.of(adam.momentum());
    Variables.Variable velocity = variables.of(adam.velocity());
    Output<?> old = read(variable);
    Output<?> squares = adam.lazy() ? tf.mul(gradient, gradient) : squares();
    Output<?> m = follow(read(momentum), gradient, of(adam.beta1()));
    Output<?> v = follow(read(velocity), squares, of(adam.beta2()));
    Output<?> one = tf.like(gradient, 1);
    Output<?> rate =
        tf.binary(
            "RealDiv",
            tf.mul(of(adam.rate()), tf.unary("Sqrt", tf.sub(one, of(adam.beta2Power())))),
            tf.sub(one, of(adam.beta1Power())));
    Output<?> root = tf.add(tf.unary("Sqrt", v), of(adam.epsilon()));
    Output<?> now = tf.sub(old, tf.binary("RealDiv", tf.mul(m, rate), root));
    List<Operation> first = before;
    if (!adam.lazy()) {
      OpCall kernel = kernels.adam(adam, variable, variables.zeros(adam.parameter()));
      first = List.of(kernel.after(before).after(List.of(m.op(), v.op(), now.op())).build());
    }
    return List.of(
        change("InplaceUpdate", momentum, m, first),
        change("InplaceUpdate", velocity, v, first),
        change("InplaceUpdate", variable, now, first));
  }

  private Output<?> follow(Output<?> old, Output<?> now, Output<?> kept) {
    return tf.add(old, tf.mul(tf.sub(now, old), tf.sub(tf.like(old, 1), kept)));
  }

  private Output<?> read(Variables.Variable of) {
    return RowReads.rows(tf, of.read(), rows);
  }

  /** Changes rows in the memory of the variable, which is what a read of it gives. */
  private Operation change(
      String type, Variables.Variable of, Output<?> values, List<Operation> first) {
    Output<?> memory = of.readAgain(tf).after(first).out();
    return tf.op(type).in(memory, written, values).build();
  }

  private Output<?> of(Value value) {
    return step.apply(value);
  }
}
