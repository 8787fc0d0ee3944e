package dev.tenon.text;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.losses.Loss;
import dev.tenon.losses.LossCall;
import dev.tenon.losses.Reduction;

/**
 * Losses of sentence-transformers on pairs of vectors. A batch has the first texts of all pairs,
 * then the second ones.
 */
enum PairLoss implements Loss {
  /**
   * {@code MultipleNegativesRankingLoss}: of all second texts of the batch each first text finds
   * its own; {@code -log(softmax(20 cos(a, b)))}.
   */
  RANKING {
    @Override
    Value of(Ops ops, Value first, Value second, Value target) {
      Value scores = ops.mul(ops.matMul(first, ops.transpose(second, 1, 0)), SCALE);
      Value own = ops.mul(cosine(ops, first, second), SCALE);
      // Scores are at most 20, so that their powers are finite.
      return ops.sub(ops.log(ops.reduceSum(ops.exp(scores), false, 1)), own);
    }
  },
  /** {@code CosineSimilarityLoss}: the squared error of the cosine. */
  COSINE {
    @Override
    Value of(Ops ops, Value first, Value second, Value target) {
      Value expected = ops.squeeze(ops.slice(halves(ops, target), 0, 0, 1, 1), 0);
      Value difference = ops.sub(cosine(ops, first, second), ops.cast(expected, first.dtype()));
      return ops.mul(difference, difference);
    }
  };

  private static final double SCALE = 20;
  private static final double LEAST_LENGTH = 1e-8;

  /**
   * Writes the loss of each pair.
   *
   * @param first vectors of length 1, (pairs, features)
   * @param second vectors of length 1, (pairs, features)
   * @param target the scores of the pairs, twice, (2 pairs)
   */
  abstract Value of(Ops ops, Value first, Value second, Value target);

  @Override
  public Value each(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    Value length = ops.sqrt(ops.reduceSum(ops.mul(prediction, prediction), true, -1));
    Value parts = halves(ops, ops.div(prediction, ops.max(length, LEAST_LENGTH)));
    return of(
        ops,
        ops.squeeze(ops.slice(parts, 0, 0, 1, 1), 0),
        ops.squeeze(ops.slice(parts, 0, 1, 2, 1), 0),
        target);
  }

  /** Returns (2, pairs, …) of (2 pairs, …). */
  private static Value halves(Ops ops, Value x) {
    return x.rank() == 1
        ? ops.reshape(x, Shape.of(2, -1))
        : ops.reshape(x, Shape.of(Dim.of(2), Dim.of(-1), x.shape().dim(-1)));
  }

  private static Value cosine(Ops ops, Value first, Value second) {
    return ops.reduceSum(ops.mul(first, second), false, -1);
  }

  @Override
  public String className() {
    return this == RANKING ? "MultipleNegativesRankingLoss" : "CosineSimilarityLoss";
  }

  @Override
  public Reduction reduction() {
    return Reduction.SUM_OVER_BATCH_SIZE;
  }
}
