package dev.tenon.keras.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.RecordedFiles;
import dev.tenon.keras.config.LayerConfig;
import dev.tenon.keras.config.LayerRecords;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls between layers say again what Keras 3 wrote of them. */
final class RecordedCallsTest {
  @ParameterizedTest
  @ValueSource(strings = {"layers", "training", "quantized"})
  void callsHaveTheArgumentsOfTheFile(String folder) {
    List<String> different = new ArrayList<>();
    int compared = 0;
    for (RecordedFiles.Recorded file : RecordedFiles.in(folder)) {
      if (file.dialect() == KerasDialect.KERAS_3) {
        RecordedModel model = RecordedModel.of(file);
        for (Map.Entry<LayerConfig, ConnectedModel> inside : model.models().entrySet()) {
          if (inside.getKey().isFunctional()) {
            compared += compare(file.name(), inside.getKey(), inside.getValue(), different);
          }
        }
      }
    }
    assertThat(different).isEmpty();
    assertThat(compared).isGreaterThan(20);
  }

  private static int compare(
      String file, LayerConfig model, ConnectedModel connected, List<String> different) {
    LayerGraph graph = connected.model().graph();
    Map<Value, JsonNode> places = places(graph);
    Map<String, LayerConfig> layers = new HashMap<>();
    model.layers().forEach(layer -> layers.put(layer.name(), layer));
    for (LayerCall call : graph.calls()) {
      LayerConfig layer = layers.get(call.node().name());
      JsonNode recorded = layer.inboundNodes().get(index(call));
      CallArguments written =
          layer.isOperation()
              ? new CallArguments(call.args(), call.kwargs())
              : CallRules.written(call.node(), call.args(), call.kwargs(), KerasGeneration.KERAS_3);
      JsonNode said = said(recorded);
      JsonNode again = again(written, places);
      if (!layer.isOperation()) {
        unify(said);
        unify(again);
      }
      if (!said.equals(again)) {
        different.add(file + " " + layer + ": " + said + " / " + again);
      }
    }
    return graph.calls().size();
  }

  /**
   * Brings a layer's call to one of the spellings that mean the same to Keras 3: a null is as good
   * as nothing, the flag of training is the model's, and where no key is given the value is.
   */
  private static void unify(JsonNode call) {
    ArrayNode args = (ArrayNode) call.path("args");
    ObjectNode kwargs = (ObjectNode) call.path("kwargs");
    kwargs.remove("training");
    kwargs.properties().removeIf(entry -> entry.getValue().isNull());
    if (kwargs.has("initial_state") && !kwargs.has("mask")) {
      // Keras 3 gives a layer its input's mask only where the input is all that it is given.
      kwargs.put("mask", false);
    }
    for (String tensor : List.of("value", "key")) {
      if (kwargs.has(tensor)) {
        args.add(kwargs.remove(tensor));
      }
    }
    if (args.size() == 3 && args.get(2).equals(args.get(1))) {
      args.remove(2);
    }
  }

  private static int index(LayerCall call) {
    String behind = call.name().substring(call.node().name().length());
    return behind.isEmpty() ? 0 : Integer.parseInt(behind.substring(1)) - 1;
  }

  private static Map<Value, JsonNode> places(LayerGraph graph) {
    Map<Value, JsonNode> places = new HashMap<>();
    graph.inputs().forEach(input -> places.put(input, place(input.name(), 0, 0)));
    for (LayerCall call : graph.calls()) {
      for (int i = 0; i < call.outputs().size(); i++) {
        places.put(call.outputs().get(i), place(call.node().name(), index(call), i));
      }
    }
    return places;
  }

  private static JsonNode place(String layer, int call, int tensor) {
    return JsonNodeFactory.instance.arrayNode().add(layer).add((double) call).add((double) tensor);
  }

  /** Returns what the file says, with the marks of Keras 3 undone. */
  private static JsonNode said(JsonNode node) {
    if (node.isNumber()) {
      return DoubleNode.valueOf(node.doubleValue());
    }
    if (node instanceof ArrayNode list) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      list.forEach(item -> items.add(said(item)));
      return items;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    JsonNode config = object.path("config");
    return switch (object.path("class_name").asText()) {
      case "__keras_tensor__" -> said(config.path("keras_history"));
      case "__tuple__" -> said(object.path("items"));
      case "__numpy__", "__tensor__" -> said(config.path("value"));
      case "__slice__" -> said(config);
      case "__ellipsis__" -> TextNode.valueOf("...");
      default -> {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(member -> members.set(member.getKey(), said(member.getValue())));
        yield members;
      }
    };
  }

  private static JsonNode again(CallArguments call, Map<Value, JsonNode> places) {
    ObjectNode again = JsonNodeFactory.instance.objectNode();
    again.set("args", again(new Arg.Seq(call.args()), places));
    again.set("kwargs", again(new Arg.Dict(call.kwargs()), places));
    return again;
  }

  private static JsonNode again(Arg arg, Map<Value, JsonNode> places) {
    if (arg instanceof Arg.Ref ref) {
      return places.getOrDefault(ref.value(), NullNode.instance);
    }
    if (arg instanceof Arg.Seq seq) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      seq.items().forEach(item -> items.add(again(item, places)));
      return items;
    }
    if (arg instanceof Arg.Dict dict) {
      ObjectNode members = JsonNodeFactory.instance.objectNode();
      dict.items().forEach((key, item) -> members.set(key, again(item, places)));
      return members;
    }
    if (arg instanceof Arg.Slice slice) {
      ObjectNode bounds = JsonNodeFactory.instance.objectNode();
      bounds.set("start", again(slice.start(), places));
      bounds.set("stop", again(slice.stop(), places));
      bounds.set("step", again(slice.step(), places));
      return bounds;
    }
    if (arg instanceof Arg.Ellipsis) {
      return TextNode.valueOf("...");
    }
    return ((Arg.Const) arg).value() instanceof Tensor tensor
        ? numbers(tensor)
        : said(LayerRecords.plain(((Arg.Const) arg).value()));
  }

  private static JsonNode numbers(Tensor tensor) {
    if (tensor.rank() == 0 && tensor.dtype() == DType.BOOL) {
      return BooleanNode.valueOf(tensor.getLong(0) != 0);
    }
    if (tensor.rank() == 0) {
      return DoubleNode.valueOf(tensor.getDouble(0));
    }
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    for (long i = 0; i < tensor.dim(0); i++) {
      items.add(numbers(tensor.get(i)));
    }
    return items;
  }
}
