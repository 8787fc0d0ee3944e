package dev.tenon.tests.onnx;

import dev.tenon.ir.graph.Value;
import dev.tenon.losses.Loss;
import dev.tenon.losses.LossCall;
import dev.tenon.losses.Losses;
import dev.tenon.losses.Reduction;
import java.util.stream.IntStream;

/**
 * PyTorch's {@code cross_entropy} of logits, whose classes may be on another axis than the last.
 *
 * @param axis where the classes are
 */
record ClassesOnAxis(int axis) implements Loss {
  @Override
  public String name() {
    return "cross_entropy";
  }

  @Override
  public Reduction reduction() {
    return Reduction.SUM_OVER_BATCH_SIZE;
  }

  @Override
  public Value each(LossCall call, Value target, Value prediction) {
    int rank = prediction.rank();
    int from = axis < 0 ? axis + rank : axis;
    int[] order =
        IntStream.concat(IntStream.range(0, rank).filter(each -> each != from), IntStream.of(from))
            .toArray();
    Value last = from == rank - 1 ? prediction : call.ops().transpose(prediction, order);
    return Losses.sparseCategoricalCrossentropy().fromLogits(true).each(call, target, last);
  }
}
