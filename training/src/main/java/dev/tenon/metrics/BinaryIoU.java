package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The overlap of yes and no in target and prediction over what either has of them.
 *
 * <p>Target with 0 and 1, prediction with probabilities of the same shape.
 *
 * @param targetClassIds the classes of which the mean is taken
 * @param threshold from which a prediction stands for 1
 * @param name under which name the metric is reported
 * @param dtype the type in which elements are counted: {@code int64} or {@code int32}, which cut
 *     weights to integers, or {@code float32}, as tf_keras does
 * @see <a href="https://keras.io/api/metrics/segmentation_metrics/#binaryiou-class">Keras:
 *     BinaryIoU</a>
 */
@Setters
public record BinaryIoU(List<Long> targetClassIds, double threshold, String name, String dtype)
    implements OverlapMetric, BinaryIoUSetters {
  /** Keras' defaults. */
  public static final BinaryIoU DEFAULTS =
      new BinaryIoU(List.of(0L, 1L), 0.5, "binary_io_u", "int64");

  public BinaryIoU {
    Overlaps.check(2, targetClassIds, dtype);
  }

  @Override
  public void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    Value p = state.ops().cast(prediction, DType.FLOAT32);
    Value above = state.ops().greaterOrEqual(p, state.ops().scalar(p, threshold));
    overlaps().update(state, target, above, weights);
  }

  @Override
  @SuppressWarnings("exports")
  public Overlaps overlaps() {
    return new Overlaps(2, targetClassIds, true, true, -1, null, dtype);
  }
}
