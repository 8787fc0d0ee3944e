package dev.tenon.importers.keras.layers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.keras.config.Json;
import dev.tenon.importers.keras.config.LayerConfig;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Arg;
import dev.tenon.ir.layer.LayerCall;
import dev.tenon.ir.layer.LayerGraph;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.ir.layer.NestedModel;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a Sequential model: a chain of layers, whose input the file may leave unsaid. */
final class SequentialReader {
  private static final TensorType UNKNOWN = new TensorType(DType.FLOAT32, Shape.unknownRank());

  private final ModelReader reader;
  private final LayerConfig model;

  SequentialReader(ModelReader reader, LayerConfig model) {
    this.reader = reader;
    this.model = model;
  }

  ModelReader.Read read() {
    List<LayerConfig> layers = new ArrayList<>(reader.layers(model));
    Value input = null;
    if (!layers.isEmpty() && layers.get(0).fileClass().equals("Merge")) {
      throw startsWithMerge(layers.get(0));
    }
    if (!layers.isEmpty() && layers.get(0).className().equals("InputLayer")) {
      LayerConfig first = layers.remove(0);
      reader.checkInput(first);
      if (InputTypes.recordedShape(first) != null) {
        input = reader.inputTypes.input(first);
      }
    }
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).name().isEmpty()) {
        // A chain inside a chain had no name before Keras 2.2.3.
        layers.set(i, layers.get(i).named("sequential_" + (i + 1)));
      }
    }
    List<LayerNode> nodes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (LayerConfig layer : layers) {
      if (!names.add(layer.name())) {
        throw new MalformedModelException(
            reader.file, model + " has two layers named '" + layer.name() + "'");
      }
      nodes.add(reader.factory.node(layer));
    }
    if (input == null) {
      if (layers.isEmpty()) {
        throw new MalformedModelException(reader.file, model + " has no layers");
      }
      input = impliedInput(layers.get(0), nodes.get(0));
    }
    List<LayerCall> calls = new ArrayList<>();
    Value at = input;
    for (LayerNode node : nodes) {
      Value next = Value.of(node.name() + ":0", UNKNOWN);
      calls.add(
          new LayerCall(node.name(), node, List.of(new Arg.Ref(at)), Map.of(), List.of(next)));
      at = next;
    }
    String name = model.name().isEmpty() ? "sequential" : model.name();
    String output = nodes.isEmpty() ? input.name() : nodes.get(nodes.size() - 1).name();
    LayerGraph graph = new LayerGraph(name, List.of(input), calls, List.of(at), List.of(output));
    return new ModelReader.Read(
        new NestedModel("Sequential", graph, nodes), CallStructure.BARE, CallStructure.BARE);
  }

  /**
   * In Keras 1 such a chain had several inputs, each with layers of its own inside the first one.
   */
  private UnsupportedModelException startsWithMerge(LayerConfig merge) {
    return new UnsupportedModelException(
        reader.file,
        model
            + " starts with "
            + merge
            + ", which joins "
            + merge.config().path("layers").size()
            + " models inside it; Tenon reads a Merge layer of Keras 1 in a functional model only:"
            + " build the same with keras.models.Model in Python and copy the weights over");
  }

  private Value impliedInput(LayerConfig first, LayerNode node) {
    String name = first.name() + "_input";
    if (node.layer() instanceof NestedModel nested && nested.graph().inputs().size() == 1) {
      return Value.of(name, nested.graph().inputs().get(0).type());
    }
    JsonNode shape = InputTypes.recordedShape(first);
    if (shape == null) {
      shape = flat(Json.get(model.config(), "build_input_shape"));
    }
    if (shape == null) {
      shape = flat(first.config().path("build_config").get("input_shape"));
    }
    List<Long> lengths =
        shape == null
            ? fromWeights(first)
            : Json.shape(reader.file + ": " + first + ": the input shape", shape);
    if (lengths == null) {
      // A nested model's own placeholder may stay open; its caller knows the shape.
      if (reader.depth() > 1) {
        return Value.of(name, UNKNOWN);
      }
      throw new MalformedModelException(
          reader.file,
          model
              + " records no input shape, and that of "
              + first
              + " does not follow from its weights: build the model in Python (call it once, or"
              + " add an Input layer) and save it again");
    }
    return Value.of(name, reader.inputTypes.type(name, lengths, first));
  }

  private static @Nullable JsonNode flat(@Nullable JsonNode shape) {
    JsonNode list = shape != null && shape.has("items") ? shape.get("items") : shape;
    boolean numbers = list != null && list.isArray() && list.size() > 0;
    if (numbers && list != null) {
      for (JsonNode entry : list) {
        numbers &= entry.isNull() || entry.isIntegralNumber();
      }
    }
    return numbers ? list : null;
  }

  /** Returns the shape that the first layer's kernel leaves no doubt about, or null. */
  private @Nullable List<Long> fromWeights(LayerConfig first) {
    List<long[]> shapes = reader.weightShapes(first.name());
    boolean channelsFirst = first.config().path("data_format").asText().equals("channels_first");
    if (shapes.isEmpty() || channelsFirst) {
      return null;
    }
    long[] kernel = shapes.get(0);
    return switch (first.className()) {
      case "Embedding" -> List.of(-1L, -1L);
      case "Dense" -> kernel.length == 2 ? List.of(-1L, kernel[0]) : null;
      case "LSTM", "GRU", "SimpleRNN" -> kernel.length == 2 ? List.of(-1L, -1L, kernel[0]) : null;
      case "Conv1D" -> kernel.length == 3 ? List.of(-1L, -1L, kernel[1]) : null;
      case "Conv2D" -> kernel.length == 4 ? List.of(-1L, -1L, -1L, kernel[2]) : null;
      default -> null;
    };
  }
}
