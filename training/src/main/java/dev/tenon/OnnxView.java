package dev.tenon;

import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import java.util.Map;

/**
 * The ONNX file behind a model: its nodes, its graph of operators, its opset.
 *
 * <p>For a model that was not read from an ONNX file, {@link #structure()}, {@link #details()} and
 * {@link #graph()} throw an {@link IllegalStateException}.
 */
public final class OnnxView {
  private final Model model;

  OnnxView(Model model) {
    this.model = model;
  }

  /** Returns the nodes and weights of the file, by name. */
  public OnnxStructure structure() {
    return model.backing().structure();
  }

  /**
   * Returns all that the file says, the values of every tensor and the insides of nodes included,
   * with the weights of now. Operators and types that Tenon lacks are no hindrance.
   */
  public OnnxStructure details() {
    return model.backing().details();
  }

  /**
   * Returns the file as a graph of operators, with the weights of now.
   *
   * @throws dev.tenon.error.UnsupportedModelException where it holds what Tenon's graphs lack
   */
  @SuppressWarnings("exports")
  public OnnxGraph graph() {
    return model.backing().graph();
  }

  /** Returns the opset of the file; 0 for every other model. */
  public long opset() {
    return model.backing().opset();
  }

  /**
   * Returns how many layers the file has as several operators each, by name: normalizations, GELU,
   * attention. They are what {@link ModelEditor#toKeras()} finds; the model itself keeps the file's
   * own nodes. Empty for every other model.
   */
  public Map<String, Integer> recognised() {
    return model.backing().recognised();
  }
}
