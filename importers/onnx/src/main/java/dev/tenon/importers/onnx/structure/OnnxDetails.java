package dev.tenon.importers.onnx.structure;

import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that an ONNX file says, as plain data: what {@link OnnxStructure} has, the values of tensors
 * and the insides of graphs. Files with operators and types that Tenon has not are read as well.
 *
 * @param opsets the version of each set of operators by domain
 * @param graph the main graph
 * @param functions the operators that the file itself defines, by domain and name
 */
public record OnnxDetails(Map<String, Long> opsets, Body graph, Map<String, Body> functions) {
  public OnnxDetails {
    opsets = Collections.unmodifiableMap(new TreeMap<>(opsets));
    functions = Collections.unmodifiableMap(new TreeMap<>(functions));
  }

  /**
   * A graph.
   *
   * @param inputs without inputs that have a value of their own
   * @param nodes its steps; among their attributes are {@link Content}, {@link Body} and lists
   * @param tensors the initializers
   */
  public record Body(
      List<OnnxStructure.Port> inputs,
      List<OnnxStructure.Port> outputs,
      List<OnnxStructure.Node> nodes,
      List<Content> tensors) {
    public Body {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      nodes = List.copyOf(nodes);
      tensors = List.copyOf(tensors);
    }

    /** Returns the initializers that Tenon has a type for, by name. */
    public Map<String, Tensor> values() {
      Map<String, Tensor> values = new LinkedHashMap<>();
      for (Content content : tensors) {
        if (content.values != null) {
          values.put(content.name, content.values);
        }
      }
      return values;
    }
  }

  /**
   * A tensor.
   *
   * @param name possibly empty
   * @param type NumPy's name of the element type, or ONNX's where NumPy has none
   * @param shape the length of each axis
   * @param values its elements, a view of the file; null where Tenon has no such type
   * @param fingerprint of what the file says, where there are no values; else empty
   */
  public record Content(
      String name, String type, List<Long> shape, @Nullable Tensor values, String fingerprint) {
    public Content {
      shape = List.copyOf(shape);
    }

    /** Says whether another holds the same, whatever its name. */
    public boolean same(Content other) {
      return type.equals(other.type)
          && shape.equals(other.shape)
          && fingerprint.equals(other.fingerprint)
          && (values == null ? other.values == null : values.equals(other.values));
    }

    /** Returns a few words. */
    @Override
    public String toString() {
      return "tensor " + type + shape;
    }
  }

  /**
   * Reads a file; its tensors stay views of it.
   *
   * @throws MalformedModelException where it is damaged
   */
  public static OnnxDetails read(Source source) {
    return DetailsReader.read(source);
  }
}
