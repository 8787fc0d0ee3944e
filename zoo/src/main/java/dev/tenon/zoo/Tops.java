package dev.tenon.zoo;

import static dev.tenon.zoo.LayerBlocks.dense;
import static dev.tenon.zoo.LayerBlocks.put;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.pooling.GlobalAveragePooling2D;
import dev.tenon.layers.pooling.GlobalMaxPooling2D;
import org.jspecify.annotations.Nullable;

/** The ends that several architectures share: a mean over the image and one dense layer. */
final class Tops {
  private Tops() {}

  /** Ends a network whose pooling layers have names, with or without its top. */
  static KerasTensor named(KerasTensor x, ApplicationOptions options) {
    return options.includeTop()
        ? classifier(put(x, GlobalAveragePooling2D.DEFAULTS, "avg_pool"), options)
        : pooled(x, options, "avg_pool", "max_pool");
  }

  /** Ends a network whose pooling layers are named only in front of the top. */
  static KerasTensor namedTopOnly(KerasTensor x, ApplicationOptions options) {
    return options.includeTop() ? named(x, options) : pooled(x, options);
  }

  /** Ends a network whose pooling layers have no names of their own. */
  static KerasTensor unnamed(KerasTensor x, ApplicationOptions options) {
    return options.includeTop()
        ? classifier(put(x, GlobalAveragePooling2D.DEFAULTS, null), options)
        : pooled(x, options);
  }

  static KerasTensor classifier(KerasTensor x, ApplicationOptions options) {
    return put(x, dense(options.classes(), options.classifierActivation()), "predictions");
  }

  static KerasTensor pooled(KerasTensor x, ApplicationOptions options) {
    return pooled(x, options, null, null);
  }

  static KerasTensor pooled(
      KerasTensor x, ApplicationOptions options, @Nullable String average, @Nullable String max) {
    if (options.pooling() == null) {
      return x;
    }
    return options.pooling().equals("avg")
        ? put(x, GlobalAveragePooling2D.DEFAULTS, average)
        : put(x, GlobalMaxPooling2D.DEFAULTS, max);
  }
}
