package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * The overlap of classes in target and prediction over what either has of them, as a mean over all
 * classes.
 *
 * <p>Target and prediction of the same shape.
 *
 * @param numClasses how many classes there are; without default in Keras
 * @param name under which name the metric is reported
 * @param dtype the type in which elements are counted: {@code int64} or {@code int32}, which cut
 *     weights to integers, or {@code float32}, as tf_keras does
 * @param ignoreClass the class whose elements do not count; null for none
 * @param sparseYTrue whether targets are numbers of classes
 * @param sparseYPred whether predictions are numbers of classes
 * @param axis the axis of the classes where there is one
 * @see <a href="https://keras.io/api/metrics/segmentation_metrics/#meaniou-class">Keras:
 *     MeanIoU</a>
 */
@Setters
public record MeanIoU(
    long numClasses,
    String name,
    String dtype,
    @Nullable Long ignoreClass,
    boolean sparseYTrue,
    boolean sparseYPred,
    long axis)
    implements OverlapMetric, MeanIoUSetters {
  /** Keras' defaults. */
  public static final MeanIoU DEFAULTS = new MeanIoU(2, "mean_io_u", "int64", null, true, true, -1);

  public MeanIoU {
    Overlaps.check(numClasses, Overlaps.all(numClasses), dtype);
  }

  @Override
  @SuppressWarnings("exports")
  public Overlaps overlaps() {
    return new Overlaps(
        numClasses, Overlaps.all(numClasses), sparseYTrue, sparseYPred, axis, ignoreClass, dtype);
  }
}
