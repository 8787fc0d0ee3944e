package dev.tenon.losses;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** What losses have in common whose targets are numbers of classes. */
final class ClassNumbers {
  private ClassNumbers() {}

  /**
   * Returns the negative logarithm of the probability of each target's class.
   *
   * @param classes the numbers, one axis less than the prediction
   */
  static Value crossentropy(LossCall call, Value classes, Value prediction, boolean fromLogits) {
    Ops ops = call.ops();
    Value logits = Logits.of(call, prediction, fromLogits);
    if (logits == null) {
      // Keras takes the logarithms for logits, which makes up for shares that do not add up to 1.
      logits = ops.log(Logits.limited(ops, prediction));
    }
    Value log = ops.apply(new Activations.LogSoftmax(-1), logits);
    Dim last = log.shape().dim(-1);
    Value rows = log.rank() == 2 ? log : ops.reshape(log, Shape.of(Dim.of(-1), last));
    Value numbers = ops.reshape(ops.cast(classes, DType.INT64), Shape.of(-1));
    Value picked = ops.apply(new Indexing.GatherND(0), rows, positions(ops, rows, numbers));
    Value each = classes.rank() == 1 ? picked : like(ops, picked, classes);
    return ops.neg(each);
  }

  /** Returns (row, class) of each target; a negative class is moved past the end, to be refused. */
  private static Value positions(Ops ops, Value rows, Value numbers) {
    Value zero = ops.scalar(DType.INT64, 0);
    Value count = ops.reshape(ops.length(rows, 0), Shape.of(List.of()));
    Value row = ops.apply(new Generation.Range(), zero, count, ops.scalar(DType.INT64, 1));
    Value end = ops.length(rows, 1);
    Value column = ops.where(ops.less(numbers, zero), end, numbers);
    return ops.concat(1, List.of(ops.unsqueeze(row, 1), ops.unsqueeze(column, 1)));
  }

  private static Value like(Ops ops, Value picked, Value classes) {
    return ops.applyAs(classes.shape(), new Movement.Reshape(0), picked, ops.shape(classes));
  }

  /** Returns a 1 at the class of each target and 0 elsewhere, in the prediction's type. */
  static Value oneHot(Ops ops, Value target, Value prediction) {
    Value offAndOn = ops.cast(ops.constant(Tensor.of(new float[] {0, 1}, 2)), prediction.dtype());
    return ops.apply(
        new Indexing.OneHot(-1),
        ops.cast(target, DType.INT64),
        ops.length(prediction, -1),
        offAndOn);
  }
}
