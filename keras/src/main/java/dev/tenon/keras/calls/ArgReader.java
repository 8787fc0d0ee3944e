package dev.tenon.keras.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Arg;
import dev.tenon.keras.config.Json;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of layer calls, in the two forms that Keras has had. */
public final class ArgReader {
  private static final String CONSTANT = "_CONSTANT_VALUE";

  private final String where;
  private final References references;

  /** Finds the value that a call reads. */
  interface References {
    Value find(String layer, int node, int tensor);
  }

  ArgReader(String where, References references) {
    this.where = where;
    this.references = references;
  }

  /** A call as the file gives it. */
  public record RawCall(List<Arg> args, Map<String, Arg> kwargs) {}

  /**
   * Reads a call.
   *
   * @param keepsLists whether a list of one tensor is handed on as a list
   */
  RawCall call(JsonNode node, boolean keepsLists) {
    Map<String, Arg> kwargs = new LinkedHashMap<>();
    if (node instanceof ObjectNode object && object.has("args") && object.has("kwargs")) {
      List<Arg> args = new ArrayList<>();
      object.get("args").forEach(item -> args.add(keras3(item)));
      object
          .get("kwargs")
          .properties()
          .forEach(entry -> kwargs.put(entry.getKey(), keras3(entry.getValue())));
      return new RawCall(args, kwargs);
    }
    Arg tensors = legacy(node, kwargs);
    if (!keepsLists && tensors instanceof Arg.Seq seq && seq.items().size() == 1) {
      tensors = seq.items().get(0);
    }
    return new RawCall(List.of(tensors), kwargs);
  }

  /** Says whether this is [layer, node, tensor] or [layer, node, tensor, kwargs]. */
  static boolean isEntry(JsonNode node) {
    return node.isArray()
        && (node.size() == 3 || node.size() == 4)
        && node.get(0).isTextual()
        && node.get(1).isIntegralNumber();
  }

  private Arg legacy(JsonNode node, Map<String, Arg> kwargs) {
    if (isEntry(node)) {
      if (node.size() == 4 && node.get(3) instanceof ObjectNode keywords) {
        keywords
            .properties()
            .forEach(entry -> kwargs.put(entry.getKey(), keyword(entry.getValue())));
      }
      return node.get(0).textValue().equals(CONSTANT) ? keyword(node.get(2)) : reference(node);
    }
    if (node.isArray()) {
      List<Arg> items = new ArrayList<>();
      node.forEach(item -> items.add(legacy(item, kwargs)));
      return new Arg.Seq(items);
    }
    if (node.isObject()) {
      Map<String, Arg> items = new LinkedHashMap<>();
      sorted(node).forEach((key, item) -> items.put(key, legacy(item, kwargs)));
      return new Arg.Dict(items);
    }
    throw new MalformedModelException(
        where, "a call reads from " + Json.kind(node) + "; expected [layer, node, tensor]");
  }

  /** Python sorts a dictionary's keys wherever it takes the tensors out of one. */
  private static Map<String, JsonNode> sorted(JsonNode node) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  private Arg reference(JsonNode entry) {
    if (!entry.get(2).isIntegralNumber()) {
      throw new MalformedModelException(where, "a call reads from " + Json.shown(entry));
    }
    return new Arg.Ref(
        references.find(
            entry.get(0).textValue(), entry.get(1).intValue(), entry.get(2).intValue()));
  }

  private Arg keyword(JsonNode node) {
    if (isEntry(node) && node.get(2).isIntegralNumber()) {
      return reference(node);
    }
    if (node.isArray()) {
      List<Arg> items = new ArrayList<>();
      node.forEach(item -> items.add(keyword(item)));
      return new Arg.Seq(items);
    }
    if (node instanceof ObjectNode object) {
      if (object.has("start") && object.has("stop") && object.has("step")) {
        return new Arg.Slice(
            keyword(object.get("start")), keyword(object.get("stop")), keyword(object.get("step")));
      }
      return marked(object, true);
    }
    return new Arg.Const(scalar(node));
  }

