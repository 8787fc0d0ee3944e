package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The overlap of classes in target and prediction over what either has of them, as a mean over some
 * classes; the target has a 1 at its class.
 *
 * <p>Target (…, classes), prediction the same, or (…) with numbers of classes.
 *
 * @param numClasses how many classes there are; without default in Keras
 * @param targetClassIds the classes of which the mean is taken; without default in Keras
 * @param name under which name the metric is reported
 * @param dtype the type in which elements are counted: {@code int64} or {@code int32}, which cut
 *     weights to integers, or {@code float32}, as tf_keras does
 * @param ignoreClass the class whose elements do not count; null for none
 * @param sparseYPred whether predictions are numbers of classes
 * @param axis the axis of the classes where there is one
 * @see <a href="https://keras.io/api/metrics/segmentation_metrics/#onehotiou-class">Keras:
 *     OneHotIoU</a>
 */
@Setters
public record OneHotIoU(
    long numClasses,
    List<Long> targetClassIds,
    String name,
    String dtype,
    @Nullable Long ignoreClass,
    boolean sparseYPred,
    long axis)
    implements OverlapMetric, OneHotIoUSetters {
  /** Keras' defaults. */
  public static final OneHotIoU DEFAULTS =
      new OneHotIoU(2, List.of(0L), "one_hot_io_u", "int64", null, false, -1);

  public OneHotIoU {
    Overlaps.check(numClasses, targetClassIds, dtype);
  }

  @Override
  @SuppressWarnings("exports")
  public Overlaps overlaps() {
    return new Overlaps(numClasses, targetClassIds, false, sparseYPred, axis, ignoreClass, dtype);
  }
}
