package dev.tenon.importers.onnx.structure;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of an ONNX file as plain data: its graphs by names, types and sizes.
 *
 * <p>On request it includes the values of tensors and nested graphs. Files with unknown operators
 * and types are read, too.
 *
 * @param name the graph's name, possibly empty
 * @param irVersion the version of the file format
 * @param opsets the version of each operator domain; the standard one is {@code ai.onnx}
 * @param producer the tool that wrote the file, with its version, possibly empty
 * @param metadata the metadata pairs
 * @param inputs the inputs without a value of their own
 * @param outputs the outputs
 * @param nodes the nodes of the main graph in the file's order
 * @param initializers the weights of the main graph
 * @param functions the functions of the file, by domain and name
 * @param operatorCounts the number of occurrences of each operator, nested graphs included;
 *     operators of other domains have their domain as a prefix
 */
public record OnnxStructure(
    String name,
    long irVersion,
    Map<String, Long> opsets,
    String producer,
    Map<String, String> metadata,
    List<Port> inputs,
    List<Port> outputs,
    List<Node> nodes,
    List<Initializer> initializers,
    Map<String, Body> functions,
    Map<String, Integer> operatorCounts) {

  /**
   * An input or output.
   *
   * @param name its name
   * @param type NumPy's name of the element type; {@code sequence}, {@code map} or {@code optional}
   *     for other values; empty if it is missing. A classifier's map from classes to probabilities
   *     counts as a tensor with one column for each class
   * @param ranked whether the number of axes is known
   * @param dims the length of each axis: a number, a symbol such as {@code batch}, or {@code ?}
   */
  public record Port(String name, String type, boolean ranked, List<String> dims) {
    public Port {
      dims = List.copyOf(dims);
    }

    /** Returns whether it is a tensor of a supported element type. */
    public boolean isTensor() {
      return known().isPresent();
    }

    private Optional<DType> known() {
      return Arrays.stream(DType.values())
          .filter(dtype -> dtype.numpyName().equals(type))
          .findAny();
    }

    /**
     * Returns the element type.
     *
     * @throws UnsupportedModelException if the type is not supported, or the port is not a tensor
     */
    public DType dtype() {
      return known()
          .orElseThrow(
              () ->
                  new UnsupportedModelException(
                      "'" + name + "' is no tensor of an element type that Tenon has: " + this));
    }

    /** Returns the lengths of the axes. */
    public Shape shape() {
      if (!ranked) {
        return Shape.unknownRank();
      }
      List<Dim> lengths = new ArrayList<>();
      for (String dim : dims) {
        lengths.add(
            dim.matches("[0-9]{1,18}")
                ? Dim.of(Long.parseLong(dim))
                : dim.equals("?") ? Dim.unknown() : Dim.symbol(dim));
      }
      return Shape.of(lengths);
    }

    @Override
    public String toString() {
      return name + ": " + type + (ranked ? "(" + String.join(", ", dims) + ")" : "(...)");
    }
  }

  /**
   * A node; an absent input has an empty name.
   *
   * @param name its name, possibly empty
   * @param opType the operator's name
   * @param domain the operator's domain, {@code ai.onnx} for ONNX's own
   * @param attributes numbers, strings and lists of them; tensors and graphs as short texts, or
   *     with contents as {@link Initializer}, {@link Body} and lists of them
   */
  public record Node(
      String name,
      String opType,
      String domain,
      List<String> inputs,
      List<String> outputs,
      Map<String, Object> attributes) {
    public Node {
      attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * A weight, or another tensor.
   *
   * @param name possibly empty
   * @param type NumPy's name of the element type, or ONNX's if NumPy has none
   * @param shape the length of each axis
   * @param bytes the number of bytes of its values in the file or an external file
   * @param external whether the values are in an external file
   * @param values its elements, a view of the file; null without contents, or for an unsupported
   *     type
   * @param fingerprint a hash of the values if contents are read and {@code values} is null; else
   *     empty
   */
  public record Initializer(
      String name,
      String type,
      List<Long> shape,
      long bytes,
      boolean external,
      @Nullable Tensor values,
      String fingerprint) {
    public Initializer {
      shape = List.copyOf(shape);
    }

    /** Returns the number of elements. */
    public long size() {
      return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Returns whether another one has the same content under any name. */
    public boolean same(Initializer other) {
      return type.equals(other.type)
          && shape.equals(other.shape)
          && fingerprint.equals(other.fingerprint)
          && Objects.equals(values, other.values);
    }

    /** Returns a short text. */
    @Override
    public String toString() {
      return "tensor " + type + shape;
    }
  }

  /**
   * A graph.
   *
   * @param inputs without inputs that have a value of their own
   * @param nodes its nodes in the file's order
   */
  public record Body(
      List<Port> inputs, List<Port> outputs, List<Node> nodes, List<Initializer> initializers) {
    public Body {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      nodes = List.copyOf(nodes);
      initializers = List.copyOf(initializers);
    }

    /** Returns a short text. */
    @Override
    public String toString() {
      return "graph of " + nodes.size() + " nodes";
    }
  }

  public OnnxStructure {
    opsets = Collections.unmodifiableMap(new TreeMap<>(opsets));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    initializers = List.copyOf(initializers);
    functions = Collections.unmodifiableMap(new TreeMap<>(functions));
    operatorCounts = Collections.unmodifiableMap(new LinkedHashMap<>(operatorCounts));
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be opened
   * @throws MalformedModelException if it is damaged, or its graph contradicts itself
   */
  public static OnnxStructure read(Path path) throws IOException {
    try (Source source = Source.of(path)) {
      return read(source);
    }
  }

  /**
   * Reads a file.
   *
   * @throws MalformedModelException if it is damaged, or its graph contradicts itself
   * @hidden for the modules of Tenon
   */
  @SuppressWarnings("exports")
  public static OnnxStructure read(Source source) {
    return StructureReader.read(source);
  }

  /**
   * Reads a validated file with the values of tensors and nested graphs; its tensors stay views of
   * it.
   *
   * @throws MalformedModelException if it is damaged
   * @hidden for the modules of Tenon
   */
  @SuppressWarnings("exports")
  public static OnnxStructure readContents(Source source) {
    return StructureReader.readContents(source);
  }

  /** Returns the main graph. */
  public Body graph() {
    return new Body(inputs, outputs, nodes, initializers);
  }

  /** Returns the values of the weights of supported types, by name. */
  public Map<String, Tensor> values() {
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (Initializer weight : initializers) {
      if (weight.values != null) {
        values.put(weight.name, weight.values);
      }
    }
    return values;
  }

  /** Returns the number of elements of all floating-point weights with at least one axis. */
  public long parameterCount() {
    long count = 0;
    for (Initializer weight : initializers) {
      count += weight.type.contains("float") && !weight.shape.isEmpty() ? weight.size() : 0;
    }
    return count;
  }

  /** Returns the number of bytes of the weights. */
  public long weightBytes() {
    return initializers.stream().mapToLong(Initializer::bytes).sum();
  }
}
