package dev.tenon.keras.calls;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.config.Json;
import dev.tenon.keras.config.LayerConfig;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Connects the layers of a Sequential model, whose input the file may leave unsaid. */
public final class SequentialCalls {
  private static final TensorType UNKNOWN = new TensorType(DType.FLOAT32, Shape.unknownRank());

  private SequentialCalls() {}

  /**
   * Returns the model.
   *
   * @param nodes its layers but the input, in the order of the configuration
   * @param weightShapes returns the shapes of the weights of a top-level layer, empty where they
   *     are not known
   * @param inner whether it lies in another model, which knows the shape of its input
   * @throws MalformedModelException where its input has no shape
   */
  public static ConnectedModel connected(
      LayerConfig model,
      List<LayerNode> nodes,
      Function<String, List<long[]>> weightShapes,
      boolean inner) {
    List<LayerConfig> layers = model.layers();
    Value input = null;
    if (!layers.isEmpty() && layers.get(0).isInput()) {
      LayerConfig first = layers.get(0);
      layers = layers.subList(1, layers.size());
      if (InputTypes.recordedShape(first) != null) {
        input = InputTypes.input(first);
      }
    }
    Set<String> names = new HashSet<>();
    for (LayerConfig layer : layers) {
      if (!names.add(layer.name())) {
        throw new MalformedModelException(
            "", model + " has two layers named '" + layer.name() + "'");
      }
    }
    if (input == null) {
      if (layers.isEmpty()) {
        throw new MalformedModelException("", model + " has no layers");
      }
      LayerConfig first = layers.get(0);
      String name = first.name() + "_input";
      if (nodes.get(0).layer() instanceof NestedModel nested
          && nested.graph().inputs().size() == 1) {
        input = Value.of(name, nested.graph().inputs().get(0).type());
      } else {
        List<Long> shape = impliedShape(model, first, weightShapes);
        // A nested model's own placeholder may stay open; its caller knows the shape.
        if (shape == null && !inner) {
          throw shapeless(model, first);
        }
        TensorType type = shape == null ? UNKNOWN : InputTypes.type(name, shape, first);
        input = Value.of(name, type);
      }
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
    return new ConnectedModel(
        new NestedModel("Sequential", graph, nodes), CallStructure.BARE, CallStructure.BARE);
  }

  private static @Nullable List<Long> impliedShape(
      LayerConfig model, LayerConfig first, Function<String, List<long[]>> weightShapes) {
    JsonNode shape = InputTypes.recordedShape(first);
    if (shape == null) {
      shape = flat(Json.get(model.config(), "build_input_shape"));
    }
    if (shape == null) {
      shape = flat(first.config().path("build_config").get("input_shape"));
    }
    return shape == null
        ? fromWeights(first, weightShapes.apply(first.name()))
        : Json.shape(first + ": the input shape", shape);
  }

  private static MalformedModelException shapeless(LayerConfig model, LayerConfig first) {
    return new MalformedModelException(
        "",
        model
            + " records no input shape, and that of "
            + first
            + " does not follow from its weights: build the model in Python (call it once, or"
            + " add an Input layer) and save it again");
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
  private static @Nullable List<Long> fromWeights(LayerConfig first, List<long[]> shapes) {
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
