package dev.tenon.processor;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the class that lists all layers, package by package. */
final class CatalogueWriter {
  private CatalogueWriter() {}

  static String write(List<LayerRecord> layers) {
    return """
        package dev.tenon.layers.catalog;

        import dev.tenon.layers.base.Layer;
        import java.util.List;
        import org.jspecify.annotations.NullMarked;

        /** All layers that have a short name. */
        @NullMarked
        final class NamedLayers {
          private NamedLayers() {}

          /** Returns each with Keras' defaults, in the order of their packages and names. */
          static List<Layer<?>> all() {
            return List.of(
                %s);
          }
        }
        """
        .formatted(
            layers.stream()
                .map(layer -> layer.packageName() + "." + layer.name() + ".DEFAULTS")
                .sorted()
                .collect(Collectors.joining(",\n        ")));
  }
}
