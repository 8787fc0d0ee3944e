package dev.tenon.keras.config;

/** Names the functions that op nodes call, for messages. */
public final class OperationNames {
  private OperationNames() {}

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
