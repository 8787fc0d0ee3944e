package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import java.util.List;

/**
 * The range of values that a model expects at an input, derived from its first operators.
 *
 * @param kind the kind of values
 * @param low the smallest usual value; 0 if unknown
 * @param high the largest usual value; 0 if unknown
 * @param by the classes of layers or operators that determine it
 */
public record ExpectedRange(Kind kind, double low, double high, List<String> by) {
  /** The kind of values of an input. */
  public enum Kind {
    /** Raw values, which the model scales itself. */
    RAW,
    /** Whole numbers from 0, which are indices of a table. */
    POSITIONS,
    /** Unknown: a file does not record the scaling of its training data. */
    UNKNOWN
  }

  static final ExpectedRange UNKNOWN = new ExpectedRange(Kind.UNKNOWN, 0, 0, List.of());

  public ExpectedRange {
    by = List.copyOf(by);
  }

  /**
   * Returns the range of an input.
   *
   * <p>It is derived from operators, so that layers, functions and nested models count alike.
   *
   * @param model the model
   * @param input the name of the input
   */
  public static ExpectedRange of(Model model, String input) {
    if (model.info().isKeras()) {
      return of(model.info().keras().lowered().graph(), model.info().keras().parameters(), input);
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
