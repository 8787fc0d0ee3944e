package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * The mean intersection over union of all classes for one-hot targets: {@code TP / (TP + FP + FN)}
 * of each class, averaged.
 *
 * <p>Target (…, classes), prediction the same, or (…) with class indices.
 *
 * @param numClasses the number of classes; required in Keras
 * @param name the name in logs and histories; {@code one_hot_mean_io_u} by default
 * @param dtype the element type of the counts: {@code int64} (the default) or {@code int32}, which
 *     truncate weights, or {@code float32}, as in tf_keras
 * @param ignoreClass the class whose elements do not count; null for none, the default
 * @param sparseYPred whether predictions are class indices; false for a value for each class; false
 *     by default
 * @param axis the axis of the classes of values that are not sparse; -1 by default
 * @see <a href="https://keras.io/api/metrics/segmentation_metrics/#onehotmeaniou-class">Keras:
 *     OneHotMeanIoU</a>
 */
@Setters
public record OneHotMeanIoU(
    long numClasses,
    String name,
    String dtype,
    @Nullable Long ignoreClass,
    boolean sparseYPred,
    long axis)
    implements OverlapMetric, OneHotMeanIoUSetters {
  /** The metric with Keras' default arguments. */
  public static final OneHotMeanIoU DEFAULTS =
      new OneHotMeanIoU(2, "one_hot_mean_io_u", "int64", null, false, -1);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a target class is out of range or {@code dtype} is not
   *     {@code int32}, {@code int64} or {@code float32}
   */
  public OneHotMeanIoU {
    Overlaps.check(numClasses, Overlaps.all(numClasses), dtype);
  }

  /**
   * Returns the settings of the confusion matrix.
   *
   * @hidden for the modules of Tenon
   */
  @Override
  @SuppressWarnings("exports")
  public Overlaps overlaps() {
    return new Overlaps(
        numClasses, Overlaps.all(numClasses), false, sparseYPred, axis, ignoreClass, dtype);
  }
}
