package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Names the functions that op nodes call, for messages. */
public final class OperationNames {
  private OperationNames() {}

  /** Returns the operator of the graph node that a TensorFlowOpLayer holds. */
  public static String inGraph(ObjectNode config) {
    return config.path("node_def").path("op").asText();
  }

  public static String of(LayerConfig config) {
    String function = Json.text(config.config(), "function");
    if (function != null) {
      return "tf." + function;
    }
    return config.module() == null
        ? config.className()
        : config.module().substring(config.module().lastIndexOf('.') + 1)
            + "."
            + config.className();
  }
}
