package dev.tenon.keras.calls;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.internal.collections.UniqueNames;
import dev.tenon.ir.graph.Value;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.config.LayerConfig;
import dev.tenon.keras.config.Refusals;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Connects the layers of a Functional model by the calls that its configuration lists. */
public final class FunctionalCalls {
  private final LayerConfig model;
  private final List<LayerNode> nodes;
  private final KerasDialect dialect;
  private final Refusals refusals;
  private final Map<String, LayerConfig> layers = new LinkedHashMap<>();
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final Placeholders placeholders;

  /**
   * Looks at a model.
   *
   * @param nodes its layers but the inputs, in the order of the configuration
   * @param refusals takes the calls that Tenon has no use for
   */
  public FunctionalCalls(
      LayerConfig model, List<LayerNode> nodes, KerasDialect dialect, Refusals refusals) {
    this.model = model;
    this.nodes = nodes;
    this.dialect = dialect;
    this.refusals = refusals;
    for (LayerConfig layer : model.layers()) {
      if (layers.put(layer.name(), layer) != null) {
        throw malformed("has two layers named '" + layer.name() + "'");
      }
    }
    this.placeholders = new Placeholders(model.toString(), dialect, layers);
  }

  /**
   * Returns the model.
   *
   * @throws MalformedModelException where its calls contradict each other
   */
  public ConnectedModel connected() {
    List<LayerCall> calls = new ArrayList<>();
    Map<String, List<CallArguments>> raw = new LinkedHashMap<>();
    // A layer that is called more than once may stand before an input that one of its calls reads.
    layers.values().stream().filter(LayerConfig::isInput).forEach(this::readInput);
    for (LayerConfig layer : layers.values()) {
      if (!layer.isInput()) {
        raw.put(layer.name(), rawCalls(layer));
      }
    }
    JsonNode inputLayers = model.config().path("input_layers");
    JsonNode outputLayers = model.config().path("output_layers");
    List<Value> outputs = new ArrayList<>();
    List<String> producers = new ArrayList<>();
    CallStructure outputStructure =
        structure(
            outputLayers,
            end -> {
              outputs.add(placeholders.end(end));
              producers.add(end.layer());
            });
    List<Value> ordered = new ArrayList<>();
    CallStructure inputStructure = structure(inputLayers, end -> ordered.add(inputOf(end.layer())));
    Iterator<LayerNode> next = nodes.iterator();
    raw.forEach(
        (layerName, layerCalls) -> {
          LayerConfig layer = Objects.requireNonNull(layers.get(layerName));
          LayerNode node = next.next();
          for (int i = 0; i < layerCalls.size(); i++) {
            CallArguments call = layerCalls.get(i);
            String name = i == 0 ? layerName : layerName + "@" + (i + 1);
            List<Value> given = placeholders.outputs(layer, i, layerCalls.size());
            calls.add(new LayerCall(name, node, call.args(), call.kwargs(), given));
          }
        });
    placeholders.check();
    List<LayerCall> sorted = new CallOrder(model.toString(), calls).sorted(ordered);
    LayerGraph graph =
        new LayerGraph(
            model.name().isEmpty() ? "model" : model.name(),
            ordered,
            List.copyOf(sorted),
            outputs,
            named(outputStructure, producers).stream().map(new UniqueNames()::unique).toList());
    return new ConnectedModel(
        new NestedModel("Functional", graph, List.copyOf(nodes)), inputStructure, outputStructure);
  }

  private void readInput(LayerConfig layer) {
    Value value = InputTypes.input(layer);
    inputs.put(layer.name(), value);
    placeholders.input(layer.name(), value);
  }

  /** A dictionary's outputs are known by their keys, all others by the layers that give them. */
  private static List<String> named(CallStructure structure, List<String> producers) {
    boolean single = structure.keys().size() == producers.size();
    return structure.kind() == CallStructure.Kind.DICT && single ? structure.keys() : producers;
  }

  private List<CallArguments> rawCalls(LayerConfig layer) {
    JsonNode nodes = layer.inboundNodes();
    if (nodes == null || !nodes.isArray()) {
      throw malformed(layer + " has no 'inbound_nodes'");
    }
    TensorLookup tensors = new TensorLookup(model + ": " + layer, placeholders::find);
    List<CallArguments> calls = new ArrayList<>();
    for (JsonNode node : nodes) {
      CallArguments call =
          Keras3Calls.matches(node)
              ? Keras3Calls.read(node, tensors)
              : LegacyCalls.read(node, layer.isOperation(), tensors);
      if (layer.className().equals("TensorFlowOpLayer")) {
        call = RawOperationCalls.arguments(layer.config(), call);
      }
      try {
        calls.add(
            layer.isOperation() ? call : CallRules.canonical(layer, asKeras3Runs(call), dialect));
      } catch (IllegalArgumentException e) {
        refusals.add(layer.fileClass() + " that " + e.getMessage(), layer.name());
        calls.add(call);
      }
    }
    return calls;
  }

  /**
   * A model of Keras 3 calls its layers with the training flag of its own call, whatever is saved.
   */
  private CallArguments asKeras3Runs(CallArguments call) {
    if (dialect.before(KerasDialect.KERAS_3) || !call.kwargs().containsKey("training")) {
      return call;
    }
    Map<String, Arg> kwargs = new LinkedHashMap<>(call.kwargs());
    kwargs.remove("training");
    return new CallArguments(call.args(), kwargs);
  }

  private Value inputOf(String name) {
    Value value = inputs.get(name);
    if (value == null) {
      throw malformed("lists the input '" + name + "', which is no InputLayer of it");
    }
    return value;
  }

  private CallStructure structure(JsonNode node, Consumer<TensorEntry> each) {
    return ModelEnds.read(model.toString(), node, dialect.before(KerasDialect.KERAS_3), each);
  }

  private MalformedModelException malformed(String what) {
    return new MalformedModelException("", model + " " + what);
  }
}
