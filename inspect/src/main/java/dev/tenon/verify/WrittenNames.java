package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the inputs, outputs and inner values of a model are called in a file written from it. */
final class WrittenNames {
  private final Model model;
  private final Model file;

  WrittenNames(Model model, Model file) {
    this.model = model;
    this.file = file;
  }

  /** Returns tensors for the model's inputs under the names of the file's. */
  Map<String, Tensor> fed(Map<String, Tensor> inputs) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    List<Tensor> given = new ArrayList<>(inputs.values());
    List<TensorSpec> ports = file.inputs();
    for (int i = 0; i < ports.size(); i++) {
      TensorSpec port = ports.get(i);
      Tensor byName = inputs.get(port.name());
      boolean state = byName == null && ports.size() > given.size();
      if (byName != null) {
        fed.put(port.name(), byName);
      } else if (state) {
        // What was read from an ONNX file has its states as inputs in a format that keeps none.
        fed.put(port.name(), start(port, given.get(0).dim(0)));
      } else {
        fed.put(port.name(), given.get(i));
      }
    }
    return fed;
  }

  private static Tensor start(TensorSpec state, long batch) {
    long[] lengths = state.shape().toLongs();
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = lengths[i] < 0 ? batch : lengths[i];
    }
    return Tensor.zeros(state.dtype(), lengths);
  }

  /** Returns the file's name of an output of the model, or null where it is missing. */
  @Nullable String output(String name) {
    return output(names(model.outputs()).indexOf(name));
  }

  /** Says whether the model has an output of a name. */
  boolean isOutput(String name) {
    return names(model.outputs()).contains(name);
  }

  private @Nullable String output(int position) {
    List<String> there = names(file.outputs());
    String name = names(model.outputs()).get(position);
    // A SavedModel has its outputs in the order of their names; Keras renames those of ONNX files.
    return there.contains(name) ? name : position < there.size() ? there.get(position) : null;
  }

  private static List<String> names(List<TensorSpec> ports) {
    return ports.stream().map(TensorSpec::name).toList();
  }

  /**
   * Returns the file's name of what a layer gives, or null where the file has no such value, such
   * as where it was joined with the next.
   */
  @Nullable String inner(String layer) {
    List<String> there = file.info().innerNames();
    if (!model.info().isKeras() || file.info().isKeras()) {
      return there.contains(layer) ? layer : null;
    }
    Value value = value(layer);
    if (value == null) {
      return null;
    }
    int position = position(model.info().keras().lowered().graph(), value);
    return position >= 0 ? output(position) : there.contains(value.name()) ? value.name() : null;
  }

  /** Returns which output a value is; -1 where it is none. An output may have a name of its own. */
  private static int position(Graph graph, Value value) {
    int position = graph.outputs().indexOf(value);
    for (OperatorNode node : graph.nodes()) {
      boolean same = node.operator() instanceof Unary.Identity && node.input(0) == value;
      position = position < 0 && same ? graph.outputs().indexOf(node.output()) : position;
    }
    return position;
  }

  /** Finds what a layer gives by its call path, with {@code :1} for its second result. */
  private @Nullable Value value(String layer) {
    Map<String, List<Value>> inner = model.info().keras().lowered().inner();
    List<Value> first = inner.get(layer);
    if (first != null) {
      return first.get(0);
    }
    int colon = layer.lastIndexOf(':');
    List<Value> others = colon < 0 ? null : inner.get(layer.substring(0, colon));
    String number = layer.substring(colon + 1);
    boolean found = others != null && number.matches("\\d{1,4}");
    int position = found ? Integer.parseInt(number) : 0;
    return others != null && found && position < others.size() ? others.get(position) : null;
  }

  /** Compares an inner value, which a file of ONNX's may have with the channels second. */
  static Difference difference(Tensor expected, Tensor actual) {
    int rank = expected.rank();
    Difference plain = Difference.of(expected, actual);
    if (rank < 3 || actual.rank() != rank || plain.relative() == 0) {
      return plain;
    }
    int[] last = new int[rank];
    for (int i = 1; i < rank; i++) {
      last[i] = i + 1 < rank ? i + 1 : 1;
    }
    Tensor turned = actual.transpose(last);
    if (!Arrays.equals(turned.shape(), expected.shape())) {
      return plain;
    }
    Difference other = Difference.of(expected, turned);
    return other.relative() < plain.relative() ? other : plain;
  }
}
