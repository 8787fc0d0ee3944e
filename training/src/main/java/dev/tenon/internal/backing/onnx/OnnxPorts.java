package dev.tenon.internal.backing.onnx;

import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.model.TensorSpec;
import java.util.List;

/** The names and types of what an ONNX file takes, gives and computes inside, without states. */
final class OnnxPorts {
  private final OnnxStructure structure;
  private final OnnxStates states;

  OnnxPorts(OnnxStructure structure, OnnxStates states) {
    this.structure = structure;
    this.states = states;
  }

  List<TensorSpec> inputs() {
    return ports(structure.inputs());
  }

  /**
   * Returns the outputs that are tensors; sequences and maps do not keep the others from running.
   */
  List<TensorSpec> outputs() {
    List<OnnxStructure.Port> tensors =
        structure.outputs().stream().filter(OnnxStructure.Port::isTensor).toList();
    return ports(tensors.isEmpty() ? structure.outputs() : tensors);
  }

  private List<TensorSpec> ports(List<OnnxStructure.Port> ports) {
    return ports.stream()
        .filter(port -> !states.holds(port))
        .map(port -> new TensorSpec(port.name(), port.dtype(), port.shape()))
        .toList();
  }

  /** Returns the names of the nodes' outputs, in order. */
  List<String> innerNames() {
    return structure.nodes().stream()
        .flatMap(node -> node.outputs().stream())
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** Returns the names that are no outputs of the file, in an order that is always the same. */
  List<String> inner(List<String> wanted) {
    List<String> own = structure.outputs().stream().map(OnnxStructure.Port::name).toList();
    return wanted.stream().filter(name -> !own.contains(name)).sorted().toList();
  }
}
