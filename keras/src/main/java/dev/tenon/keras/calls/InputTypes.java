package dev.tenon.keras.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.Readers;
import dev.tenon.keras.config.Json;
import dev.tenon.keras.config.LayerConfig;
import dev.tenon.keras.config.Policies;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shapes and element types of a model's inputs, in the configurations of their layers. */
public final class InputTypes {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String SHAPE = "batch_shape";
  private static final String OLDER_SHAPE = "batch_input_shape";

  private InputTypes() {}

  /** Returns the configuration of an input layer. */
  public static ObjectNode write(String name, TensorType type, Readers readers) {
    ObjectNode config = JSON.objectNode();
    config.set(readers.forTfKeras() ? OLDER_SHAPE : SHAPE, lengths(type.shape()));
    config.put("dtype", type.dtype().numpyName());
    config.put("sparse", false);
    return config.put("name", name);
  }

  /** Returns a shape as Keras writes it: null for what is not fixed. */
  public static ArrayNode lengths(Shape shape) {
    ArrayNode lengths = JSON.arrayNode();
    for (int axis = 0; axis < shape.rank(); axis++) {
      long length = shape.dim(axis).orMinusOne();
      if (length < 0) {
        lengths.addNull();
      } else {
        lengths.add(length);
      }
    }
    return lengths;
  }

  /** Returns the value of an input layer. */
  static Value input(LayerConfig layer) {
    JsonNode shape = recordedShape(layer);
    if (shape == null) {
      throw new MalformedModelException(
          "", layer + ": has neither '" + SHAPE + "' nor '" + OLDER_SHAPE + "'");
    }
    return Value.of(layer.name(), type(layer.name(), Json.shape(layer.toString(), shape), layer));
  }

  /** Returns the shape that a layer's configuration records for its input, or null. */
  static @Nullable JsonNode recordedShape(LayerConfig layer) {
    for (String key : List.of(SHAPE, OLDER_SHAPE)) {
      JsonNode shape = Json.get(layer.config(), key);
      if (shape != null) {
        return shape;
      }
    }
    return null;
  }

  /** Returns the type of an input of this shape, -1 for a free axis. */
  static TensorType type(String input, List<Long> shape, LayerConfig dtypeFrom) {
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < shape.size(); axis++) {
      long length = shape.get(axis);
      dims.add(length >= 0 ? Dim.of(length) : Dim.symbol(axis == 0 ? "batch" : input + "_" + axis));
    }
    return new TensorType(dtype(dtypeFrom), Shape.of(dims));
  }

  private static DType dtype(LayerConfig layer) {
    JsonNode dtype = Json.get(layer.config(), "dtype");
    if (dtype == null) {
      dtype = Json.get(layer.config(), "input_dtype");
    }
    String name = dtype == null ? "float32" : Policies.name(dtype);
    if (name == null || name.startsWith("mixed_")) {
      return DType.FLOAT32;
    }
    try {
      return DType.of(name);
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException("", layer + ": " + e.getMessage(), e);
    }
  }
}
