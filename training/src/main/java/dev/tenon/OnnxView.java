package dev.tenon;

import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import java.util.Map;

/**
 * The ONNX file behind a model: its nodes, its graph of operators and its opset.
 *
 * <p>If the model was not read from an ONNX file, {@link #structure()}, {@link #details()} and
 * {@link #graph()} throw an {@link IllegalStateException}.
 */
public final class OnnxView {
  private final Model model;

  OnnxView(Model model) {
    this.model = model;
  }

  /**
   * Returns the nodes and weights of the file by name.
   *
   * @throws IllegalStateException if the model was not read from an ONNX file
   */
  public OnnxStructure structure() {
    return model.backing().structure();
  }

  /**
   * Returns the whole content of the file, with tensor values, subgraphs and current weights, also
   * with operators unknown to Tenon.
   *
   * @throws IllegalStateException if the model was not read from an ONNX file
   */
  public OnnxStructure details() {
    return model.backing().details();
  }

  /**
   * Returns the file as a graph of operators with the current weights.
   *
   * @throws IllegalStateException if the model was not read from an ONNX file
   * @throws dev.tenon.error.UnsupportedModelException if the file has operators or types that
   *     Tenon's graphs lack
   * @hidden for the modules of Tenon
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
   * Returns the number of recognised layers that the file expresses by several operators, by name;
   * empty for other models.
   *
   * <p>Examples are normalizations, GELU and attention. {@link ModelEditor#toKeras()} uses them;
   * the model itself keeps the nodes of the file.
   */
  public Map<String, Integer> recognised() {
    return model.backing().recognised();
  }
}
