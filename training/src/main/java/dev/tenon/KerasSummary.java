package dev.tenon;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.LayerCall;
import dev.tenon.ir.graph.LayerNode;
import dev.tenon.ir.graph.Node;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Scope;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.training.TrainableWeights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the table that Keras' {@code model.summary()} prints. */
final class KerasSummary {
  private KerasSummary() {}

  static String of(KerasModel keras) {
    Graph graph = keras.model().graph();
    boolean functional = !keras.model().className().equals("Sequential");
    List<String> headings = new ArrayList<>(List.of("Layer (type)", "Output Shape", "Param #"));
    if (functional) {
      headings.add("Connected to");
    }
    TextTable table = new TextTable(headings, Set.of(2));
    Map<Value, String> producers = new LinkedHashMap<>();
    for (Value input : graph.inputs()) {
      producers.put(input, input.name());
      if (functional) {
        table.row(input.name() + " (InputLayer)", shape(input.shape()), "0", "-");
      }
    }
    Map<LayerNode, List<LayerCall>> calls = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node instanceof LayerCall call) {
        calls.computeIfAbsent(call.node(), layer -> new ArrayList<>()).add(call);
        call.outputs().forEach(output -> producers.put(output, call.node().name()));
      }
    }
    calls.forEach((layer, sites) -> row(table, keras, layer, sites, producers, functional));
    return String.format(Locale.ROOT, "Model: \"%s\"%n", keras.name()) + table + totals(keras);
  }

  /** Writes the table of a model whose weights are not known yet. */
  static String unbuilt(String name, List<LayerNode> layers) {
    TextTable table = new TextTable(List.of("Layer (type)", "Output Shape", "Param #"), Set.of(2));
    for (LayerNode layer : layers) {
      table.row(layer.name() + " (" + layer.layer().className() + ")", "?", "0 (unbuilt)");
    }
    return String.format(
        Locale.ROOT,
        "Model: \"%s\"%n%s Total params: 0 (0.00 B)%n Trainable params: 0 (0.00 B)%n"
            + " Non-trainable params: 0 (0.00 B)%n",
        name,
        table);
  }

  private static void row(
      TextTable table,
      KerasModel keras,
      LayerNode layer,
      List<LayerCall> sites,
      Map<Value, String> producers,
      boolean functional) {
    List<Value> outputs = keras.lowered().inner().getOrDefault(sites.get(0).name(), List.of());
    String shapes =
        outputs.stream().map(value -> shape(value.shape())).collect(Collectors.joining(", "));
    Scope scope = keras.lowered().weights().get(layer);
    long parameters = scope == null ? 0 : count(weights(scope));
    String first = layer.name() + " (" + layer.layer().className() + ")";
    String number = String.format(Locale.ROOT, "%,d", parameters);
    if (!functional) {
      table.row(first, shapes, number);
      return;
    }
    String connected =
        sites.stream()
            .flatMap(site -> site.reads().stream())
            .map(value -> producers.getOrDefault(value, value.name()))
            .collect(Collectors.joining(", "));
    table.row(first, shapes, number, connected);
  }

  private static String totals(KerasModel keras) {
    Set<Parameter> learned = Set.copyOf(TrainableWeights.of(keras.lowered()));
    Set<Parameter> trainable = new LinkedHashSet<>();
    Set<Parameter> fixed = new LinkedHashSet<>();
    for (Scope scope : keras.lowered().weights().values()) {
      for (Parameter parameter : weights(scope)) {
        (learned.contains(parameter) ? trainable : fixed).add(parameter);
      }
    }
    long all = count(trainable) + count(fixed);
    return String.format(
        Locale.ROOT,
        " Total params: %,d (%s)%n Trainable params: %,d (%s)%n Non-trainable params: %,d (%s)%n",
        all,
        size(bytes(trainable) + bytes(fixed)),
        count(trainable),
        size(bytes(trainable)),
        count(fixed),
        size(bytes(fixed)));
  }

  /** Keras counts a layer's weights; the state of a random seed is none. */
  private static Set<Parameter> weights(Scope scope) {
    Set<Parameter> weights = new LinkedHashSet<>(scope.all());
    weights.removeIf(parameter -> parameter.name().equals("seed_generator_state"));
    return weights;
  }

  private static long count(Set<Parameter> parameters) {
    return parameters.stream().mapToLong(Parameter::size).sum();
  }

  private static long bytes(Set<Parameter> parameters) {
    return parameters.stream().mapToLong(p -> p.size() * p.dtype().bytes()).sum();
  }

  private static String size(long bytes) {
    double value = bytes;
    for (String unit : List.of("B", "KB", "MB")) {
      if (value < 1024) {
        return String.format(Locale.ROOT, "%.2f %s", value, unit);
      }
      value /= 1024;
    }
    return String.format(Locale.ROOT, "%.2f GB", value);
  }

  /** Writes a shape as Keras does: what a caller chooses is None. */
  static String shape(Shape shape) {
    if (!shape.ranked()) {
      return "?";
    }
    return shape.dims().stream()
        .map(dim -> dim instanceof Dim.Known known ? Long.toString(known.value()) : "None")
        .collect(Collectors.joining(", ", "(", shape.rank() == 1 ? ",)" : ")"));
  }
}
