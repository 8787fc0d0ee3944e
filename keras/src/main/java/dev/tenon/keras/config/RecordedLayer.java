package dev.tenon.keras.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of a layer and the layer itself does not keep.
 *
 * @param className the class name in the file, which is not always today's
 * @param registeredName the class name with its package, such as {@code mine>Scale}
 * @param module the Python module; null where the file names none
 * @param customConfig the whole configuration of a layer whose Java came from {@code CustomLayers},
 *     so that it can be written again; empty for all others
 * @param loraAlpha the weight of its low-rank adapter; null where it has none
 */
public record RecordedLayer(
    String className,
    String registeredName,
    @Nullable String module,
    Map<String, @Nullable Object> customConfig,
    @Nullable Double loraAlpha) {
  public RecordedLayer {
    customConfig = Collections.unmodifiableMap(new LinkedHashMap<>(customConfig));
  }
}
