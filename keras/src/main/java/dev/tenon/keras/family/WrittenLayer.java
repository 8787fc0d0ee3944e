package dev.tenon.keras.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.keras.Readers;
import dev.tenon.layers.base.DTypePolicy;
import dev.tenon.layers.base.LegacyOption;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The configuration of a layer on its way to a file, which families rewrite in place.
 *
 * @param className the class name in Keras 3
 * @param config the configuration in Keras 3's keys, which is changed
 * @param legacy how the layer behaves otherwise than in Keras 3
 * @param format who is to read the file
 * @param types returns how the file names the types of a layer
 * @param refusals takes what cannot be said
 */
public record WrittenLayer(
    String className,
    ObjectNode config,
    Set<LegacyOption> legacy,
    Readers format,
    Function<DTypePolicy, JsonNode> types,
    Consumer<String> refusals) {
  boolean behaves(LegacyOption option) {
    return legacy.contains(option);
  }

  /** Says whether one of the readers behaves otherwise than the layer does. */
  boolean differs(LegacyOption option) {
    return behaves(option) ? format.forKeras3() : format.forTfKeras();
  }

  /** Notes what cannot be said. */
  void refuse(String reason) {
    refusals.accept(reason);
  }
}
