package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.keras.KerasDialect;

/** Tells the dialect of a configuration that records no version, by its words. */
public final class DialectGuess {
  private DialectGuess() {}

  public static KerasDialect of(ObjectNode config) {
    String text = config.toString();
    if (text.contains("\"batch_shape\"")
        || text.contains("\"__keras_tensor__\"")
        || text.contains("\"DTypePolicy\"")) {
      return KerasDialect.KERAS_3;
    }
    JsonNode version = config.get("keras_version");
    if (version != null && version.isTextual()) {
      return KerasDialect.of(version.textValue());
    }
    boolean first =
        text.contains("\"W_regularizer\"")
            || text.contains("\"nb_filter\"")
            || text.contains("\"border_mode\"")
            || text.contains("\"dim_ordering\"")
            || text.contains("\"inner_init\"");
    return first ? KerasDialect.KERAS_1 : KerasDialect.TF_KERAS;
  }
}
