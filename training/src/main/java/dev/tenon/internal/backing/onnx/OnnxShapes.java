package dev.tenon.internal.backing.onnx;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.model.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The types of an ONNX file's values: those that it declares, else those that are inferred. */
final class OnnxShapes {
  private OnnxShapes() {}

  /**
   * Returns the types of outputs and inner values.
   *
   * @param graph gives the file as a graph of operators, where the file itself does not say enough
   * @throws IllegalArgumentException where there is no such value
   */
  static List<TensorType> types(
      OnnxStructure structure, List<String> wanted, Supplier<OnnxGraph> graph) {
    List<TensorType> types = new ArrayList<>();
    for (String name : wanted) {
      types.add(declared(structure, name).orElseGet(() -> inferred(graph, name)));
    }
    return types;
  }

  /** Returns the type that the file says; empty where a length is missing, or maybe all are. */
  private static Optional<TensorType> declared(OnnxStructure structure, String name) {
    return structure.outputs().stream()
        .filter(port -> port.name().equals(name) && port.isTensor())
        .map(port -> new TensorType(port.dtype(), port.shape()))
        .filter(type -> type.shape().hasLengths() && type.shape().rank() > 0)
        .findFirst();
  }

  private static TensorType inferred(Supplier<OnnxGraph> graph, String name) {
    try {
      Value value = OnnxRuns.find(graph.get(), List.of(name)).get(name);
      return value == null ? TensorSpec.UNKNOWN : value.type();
    } catch (UnsupportedModelException e) {
      // An operator that only ONNX Runtime has: nothing says the shape.
      return TensorSpec.UNKNOWN;
    }
  }
}
