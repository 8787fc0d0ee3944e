package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * The overlap of classes in target and prediction over what either has of them, as a mean over all
 * classes; the target has a 1 at its class.
 *
 * <p>Target (…, classes), prediction the same, or (…) with numbers of classes.
 *
 * @param numClasses how many classes there are; without default in Keras
 * @param name under which name the metric is reported
 * @param dtype the type in which elements are counted: {@code int64} or {@code int32}, which cut
 *     weights to integers, or {@code float32}, as tf_keras does
 * @param ignoreClass the class whose elements do not count; null for none
 * @param sparseYPred whether predictions are numbers of classes
 * @param axis the axis of the classes where there is one
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
  /** Keras' defaults. */
  public static final OneHotMeanIoU DEFAULTS =
      new OneHotMeanIoU(2, "one_hot_mean_io_u", "int64", null, false, -1);

  public OneHotMeanIoU {
    Overlaps.check(numClasses, Overlaps.all(numClasses), dtype);
  }

  @Override
  @SuppressWarnings("exports")
  public Overlaps overlaps() {
    return new Overlaps(
        numClasses, Overlaps.all(numClasses), false, sparseYPred, axis, ignoreClass, dtype);
  }
}
