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
 * What an ONNX file holds, as plain data: its graphs by names, types and sizes, and where that is
 * asked for the values of tensors and the insides of graphs. Files with operators and types that
 * Tenon has not are read as well.
 *
 * @param name the graph's name, possibly empty
 * @param irVersion the version of the file format
 * @param opsets the version of each set of operators by domain; ONNX's own is {@code ai.onnx}
 * @param producer the tool that wrote the file with its version, possibly empty
 * @param metadata the pairs that the tool added
 * @param inputs what a caller feeds, without inputs that have a value of their own
 * @param outputs what a caller gets
 * @param nodes the steps of the main graph in the file's order
 * @param initializers the weights of the main graph
 * @param functions the operators that the file itself defines, by domain and name
 * @param operatorCounts how often each operator occurs, nested graphs included; an operator that is
 *     not ONNX's own has its domain before its name
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
   *     for what is no tensor, empty if the file does not say; a classifier's map from classes to
   *     probabilities counts as the tensor with a column a class
   * @param ranked whether the file says how many axes there are
   * @param dims the length of each axis: a number, a symbol such as {@code batch}, or {@code ?}
   */
  public record Port(String name, String type, boolean ranked, List<String> dims) {
    public Port {
      dims = List.copyOf(dims);
    }

    /** Returns whether it is a tensor of an element type that Tenon has. */
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
     * @throws UnsupportedModelException if Tenon has none, or the port is no tensor
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
   * A step; an input that is left out has an empty name.
   *
   * @param name its name, possibly empty
   * @param opType the operator's name
   * @param domain the operator's domain, {@code ai.onnx} for ONNX's own
   * @param attributes numbers, strings and lists of them; of tensors and graphs a few words, or
   *     where contents are read {@link Initializer}, {@link Body} and lists of them
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
   * @param type NumPy's name of the element type, or ONNX's where NumPy has none
   * @param shape the length of each axis
   * @param bytes how many bytes its values take in the file, or in a file beside it
   * @param external whether the values lie in another file
   * @param values its elements, a view of the file; null if contents are not read, or Tenon has no
   *     such type
   * @param fingerprint of what the file says, where contents are read and there are no values; else
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

    /** Returns whether another holds the same, whatever its name. */
    public boolean same(Initializer other) {
      return type.equals(other.type)
          && shape.equals(other.shape)
          && fingerprint.equals(other.fingerprint)
          && Objects.equals(values, other.values);
    }

    /** Returns a few words. */
    @Override
    public String toString() {
      return "tensor " + type + shape;
    }
  }

  /**
   * A graph.
   *
   * @param inputs without inputs that have a value of their own
   * @param nodes its steps in the file's order
   */
  public record Body(
      List<Port> inputs, List<Port> outputs, List<Node> nodes, List<Initializer> initializers) {
    public Body {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      nodes = List.copyOf(nodes);
      initializers = List.copyOf(initializers);
    }

    /** Returns a few words. */
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
   */
  public static OnnxStructure read(Source source) {
    return StructureReader.read(source);
  }

  /**
   * Reads a file that is known to be sound, the values of tensors and the insides of graphs
   * included; its tensors stay views of it.
   *
   * @throws MalformedModelException if it is damaged
   */
  public static OnnxStructure readContents(Source source) {
    return StructureReader.readContents(source);
  }

  /** Returns the main graph. */
  public Body graph() {
    return new Body(inputs, outputs, nodes, initializers);
  }

  /** Returns the values of the weights that Tenon has a type for, by name. */
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

  /** Returns how many bytes the weights take. */
  public long weightBytes() {
    return initializers.stream().mapToLong(Initializer::bytes).sum();
  }
}
