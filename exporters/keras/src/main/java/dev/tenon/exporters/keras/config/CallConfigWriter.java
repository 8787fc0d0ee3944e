package dev.tenon.exporters.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.exporters.keras.plan.Diagnostics;
import dev.tenon.exporters.keras.plan.ExportPlanner;
import dev.tenon.exporters.keras.plan.KerasFormat;
import dev.tenon.exporters.keras.plan.LayerDraft;
import dev.tenon.exporters.keras.plan.ModelDraft;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Arg;
import dev.tenon.ir.layer.NestedModel;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.calls.CallStructure;
import dev.tenon.keras.config.LayerRecords;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.layers.recurrent.Bidirectional;
import dev.tenon.layers.recurrent.Rnn;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Writes the calls of layers: which tensors they read, and with what arguments. */
final class CallConfigWriter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String CONSTANT = "_CONSTANT_VALUE";

  private final KerasFormat format;
  private final Diagnostics diagnostics;
  private final ModelDraft model;

  CallConfigWriter(KerasFormat format, Diagnostics diagnostics, ModelDraft model) {
    this.format = format;
    this.diagnostics = diagnostics;
    this.model = model;
  }

  /** Returns a layer's {@code inbound_nodes}. */
  ArrayNode nodes(LayerDraft layer) {
    ArrayNode nodes = JSON.arrayNode();
    for (LayerDraft.CallDraft call : layer.calls) {
      nodes.add(format.forTfKeras() ? legacy(layer, call) : keras3(call));
    }
    return nodes;
  }

  /** Returns {@code input_layers} or {@code output_layers}. */
  JsonNode ends(List<Value> values, CallStructure form) {
    if (form.kind() == CallStructure.Kind.DICT && form.keys().size() == values.size()) {
      ObjectNode byKey = JSON.objectNode();
      for (int i = 0; i < values.size(); i++) {
        byKey.set(form.keys().get(i), end(values.get(i)));
      }
      return byKey;
    }
    boolean bare = form.kind() == CallStructure.Kind.BARE && values.size() == 1;
    // tf_keras writes a list here, and reads both; Keras 3 would hand out a list for a list.
    if (bare && format != KerasFormat.TF_KERAS_H5) {
      return end(values.get(0));
    }
    ArrayNode list = JSON.arrayNode();
    values.forEach(value -> list.add(end(value)));
    return list;
  }

  private ArrayNode end(Value value) {
    ModelDraft.Place place = model.place(value);
    boolean functional =
        place.layer().node != null
            && place.layer().node.layer() instanceof NestedModel nested
            && nested.className().equals("Functional");
    int shift = format.forTfKeras() ? shift(place) : functional ? 1 : 0;
    return entry(place, shift);
  }

  /** Keras 2 counts the calls of a model from 1: call 0 was its own construction. */
  private static int shift(ModelDraft.Place place) {
    return place.layer().node != null && place.layer().node.layer() instanceof NestedModel ? 1 : 0;
  }

  private static ArrayNode entry(ModelDraft.Place place, int shift) {
    return JSON.arrayNode().add(place.layer().name).add(place.call() + shift).add(place.tensor());
  }

  private ObjectNode keras3(LayerDraft.CallDraft call) {
    ObjectNode node = JSON.objectNode();
    ArrayNode args = node.putArray("args");
    call.args().forEach(arg -> args.add(json(arg, this::tensor)));
    ObjectNode kwargs = node.putObject("kwargs");
    call.kwargs().forEach((key, arg) -> kwargs.set(key, json(arg, this::tensor)));
    return node;
  }

  /**
   * Returns an argument, with the tensors in it as a format has them.
   *
   * @param tensors what is written for a tensor; the older spelling has slices and constants bare
   */
  private JsonNode json(Arg arg, Function<Value, JsonNode> tensors) {
    if (arg instanceof Arg.Ref ref) {
      return tensors.apply(ref.value());
    }
    if (arg instanceof Arg.Seq seq) {
      ArrayNode array = JSON.arrayNode();
      seq.items().forEach(item -> array.add(json(item, tensors)));
      return array;
    }
    if (arg instanceof Arg.Dict dict) {
      ObjectNode object = JSON.objectNode();
      dict.items().forEach((key, item) -> object.set(key, json(item, tensors)));
      return object;
    }
    if (arg instanceof Arg.Slice slice) {
      ObjectNode bounds = JSON.objectNode();
      bounds.set("start", json(slice.start(), tensors));
      bounds.set("stop", json(slice.stop(), tensors));
      bounds.set("step", json(slice.step(), tensors));
      return format.forTfKeras() ? bounds : marked("__slice__", bounds);
    }
    if (arg instanceof Arg.Ellipsis) {
      return marked("__ellipsis__", JSON.objectNode());
    }
    Object value = ((Arg.Const) arg).value();
    if (!(value instanceof Tensor constant)) {
      return LayerRecords.plain(value);
    }
    ObjectNode config = JSON.objectNode();
    config.set("value", numbers(constant));
    config.put("dtype", constant.dtype().numpyName());
    return format.forTfKeras() ? config.path("value") : marked("__numpy__", config);
  }

  private static ObjectNode marked(String className, ObjectNode config) {
    ObjectNode node = JSON.objectNode();
    node.put("class_name", className);
    node.set("config", config);
    return node;
  }

  private ObjectNode tensor(Value value) {
    ObjectNode config = JSON.objectNode();
    TensorType type = model.type(value);
    ArrayNode shape = config.putArray("shape");
    if (type != null && type.shape().ranked()) {
      for (long length : ExportPlanner.lengths(type.shape())) {
        if (length < 0) {
          shape.addNull();
        } else {
          shape.add(length);
        }
      }
    }
    config.put("dtype", type == null ? "float32" : type.dtype().numpyName());
    config.set("keras_history", entry(model.place(value), 0));
    return marked("__keras_tensor__", config);
  }

  private static JsonNode numbers(Tensor tensor) {
    if (tensor.rank() > 0) {
      ArrayNode array = JSON.arrayNode();
      for (long i = 0; i < tensor.dim(0); i++) {
        array.add(numbers(tensor.get(i)));
      }
      return array;
    }
    return switch (tensor.dtype()) {
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> JSON.numberNode(tensor.getDouble(0));
      case BOOL -> JSON.booleanNode(tensor.getLong(0) != 0);
      case STRING -> JSON.textNode(tensor.getString(0));
      default -> JSON.numberNode(tensor.getLong(0));
    };
  }

  private JsonNode legacy(LayerDraft layer, LayerDraft.CallDraft call) {
    ObjectNode kwargs = JSON.objectNode();
    call.kwargs()
        .forEach(
            (key, arg) -> {
              if (format.forKeras3() && !arg.values().isEmpty()) {
                diagnostics.refuse(
                    "a tensor as the argument '"
                        + key
                        + "', which Keras 3 does not find in the older spelling",
                    layer.name);
              }
              kwargs.set(key, keyword(arg));
            });
    boolean operation = layer.node != null && layer.node.layer() instanceof KerasOp;
    if (call.args().size() != 1) {
      diagnostics.refuse(
          "a call with " + call.args().size() + " positional arguments; tf_keras takes one",
          layer.name);
      return JSON.arrayNode();
    }
    Arg first = call.args().get(0);
    if (format.forKeras3() && first instanceof Arg.Dict) {
      diagnostics.refuse("a dictionary of tensors as an argument", layer.name);
    }
    if (format.forKeras3() && first instanceof Arg.Seq && isRecurrent(layer)) {
      diagnostics.refuse("initial states, which Keras 3 wants by name", layer.name);
    }
    JsonNode tensors = positional(first, kwargs);
    // Around a single tensor of a layer stands one more list than around that of an operation.
    boolean single = first instanceof Arg.Ref || first instanceof Arg.Const;
    return single && !operation ? JSON.arrayNode().add(tensors) : tensors;
  }

  private static boolean isRecurrent(LayerDraft layer) {
    return layer.node != null
        && (layer.node.layer() instanceof Rnn<?> || layer.node.layer() instanceof Bidirectional);
  }

  private JsonNode positional(Arg arg, ObjectNode kwargs) {
    if (arg instanceof Arg.Ref ref) {
      ModelDraft.Place place = model.place(ref.value());
      return entry(place, shift(place)).add(kwargs);
    }
    if (arg instanceof Arg.Seq seq) {
      ArrayNode array = JSON.arrayNode();
      seq.items().forEach(item -> array.add(positional(item, kwargs)));
      return array;
    }
    if (arg instanceof Arg.Dict dict) {
      ObjectNode object = JSON.objectNode();
      for (Map.Entry<String, Arg> entry : dict.items().entrySet()) {
        object.set(entry.getKey(), positional(entry.getValue(), kwargs));
      }
      return object;
    }
    return JSON.arrayNode().add(CONSTANT).add(-1).add(keyword(arg)).add(kwargs);
  }

  private JsonNode keyword(Arg arg) {
    return json(
        arg,
        value -> {
          ModelDraft.Place place = model.place(value);
          return entry(place, shift(place));
        });
  }
}
