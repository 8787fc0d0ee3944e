package dev.tenon.layers.catalog;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The list of Keras' layers that Tenon lacks, each with the reason. */
public final class UnsupportedLayers {
  private static final String FOREIGN = "runs another framework's code, which a file cannot carry";
  private static final String BASE = "is a base class, which computes nothing by itself";

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("Lambda", "holds Python code, which Tenon never runs"),
          Map.entry("TorchModuleWrapper", FOREIGN),
          Map.entry("TFSMLayer", FOREIGN),
          Map.entry("JaxLayer", FOREIGN),
          Map.entry("FlaxLayer", FOREIGN),
          Map.entry("Layer", BASE),
          Map.entry("Wrapper", BASE),
          Map.entry("AbstractRNNCell", BASE),
          Map.entry("DenseFeatures", "looks up columns that TensorFlow no longer has"));

  private UnsupportedLayers() {}

  /** Returns the reason why a Keras class is missing, or null if it is not on the list. */
  public static @Nullable String reason(String className) {
    return REASONS.get(className);
  }
}
