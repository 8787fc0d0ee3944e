package dev.tenon.zoo.huggingface;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.merging.Concatenate;
import dev.tenon.layers.normalization.UnitNormalization;
import dev.tenon.ops.Ops;
import dev.tenon.zoo.huggingface.SentenceModules.PoolingMode;
import java.util.List;

/** Makes one vector of the states of a sentence's tokens, as sentence-transformers does. */
final class SentencePooling {
  private static final double SMALLEST_COUNT = 1e-9;

  private final KerasTensor states;
  private final KerasTensor mask;

  /** 1 for tokens and 0 for padding, of shape (batch, sequence). */
  private final KerasTensor used;

  private final KerasTensor positions;

  /**
   * Describes the states.
   *
   * @param states of shape (batch, sequence, features)
   * @param mask 1 for tokens, 0 for padding
   */
  SentencePooling(KerasTensor states, KerasTensor mask) {
    this.states = states;
    this.mask = mask;
    this.used = Ops.cast(Ops.notEqual(mask, 0), "float32");
    this.positions = NetworkBuilder.positions(mask);
  }

  /** Returns the vectors, of shape (batch, features). */
  KerasTensor embedding(SentenceModules modules) {
    List<KerasTensor> parts = modules.modes().stream().map(this::pooled).toList();
    KerasTensor joined =
        parts.size() == 1 ? parts.get(0) : new Concatenate(-1).named("pooling").apply(parts);
    return modules.normalized()
        ? UnitNormalization.DEFAULTS.named("sentence_embedding").apply(joined)
        : joined;
  }

  private KerasTensor pooled(PoolingMode mode) {
    return switch (mode) {
      case CLS -> one(Ops.argmax(Ops.cast(Ops.notEqual(mask, 0), "int32"), 1));
      case LASTTOKEN ->
          one(Ops.max(Ops.multiply(positions, Ops.cast(Ops.notEqual(mask, 0), "int32")), 1));
      case MAX ->
          Ops.max(
              Ops.where(
                  Ops.expandDims(Ops.notEqual(mask, 0), -1), states, (Number) (-Float.MAX_VALUE)),
              1);
      case MEAN -> Ops.divide(sum(used), count(used));
      case MEAN_SQRT_LEN_TOKENS -> Ops.divide(sum(used), Ops.sqrt(count(used)));
      case WEIGHTEDMEAN -> {
        KerasTensor first = Ops.argmax(Ops.cast(Ops.notEqual(mask, 0), "int32"), 1);
        KerasTensor numbers = Ops.add(Ops.subtract(positions, Ops.expandDims(first, 1)), 1);
        KerasTensor weights = Ops.multiply(Ops.cast(numbers, "float32"), used);
        yield Ops.divide(sum(weights), count(weights));
      }
    };
  }

  /** Returns the state of one token of each sentence. */
  private KerasTensor one(KerasTensor place) {
    KerasTensor chosen = Ops.equal(positions, Ops.cast(Ops.expandDims(place, 1), "int32"));
    return sum(Ops.cast(chosen, "float32"));
  }

  private KerasTensor sum(KerasTensor weights) {
    return Ops.sum(Ops.multiply(states, Ops.expandDims(weights, -1)), 1);
  }

  private static KerasTensor count(KerasTensor weights) {
    return Ops.maximum(Ops.sum(weights, 1, true), SMALLEST_COUNT);
  }
}
