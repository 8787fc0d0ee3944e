package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mean intersection over union of two classes: {@code TP / (TP + FP + FN)} of each class,
 * averaged.
 *
 * <p>Target with 0 and 1, prediction with probabilities of the same shape.
 *
 * @param targetClassIds the classes of the mean, 0, 1 or both; both by default
 * @param threshold the smallest prediction that belongs to class 1; 0.5 by default
 * @param name the name in logs and histories; {@code binary_io_u} by default
 * @param dtype the element type of the counts: {@code int64} (the default) or {@code int32}, which
 *     truncate weights, or {@code float32}, as in tf_keras
 * @see <a href="https://keras.io/api/metrics/segmentation_metrics/#binaryiou-class">Keras:
 *     BinaryIoU</a>
 */
@Setters
public record BinaryIoU(List<Long> targetClassIds, double threshold, String name, String dtype)
    implements OverlapMetric, BinaryIoUSetters {
  /** The metric with Keras' default arguments. */
  public static final BinaryIoU DEFAULTS =
      new BinaryIoU(List.of(0L, 1L), 0.5, "binary_io_u", "int64");

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a target class is out of range or {@code dtype} is not
   *     {@code int32}, {@code int64} or {@code float32}
   */
  public BinaryIoU {
    Overlaps.check(2, targetClassIds, dtype);
  }

  @Override
  public void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    Value p = state.ops().cast(prediction, DType.FLOAT32);
    Value above = state.ops().greaterOrEqual(p, state.ops().scalar(p, threshold));
    overlaps().update(state, target, above, weights);
  }

  /**
   * Returns the settings of the confusion matrix.
   *
   * @hidden for the modules of Tenon
   */
  @Override
  @SuppressWarnings("exports")
  public Overlaps overlaps() {
    return new Overlaps(2, targetClassIds, true, true, -1, null, dtype);
  }
}
