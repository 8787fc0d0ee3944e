package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The overlap of classes in target and prediction over what either has of them, as a mean over some
 * classes.
 *
 * <p>Target and prediction of the same shape.
 *
 * @param numClasses how many classes there are; without default in Keras
 * @param targetClassIds the classes of which the mean is taken; without default in Keras
 * @param name under which name the metric is reported
 * @param dtype the type in which elements are counted: {@code int64} or {@code int32}, which cut
 *     weights to integers, or {@code float32}, as tf_keras does
 * @param ignoreClass the class whose elements do not count; null for none
 * @param sparseYTrue whether targets are numbers of classes
 * @param sparseYPred whether predictions are numbers of classes
 * @param axis the axis of the classes where there is one
 * @see <a href="https://keras.io/api/metrics/segmentation_metrics/#iou-class">Keras: IoU</a>
 */
@Setters
public record IoU(
    long numClasses,
    List<Long> targetClassIds,
    String name,
    String dtype,
    @Nullable Long ignoreClass,
    boolean sparseYTrue,
    boolean sparseYPred,
    long axis)
    implements OverlapMetric, IoUSetters {
  /** Keras' defaults. */
  public static final IoU DEFAULTS = new IoU(2, List.of(0L), "io_u", "int64", null, true, true, -1);

  public IoU {
    Overlaps.check(numClasses, targetClassIds, dtype);
  }

  @Override
  @SuppressWarnings("exports")
  public Overlaps overlaps() {
    return new Overlaps(
        numClasses, targetClassIds, sparseYTrue, sparseYPred, axis, ignoreClass, dtype);
  }
}
