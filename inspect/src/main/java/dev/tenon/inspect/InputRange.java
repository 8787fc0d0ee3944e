package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.ir.graph.LayerCall;
import dev.tenon.ir.graph.Node;
import dev.tenon.ir.graph.Value;
import java.util.Set;

/** The range that a model expects of an input, as far as its first layers tell. */
public final class InputRange {
  private static final Set<String> SCALING = Set.of("Rescaling", "Normalization");

  private InputRange() {}

  /**
   * Returns a sentence on the range of an input.
   *
   * <p>A file does not record how its training data was scaled. Where the model's first layer
   * scales or normalises, it takes raw numbers; an Embedding takes the numbers of words; otherwise
   * the sentence says that the scaling is the caller's.
   */
  public static String of(Model model, String input) {
    if (!model.isKeras()) {
      return "scale it as the model's author did in training";
    }
    for (Node node : model.keras().model().graph().nodes()) {
      boolean reads = node.reads().stream().map(Value::name).anyMatch(input::equals);
      if (reads && node instanceof LayerCall call) {
        String kind = call.node().layer().className();
        if (SCALING.contains(kind)) {
          return "raw values: the model scales them itself (" + kind + ")";
        }
        if (kind.equals("Embedding")) {
          return "whole numbers from 0, as the Embedding layer's vocabulary has";
        }
      }
    }
    return "scale it as in training (often x / 255, or keras.applications' preprocess_input)";
  }
}
