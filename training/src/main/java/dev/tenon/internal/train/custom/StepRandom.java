package dev.tenon.internal.train.custom;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Random numbers of a step: those of Keras' {@code random} with a {@code SeedGenerator}. */
final class StepRandom {
  /** Keras takes seeds modulo this before it hands them to TensorFlow as int32. */
  private static final double SEEDS = Integer.MAX_VALUE - 1;

  private StepRandom() {}

  /**
   * Draws numbers and moves the generator.
   *
   * @param state of the generator
   * @param like whose first axis the result has
   * @param shape the other axes
   */
  static Value draw(
      StepUpdates updates, StatelessRandom operator, Parameter state, Value like, long... shape) {
    Ops ops = updates.lowering().ops();
    Value next = updates.present(state);
    updates.lowering().update(state, ops.add(next, ops.constant(Tensor.of(new long[] {0, 1}, 2))));
    List<Dim> dims = new ArrayList<>(List.of(like.shape().dim(0)));
    for (long length : shape) {
      dims.add(Dim.of(length));
    }
    return ops.applyAs(
        new TensorType(operator.dtype(), Shape.of(dims)),
        operator,
        ops.concat(0, List.of(ops.length(like, 0), ops.longs(shape))),
        ops.apply(new Binary.Mod(0), next, ops.scalar(next, SEEDS)));
  }
}