  /** Returns a number, a text, or a nest of them. */
  static Arg constant(JsonNode node) {
    if (!node.isArray()) {
      return new Arg.Const(scalar(node));
    }
    List<Arg> items = new ArrayList<>();
    node.forEach(item -> items.add(constant(item)));
    return new Arg.Seq(items);
  }

  private Arg keras3(JsonNode node) {
    if (node.isArray()) {
      List<Arg> items = new ArrayList<>();
      node.forEach(item -> items.add(keras3(item)));
      return new Arg.Seq(items);
    }
    return node instanceof ObjectNode object ? marked(object, false) : new Arg.Const(scalar(node));
  }

  private Arg again(JsonNode node, boolean legacy) {
    return legacy ? keyword(node) : keras3(node);
  }

  /** Reads one of the objects by which Keras marks what JSON has no words for. */
  private Arg marked(ObjectNode object, boolean legacy) {
    String className = Json.text(object, "class_name");
    JsonNode config = object.path("config");
    if (className == null) {
      Map<String, Arg> items = new LinkedHashMap<>();
      sorted(object).forEach((key, item) -> items.put(key, again(item, legacy)));
      return new Arg.Dict(items);
    }
    return switch (className) {
      case "__keras_tensor__" -> kerasTensor(config.path("keras_history"));
      case "__tuple__", "TensorShape" -> again(object.path("items"), legacy);
      case "__slice__" ->
          new Arg.Slice(
              again(config.path("start"), legacy),
              again(config.path("stop"), legacy),
              again(config.path("step"), legacy));
      case "__ellipsis__" -> new Arg.Ellipsis();
      case "__tensor__", "__numpy__" -> new Arg.Const(tensor(config));
      case "__bytes__" -> new Arg.Const(config.path("value").asText());
      case "function" -> new Arg.Const(config.asText());
      case "DTypePolicy" -> new Arg.Const(config.path("name").asText());
      default ->
          throw new MalformedModelException(
              where,
              "a call is given an object of class '"
                  + className
                  + "'; Tenon takes tensors, numbers, texts, slices, lists and dictionaries");
    };
  }

  private Arg kerasTensor(JsonNode history) {
    if (!isEntry(history)) {
      throw new MalformedModelException(
          where,
          "a tensor has the keras_history " + Json.shown(history) + "; expected [layer, 0, 0]");
    }
    return reference(history);
  }

  private static @Nullable Object scalar(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.longValue();
    }
    if (node.isNumber()) {
      return node.doubleValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isTextual() ? node.textValue() : null;
  }

  private Tensor tensor(JsonNode config) {
    List<Long> shape = new ArrayList<>();
    List<JsonNode> values = new ArrayList<>();
    JsonNode value = config.path("value");
    for (JsonNode at = value; at.isArray(); at = at.path(0)) {
      shape.add((long) at.size());
    }
    flatten(value, values);
    long size = shape.stream().reduce(1L, Math::multiplyExact);
    if (size != values.size()) {
      throw new MalformedModelException(where, "a constant tensor has rows of unequal length");
    }
    Tensor.Writer writer =
        new Tensor.Writer(DType.of(config.path("dtype").asText("float32")), values.size());
    for (int i = 0; i < values.size(); i++) {
      JsonNode entry = values.get(i);
      if (entry.isIntegralNumber() || entry.isBoolean()) {
        writer.set(i, entry.isBoolean() ? (entry.booleanValue() ? 1L : 0L) : entry.longValue());
      } else {
        writer.set(i, entry.asDouble());
      }
    }
    return writer.build(shape.stream().mapToLong(Long::longValue).toArray());
  }

  private static void flatten(JsonNode node, List<JsonNode> values) {
    if (node.isArray()) {
      node.forEach(item -> flatten(item, values));
    } else {
      values.add(node);
    }
  }
}
