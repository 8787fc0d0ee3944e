package dev.tenon.runtime.onnxruntime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An input or output of an ONNX model.
 *
 * @param name its name
 * @param dtype the element type; null where Tenon has none or it is no tensor
 * @param lengths the length of each axis: a number, a symbol such as {@code batch}, or {@code ?}
 * @param tensor whether it is a tensor, not a sequence or map
 */
public record OnnxPort(String name, @Nullable DType dtype, List<String> lengths, boolean tensor) {
  public OnnxPort {
    lengths = List.copyOf(lengths);
  }

  /** Returns the ports that ONNX Runtime describes, with the types that stand behind some. */
  static Map<String, OnnxPort> all(Map<String, NodeInfo> infos, Map<String, DType> declared) {
    Map<String, OnnxPort> ports = new LinkedHashMap<>();
    infos.forEach(
        (name, info) -> {
          DType known = declared.get(name);
          ports.put(name, of(name, info, known));
        });
    return ports;
  }

  private static OnnxPort of(String name, NodeInfo info, @Nullable DType declared) {
    if (!(info.getInfo() instanceof TensorInfo tensor)) {
      return new OnnxPort(name, null, List.of(), false);
    }
    List<String> lengths = new ArrayList<>();
    long[] shape = tensor.getShape();
    String[] symbols = tensor.getDimensionNames();
    for (int i = 0; i < shape.length; i++) {
      lengths.add(
          shape[i] >= 0 ? Long.toString(shape[i]) : symbols[i].isEmpty() ? "?" : symbols[i]);
    }
    return new OnnxPort(
        name, declared == null ? OrtTensors.dtype(tensor) : declared, lengths, true);
  }

  /** Says whether it is a tensor of a type that Tenon has. */
  boolean isReadable() {
    return tensor && dtype != null;
  }

  /** Returns the port as a value of a graph; what is no tensor of Tenon's types is refused. */
  Value toValue() {
    if (dtype == null || !tensor) {
      throw new UnsupportedModelException(
          "'" + name + "' is no tensor of an element type that Tenon has: " + this);
    }
    List<Dim> dims = new ArrayList<>();
    for (String length : lengths) {
      dims.add(
          isKnown(length)
              ? Dim.of(Long.parseLong(length))
              : length.equals("?") ? Dim.unknown() : Dim.symbol(length));
    }
    return Value.of(name, new TensorType(dtype, Shape.of(dims)));
  }

  /** Checks that the tensors given are those that the inputs need. */
  static void check(String label, Map<String, OnnxPort> inputs, Map<String, Tensor> given) {
    for (String name : given.keySet()) {
      if (!inputs.containsKey(name)) {
        throw new IllegalArgumentException(
            label + ": has no input '" + name + "'; expected " + inputs.values());
      }
    }
    for (OnnxPort input : inputs.values()) {
      Tensor tensor = given.get(input.name);
      if (tensor == null) {
        throw new IllegalArgumentException(
            label + ": input " + input + " is missing; received " + given.keySet());
      }
      boolean other = input.dtype != null && input.dtype != tensor.dtype();
      if (other || !input.fits(tensor)) {
        throw new IllegalArgumentException(
            label
                + ": input "
                + input
                + " received "
                + tensor.dtype().numpyName()
                + tensor.shapeString()
                + (other ? ": convert it with cast(DType." + input.dtype + ")" : ""));
      }
    }
  }

  private boolean fits(Tensor given) {
    if (lengths.isEmpty()) {
      // A scalar and a tensor of unknown rank look the same to ONNX Runtime's Java library.
      return true;
    }
    if (given.rank() != lengths.size()) {
      return false;
    }
    for (int i = 0; i < lengths.size(); i++) {
      String length = lengths.get(i);
      if (isKnown(length) && Long.parseLong(length) != given.dim(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Says whether a length is a number. Every run asks: an expression would be compiled each time.
   */
  private static boolean isKnown(String length) {
    for (int i = 0; i < length.length(); i++) {
      if (length.charAt(i) < '0' || length.charAt(i) > '9') {
        return false;
      }
    }
    return !length.isEmpty();
  }

  /** Returns the tensor in the type that stands for its own; see {@code withOrdinaryPorts}. */
  static Tensor ordinary(Tensor tensor) {
    return switch (tensor.dtype()) {
      case UINT16 -> tensor.cast(DType.INT32);
      case UINT32 -> tensor.cast(DType.INT64);
      case UINT64 -> Tensor.of(DType.INT64, tensor.shape(), tensor.bytes());
      default -> tensor.cast(tensor.dtype().ordinary());
    };
  }

  @Override
  public String toString() {
    String type = !tensor ? "no tensor" : dtype == null ? "unknown type" : dtype.numpyName();
    return "'" + name + "' (" + type + "[" + String.join(", ", lengths) + "])";
  }
}
