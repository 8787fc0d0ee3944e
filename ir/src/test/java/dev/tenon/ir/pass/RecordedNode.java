package dev.tenon.ir.pass;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Attributes;
import dev.tenon.ir.op.Operators;
import dev.tenon.ir.op.Vision;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An operator with its operands and what others say that it gives: ONNX's own tests, or ONNX
 * Runtime.
 *
 * @param name the case's name
 * @param operator what Tenon makes of the attributes
 * @param attributes the attributes that the file gives
 * @param inputs the operands, null for one that is left out
 * @param outputs the results, null for one that nobody asked for
 */
public record RecordedNode(
    String name,
    Operator operator,
    Map<String, Object> attributes,
    List<@Nullable Tensor> inputs,
    List<@Nullable Tensor> outputs) {
  /** Closer than ONNX's own runner of these tests asks for. */
  private static final double RELATIVE = 1e-4;

  private static final double ABSOLUTE = 1e-5;

  /** ONNX has the results of RoiAlign in four digits. */
  private static final double FOUR_DIGITS = 1e-4;

  @Override
  public String toString() {
    return name + ": " + operator;
  }

  /**
   * Returns a graph of this operator alone.
   *
   * @param known whether all operands but the first are constants
   */
  public Graph graph(boolean known) {
    GraphBuilder builder = new GraphBuilder(name);
    List<@Nullable Value> operands = new ArrayList<>();
    for (Tensor input : inputs) {
      if (input == null) {
        operands.add(null);
      } else if (known && !operands.isEmpty()) {
        operands.add(builder.constant("c", input));
      } else {
        operands.add(builder.input("x", new TensorType(input.dtype(), Shape.of(input.shape()))));
      }
    }
    List<Value> results = builder.apply(operator, name, new Origin(name, "Node"), operands);
    List<String> names = new ArrayList<>();
    results.forEach(result -> names.add(result.name()));
    return builder.build(results, names);
  }

  /** Returns what the inputs of such a graph get. */
  public List<Tensor> feeds(boolean known) {
    List<Tensor> feeds = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Tensor input = inputs.get(i);
      if (input != null && (i == 0 || !known)) {
        feeds.add(input);
      }
    }
    return feeds;
  }

  /** Returns how results differ from the recorded ones; null where they agree. */
  public @Nullable String difference(List<Tensor> results) {
    for (int i = 0; i < Math.min(results.size(), outputs.size()); i++) {
      Tensor found = results.get(i);
      Tensor expected = outputs.get(i);
      if (expected != null && !same(found, expected)) {
        return name + ": " + found + " in place of " + expected;
      }
    }
    return null;
  }

  private boolean same(Tensor found, Tensor expected) {
    double absolute = operator instanceof Vision.RoiAlign ? FOUR_DIGITS : ABSOLUTE;
    if (found.dtype() != expected.dtype() || !Arrays.equals(found.shape(), expected.shape())) {
      return false;
    }
    if (expected.dtype() == DType.STRING) {
      return Arrays.equals(found.toStringArray(), expected.toStringArray());
    }
    for (int i = 0; i < expected.size(); i++) {
      double a = found.getDouble(i);
      double b = expected.getDouble(i);
      boolean equal = Double.compare(a, b) == 0 || a == b;
      if (!equal && !(Math.abs(a - b) <= absolute + RELATIVE * Math.abs(b))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the cases of both sources. */
  public static List<RecordedNode> all() {
    List<RecordedNode> all = new ArrayList<>(suite());
    all.addAll(traditional());
    return all;
  }

  /** Returns ONNX's own tests of operators, in numbers of NumPy; see make_nodes.py. */
  public static List<RecordedNode> suite() {
    GraphProto graph = graph(Checkout.file("tests/goldens/onnx/nodes/nodes.onnx"));
    Map<String, Tensor> tensors = new HashMap<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      tensors.put(tensor.getName(), OnnxFile.tensor(tensor, null));
    }
    List<RecordedNode> cases = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      cases.add(
          of(
              node.getName(),
              node,
              node.getInputList().stream().map(tensors::get).toList(),
              node.getOutputList().stream().map(name -> tensors.get(name + " is")).toList()));
    }
    return cases;
  }

  /** Returns operators of ai.onnx.ml, in numbers of ONNX Runtime; see ml/operators.py. */
  public static List<RecordedNode> traditional() {
    List<RecordedNode> cases = new ArrayList<>();
    try (Stream<Path> folders = Files.list(Checkout.file("tests/goldens/onnx/ml/operators"))) {
      for (Path folder : folders.sorted().toList()) {
        NodeProto node = graph(folder.resolve("model.onnx")).getNode(0);
        String name = String.valueOf(folder.getFileName());
        // The first LabelEncoder has other attributes; the importer writes today's.
        if (node.getDomain().equals("ai.onnx.ml") && !name.startsWith("le1_")) {
          Path data = folder.resolve("test_data_set_0");
          cases.add(
              of(
                  name,
                  node,
                  tensors(data, "input_", node.getInputCount()),
                  tensors(data, "output_", node.getOutputCount())));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  private static List<@Nullable Tensor> tensors(Path folder, String kind, int count)
      throws IOException {
    List<@Nullable Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      try (Source source = Source.of(folder.resolve(kind + i + ".pb"))) {
        tensors.add(OnnxFile.tensor(OnnxFile.parseTensor(source), null));
      }
    }
    return tensors;
  }

  private static GraphProto graph(Path file) {
    try (Source source = Source.of(file)) {
      return OnnxFile.parse(source).getGraph();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RecordedNode of(
      String name, NodeProto node, List<@Nullable Tensor> inputs, List<@Nullable Tensor> outputs) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    node.getAttributeList().forEach(a -> attributes.put(a.getName(), value(a)));
    Class<? extends Operator> record =
        Objects.requireNonNull(Operators.byName(node.getDomain(), node.getOpType()), name);
    Operator operator = Attributes.create(record, attributes, RecordedNode::type);
    return new RecordedNode(
        name, operator, attributes, Collections.unmodifiableList(inputs), outputs);
  }

  private static DType type(long number) {
    return OnnxFile.dtype(Math.toIntExact(number));
  }

  private static Object value(AttributeProto attribute) {
    return switch (attribute.getType()) {
      case INT -> attribute.getI();
      case FLOAT -> attribute.getF();
      case STRING -> attribute.getS().toStringUtf8();
      case INTS -> List.copyOf(attribute.getIntsList());
      case FLOATS -> List.copyOf(attribute.getFloatsList());
      case STRINGS -> attribute.getStringsList().stream().map(text -> text.toStringUtf8()).toList();
      case TENSOR -> OnnxFile.tensor(attribute.getT(), null);
      default -> throw new IllegalArgumentException(attribute.getName());
    };
  }
}
