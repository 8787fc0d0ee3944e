package dev.tenon.cli.convert;

import dev.tenon.engine.Engine;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.saving.keras.KerasFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares a Keras file that was written of an ONNX network with ONNX Runtime, whether asked to or
 * not: layers are found in a network by what its operators mean together, and that is proved by
 * numbers.
 */
public final class NetworkProof {
  private NetworkProof() {}

  /**
   * Returns the check of a written file: what was asked for, else one on a small random input.
   *
   * <p>Where the engine is missing it says that nothing was verified, and checks what it can.
   */
  public static WrittenCheck of(WrittenCheck asked, KerasFormat format) {
    if (asked.random()) {
      return asked;
    }
    String missing =
        format == KerasFormat.WEIGHTS_H5 ? "weights alone cannot be run" : missingEngine();
    if (missing == null) {
      return asked.withRandom();
    }
    asked.out().line("not verified: " + missing);
    return asked;
  }

  private static @Nullable String missingEngine() {
    Optional<GraphEngine> engine = GraphEngine.find(Engine.ONNX_RUNTIME);
    if (engine.isEmpty()) {
      return "ONNX Runtime is not on the class path (dev.tenon:tenon-runtime-onnxruntime)";
    }
    try {
      engine.get().load();
      return null;
    } catch (IllegalStateException | LinkageError e) {
      return "ONNX Runtime cannot be loaded: " + e.getMessage();
    }
  }
}
