package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import java.util.List;

/**
 * The numbers that a model takes at an input, as far as its first operators tell.
 *
 * @param kind what kind of numbers
 * @param low the smallest that is usual; 0 where nothing is known
 * @param high the largest that is usual; 0 where nothing is known
 * @param by the classes of the layers, or the operators, that tell
 */
public record ExpectedRange(Kind kind, double low, double high, List<String> by) {
  /** What kind of numbers an input takes. */
  public enum Kind {
    /** Raw ones: the model scales them itself. */
    RAW,
    /** Whole ones from 0, which name the rows of a table. */
    POSITIONS,
    /** A file does not record how its training data was scaled. */
    UNKNOWN
  }

  static final ExpectedRange UNKNOWN = new ExpectedRange(Kind.UNKNOWN, 0, 0, List.of());

  public ExpectedRange {
    by = List.copyOf(by);
  }

  /**
   * Returns the range of an input.
   *
   * <p>Read from the operators, so that it does not matter whether a layer, a function between
   * layers, or a model inside scales, nor what is identity before it.
   */
  public static ExpectedRange of(Model model, String input) {
    if (model.info().isKeras()) {
      return of(model.keras().lowered().graph(), model.keras().parameters(), input);
    }
    if (model.onnx().opset() > 0) {
      try {
        OnnxGraph onnx = model.onnx().graph();
        return of(onnx.graph(), onnx.store(), input);
      } catch (UnsupportedModelException e) {
        return UNKNOWN; // It runs on ONNX Runtime only, which tells nothing.
      }
    }
    return UNKNOWN;
  }

  private static ExpectedRange of(Graph graph, ParameterStore store, String input) {
    for (Value value : graph.inputs()) {
      if (value.name().equals(input)) {
        return new RangeReader(graph, store, value).read();
      }
    }
    return UNKNOWN;
  }
}
