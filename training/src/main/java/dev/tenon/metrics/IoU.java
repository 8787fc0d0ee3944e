package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The intersection over union of some classes: {@code TP / (TP + FP + FN)} of each class, averaged.
 *
 * <p>Target and prediction have as many elements each. Classes that occur in neither do not count.
 *
 * @param numClasses the number of classes; required in Keras
 * @param targetClassIds the classes of the mean, each from 0 to {@code numClasses - 1}; required in
 *     Keras
 * @param name the name in logs and histories; {@code io_u} by default
 * @param dtype the element type of the counts: {@code int64} (the default) or {@code int32}, which
 *     truncate weights, or {@code float32}, as in tf_keras
 * @param ignoreClass the class whose elements do not count; null for none, the default
 * @param sparseYTrue whether targets are class indices; false for one-hot targets; true by default
 * @param sparseYPred whether predictions are class indices; false for a value for each class; true
 *     by default
 * @param axis the axis of the classes of values that are not sparse; -1 by default
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
  /** The metric with Keras' default arguments. */
  public static final IoU DEFAULTS = new IoU(2, List.of(0L), "io_u", "int64", null, true, true, -1);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a target class is out of range or {@code dtype} is not
   *     {@code int32}, {@code int64} or {@code float32}
   */
  public IoU {
    Overlaps.check(numClasses, targetClassIds, dtype);
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
        numClasses, targetClassIds, sparseYTrue, sparseYPred, axis, ignoreClass, dtype);
  }
}
