package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.tenon.exporters.onnx.edit.OnnxAttributes;
import dev.tenon.exporters.onnx.edit.ValueInfos;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one graph, the model's own or one nested in a node. */
final class GraphWriter {
  private final ModelContext model;
  private final @Nullable GraphWriter outer;
  private final GraphProto.Builder proto = GraphProto.newBuilder();
  private final Map<Value, String> names = new IdentityHashMap<>();

  GraphWriter(ModelContext model, @Nullable GraphWriter outer) {
    this.model = model;
    this.outer = outer;
  }

  /**
   * Writes a graph.
   *
   * @param prefix what starts the names of a nested graph, empty for the model's own
   * @param bound the values of the outer graph that the last inputs stand for
   */
  GraphProto write(Graph graph, String prefix, List<String> bound) {
    proto.setName(graph.name().isEmpty() ? "model" : prefix + graph.name());
    int own = graph.inputs().size() - bound.size();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Value input = graph.inputs().get(i);
      if (i < own) {
        String name = model.names().unique(prefix + input.name());
        names.put(input, name);
        proto.addInput(ValueInfos.of(name, input.type()));
        model.types().add(input.dtype());
      } else {
        names.put(input, bound.get(i - own));
      }
    }
    List<Value> renamed = nameOutputs(graph, prefix);
    for (OperatorNode node : graph.nodes()) {
      write(node, prefix);
    }
    finishOutputs(graph, renamed);
    return proto.build();
  }

  /** Gives the nodes' results that are outputs the outputs' names before anything else has them. */
  private List<Value> nameOutputs(Graph graph, String prefix) {
    Map<Value, Boolean> computed = new IdentityHashMap<>();
    for (OperatorNode node : graph.nodes()) {
      node.outputs().forEach(value -> computed.put(value, true));
    }
    List<Value> direct = new ArrayList<>();
    for (int i = 0; i < graph.outputs().size(); i++) {
      Value value = graph.outputs().get(i);
      String name = prefix + graph.outputNames().get(i);
      if (computed.containsKey(value) && !names.containsKey(value) && model.names().take(name)) {
        names.put(value, name);
        direct.add(value);
      } else {
        direct.add(Value.of(model.names().unique(name), value.type()));
      }
    }
    return direct;
  }

  /** Lists the outputs; one that is an input, a constant or listed twice needs an Identity. */
  private void finishOutputs(Graph graph, List<Value> direct) {
    for (int i = 0; i < direct.size(); i++) {
      Value value = graph.outputs().get(i);
      Value listed = direct.get(i);
      String name = listed == value ? name(value) : listed.name();
      if (listed != value) {
        Draft identity = new Draft("Identity");
        identity.inputs.add(name(value));
        identity.outputs.add(name);
        proto.addNode(identity.build(model.nodeNames().unique(name), OnnxAttributes.NONE));
      }
      model.outputs().put(value, name);
      proto.addOutput(ValueInfos.of(name, value.type()));
    }
  }

  private void write(OperatorNode node, String prefix) {
    NodeWriter writer = new NodeWriter(model, this, node, prefix);
    for (Value output : node.outputs()) {
      model.types().add(output.dtype());
      String known = names.get(output);
      if (known == null) {
        known = model.names().unique(prefix + output.name());
        names.put(output, known);
        if (model.options().valueInfo()) {
          proto.addValueInfo(ValueInfos.of(known, output.type()));
        }
      }
    }
    writer.write(proto);
  }

  /** Returns the name of a value, writing a constant or parameter where it is first read. */
  String name(Value value) {
    String known = known(value);
    if (known != null) {
      return known;
    }
    Tensor tensor = value.constant();
    if (value.parameter() != null) {
      throw new IllegalArgumentException(
          "parameter '" + value.name() + "' is not frozen: export with the parameters' store");
    }
    if (tensor == null) {
      throw new IllegalArgumentException(
          "graph '" + proto.getName() + "' reads '" + value.name() + "', which nothing computes");
    }
    GraphWriter top = top();
    String name = model.names().unique(value.name());
    top.names.put(value, name);
    top.proto.addInitializer(OnnxFile.proto(name, tensor));
    model.types().add(tensor.dtype());
    return name;
  }

  /** Adds a constant and returns its name. */
  String initializer(String hint, Tensor tensor) {
    String name = model.names().unique(hint);
    top().proto.addInitializer(OnnxFile.proto(name, tensor));
    return name;
  }

  private @Nullable String known(Value value) {
    String known = names.get(value);
    // Only constants are shared with the outer graph: everything else is an input of the body.
    return known == null && outer != null && value.constant() != null ? outer.known(value) : known;
  }

  private GraphWriter top() {
    return outer == null ? this : outer.top();
  }
}
