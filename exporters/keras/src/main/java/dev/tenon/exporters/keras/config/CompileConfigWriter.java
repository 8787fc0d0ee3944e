package dev.tenon.exporters.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.exporters.keras.plan.Diagnostics;
import dev.tenon.keras.config.LayerRecords;
import dev.tenon.saving.keras.KerasFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the compile configuration of a model in the vocabulary of a format's readers.
 *
 * @param config the compile configuration of the source
 */
public record CompileConfigWriter(
    Map<String, @Nullable Object> config,
    OptimizerConfigWriter optimizer,
    KerasFormat format,
    Diagnostics diagnostics) {

  /** Returns {@code training_config} or {@code compile_config}; null for an uncompiled model. */
  public @Nullable ObjectNode words() {
    if (config.isEmpty() || !isSayable()) {
      return null;
    }
    boolean archive = format == KerasFormat.KERAS;
    ObjectNode by = optimizer.words(diagnostics);
    if (by == null) {
      diagnostics.note(
          "The file from which the model comes does not name its optimizer: compile it again in"
              + " Python.");
      if (!archive) {
        return null;
      }
    }
    LossConfigWriter of = new LossConfigWriter(archive);
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    if (archive && by != null) {
      words.put("optimizer", by);
    }
    words.put("loss", of.losses(config.get("loss")));
    words.put("loss_weights", config.get("loss_weights"));
    words.put("metrics", of.metrics(config.get("metrics")));
    words.put("weighted_metrics", of.metrics(config.get("weighted_metrics")));
    if (archive) {
      words.put("run_eagerly", false);
      words.put("steps_per_execution", config.getOrDefault("steps_per_execution", 1));
      words.put("jit_compile", false);
    } else {
      words.put("optimizer_config", by);
    }
    return (ObjectNode) LayerRecords.plain(words);
  }

  /**
   * Returns whether the format has words for the optimizer, and notes what the user should know.
   */
  private boolean isSayable() {
    String obstacle = optimizer.obstacle();
    if (!optimizer.prefix().isEmpty()) {
      diagnostics.note(
          "How the model was compiled is written for Tenon alone, since Keras reads no "
              + optimizer.className()
              + " from an .h5 file: compile the model again in Python, or write a .keras file.");
    } else if (optimizer.isRegistered()) {
      diagnostics.note(
          "How the model was compiled is written in the words of tf_keras, since "
              + obstacle
              + " cannot be said so that both generations of Keras take it: Keras 3 opens the file"
              + " with "
              + optimizer.className()
              + " as it is by default.");
    } else if (optimizer.wordsOfKeras3()) {
      diagnostics.note(
          "How the model was compiled is written in the words of Keras 3, since "
              + obstacle
              + " cannot be said so that both generations of Keras take it: tf_keras opens the"
              + " file with load_model(path, compile=False).");
    } else if (obstacle != null) {
      diagnostics.note(
          "The model is written as one that was not compiled: "
              + obstacle
              + " cannot be said so that both generations of Keras take it.");
      return false;
    }
    return true;
  }
}
