package dev.tenon.internal.backing.onnx;

import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.model.TensorSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names and types of what an ONNX file takes, gives and computes inside, without states. */
final class OnnxPorts {
  private final OnnxStructure structure;
  private final OnnxStates states;
  private final List<String> own;

  /** Found once, as every run asks for them, and late: a port of another type is refused then. */
  private volatile @Nullable List<TensorSpec> inputs;

  private volatile @Nullable List<TensorSpec> outputs;

  OnnxPorts(OnnxStructure structure, OnnxStates states) {
    this.structure = structure;
    this.states = states;
    this.own = structure.outputs().stream().map(OnnxStructure.Port::name).toList();
  }

  List<TensorSpec> inputs() {
    List<TensorSpec> known = inputs;
    if (known == null) {
      known = ports(structure.inputs());
      inputs = known;
    }
    return known;
  }

  /**
   * Returns the outputs that are tensors; sequences and maps do not keep the others from running.
   */
  List<TensorSpec> outputs() {
    List<TensorSpec> known = outputs;
    if (known == null) {
      List<OnnxStructure.Port> tensors =
          structure.outputs().stream().filter(OnnxStructure.Port::isTensor).toList();
      known = ports(tensors.isEmpty() ? structure.outputs() : tensors);
      outputs = known;
    }
    return known;
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
    return wanted.stream().filter(name -> !own.contains(name)).sorted().toList();
  }
}
