package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.exporters.onnx.edit.OnnxAttributes;
import dev.tenon.formats.onnx.Domains;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.formats.onnx.Subgraphs;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes before operators that ONNX Runtime 1.29 does not survive with some operands which only the
 * run knows: they make such operands an error of the run.
 *
 * <p>The operators and what they are guarded against:
 *
 * <ul>
 *   <li>Trilu: a diagonal beyond all rows, which is cut to one of 32 bits and means the same
 *   <li>STFT: no step, frames or windows of no samples (it divides by them)
 *   <li>DFT, FeatureVectorizer, RNN, GRU, LSTM, InstanceNormalization, LpNormalization, TopK: a
 *       tensor without elements
 *   <li>If, Loop: a condition or a number of turns without elements
 *   <li>Unique along an axis: a tensor without elements
 *   <li>RNN, GRU, LSTM, Attention, DFT, GatherND: fewer axes than they read
 *   <li>Conv, ConvTranspose: a kernel without elements (it never ends)
 *   <li>ConvTranspose: an image without places
 *   <li>Resize: other than a number for each axis
 *   <li>QuantizeLinear, DequantizeLinear in blocks: scales without elements
 * </ul>
 *
 * <p>Operands that the file holds or that are fed are checked without nodes.
 */
final class OperandGuards {
  private static final String PREFIX = "tenon.guard/";
  private static final String LEAST = PREFIX + "least";
  private static final String MOST = PREFIX + "most";
  private static final String ZERO = PREFIX + "zero";
  private static final String ONE = PREFIX + "one";

  /** Clip and CastLike, which the guards are written in, have whole numbers from then on. */
  private static final long OLDEST_OPSET = 12;

  private static final Set<String> NEEDING =
      Set.of(
          "DFT",
          "FeatureVectorizer",
          "GRU",
          "InstanceNormalization",
          "LSTM",
          "LpNormalization",
          "RNN",
          "TopK");

  /** How many axes an operand has at least: of the first inputs, in order. */
  private static final Map<String, List<Integer>> AXES =
      Map.of(
          "RNN", List.of(3, 3, 3),
          "GRU", List.of(3, 3, 3),
          "LSTM", List.of(3, 3, 3),
          "Attention", List.of(3, 3, 3),
          "ReverseSequence", List.of(2, 1),
          "DFT", List.of(2),
          "GatherND", List.of(1, 1));

  private final Set<String> given;
  private final List<NodeProto> result = new ArrayList<>();
  private int count;
  private boolean changed;

  private OperandGuards(GraphProto graph) {
    this.given = given(graph);
  }

  /** Returns the model with guards; itself where it needs none. */
  static ModelProto apply(ModelProto model) {
    long opset = Domains.opsets(model.getOpsetImportList()).getOrDefault("", 0L);
    if (opset < OLDEST_OPSET
        || Subgraphs.nodes(model.getGraph()).noneMatch(OperandGuards::isGuarded)) {
      return model;
    }
    OperandGuards guards = new OperandGuards(model.getGraph());
    GraphProto.Builder graph = guards.guarded(model.getGraph(), true);
    if (!guards.changed) {
      return model;
    }
    graph.addInitializer(scalar(LEAST, DType.INT64, Integer.MIN_VALUE));
    graph.addInitializer(scalar(MOST, DType.INT64, Integer.MAX_VALUE));
    graph.addInitializer(OnnxFile.proto(ZERO, Tensor.of(new long[1], 1)));
    graph.addInitializer(scalar(ONE, DType.FLOAT32, 1));
    return model.toBuilder().setGraph(graph).build();
  }

  private static TensorProto scalar(String name, DType type, long value) {
    return OnnxFile.proto(name, Tensor.scalar(type, value));
  }

  private static boolean isGuarded(NodeProto node) {
    return switch (node.getOpType()) {
      case "Resize", "Trilu", "STFT", "Conv", "ConvTranspose", "If", "Loop" -> true;
      case "QuantizeLinear", "DequantizeLinear" -> isBlocked(node.getAttributeList());
      case "Unique" -> node.getAttributeList().stream().anyMatch(a -> a.getName().equals("axis"));
      default -> NEEDING.contains(node.getOpType()) || AXES.containsKey(node.getOpType());
    };
  }

  private static boolean isBlocked(List<AttributeProto> attributes) {
    return attributes.stream()
        .anyMatch(value -> value.getName().equals("block_size") && value.getI() > 0);
  }

  /** Returns the names of what the file holds or a caller feeds. */
  private static Set<String> given(GraphProto graph) {
    Set<String> given = new HashSet<>();
    graph.getInputList().forEach(input -> given.add(input.getName()));
    graph.getInitializerList().forEach(tensor -> given.add(tensor.getName()));
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Constant")) {
        given.addAll(node.getOutputList());
      }
    }
    return given;
  }

  private GraphProto.Builder guarded(GraphProto graph, boolean main) {
    EmptyResults filled = new EmptyResults(graph, main);
    AnyRank open = new AnyRank(graph);
    List<NodeProto> nodes = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      NodeProto.Builder copy = node.toBuilder();
      Subgraphs.map(copy, body -> guarded(body, false).build());
      result.clear();
      if (isGuarded(node)) {
        axes(copy, open);
        guard(copy, filled);
      }
      nodes.addAll(result);
      nodes.add(copy.build());
    }
    return graph.toBuilder().clearNode().addAllNode(nodes);
  }

  private void guard(NodeProto.Builder node, EmptyResults filled) {
    String operator = node.getOpType();
    if (NEEDING.contains(operator) || operator.equals("Unique") || operator.equals("If")) {
      mayBeEmpty(node, 0, filled);
    } else if (operator.startsWith("Conv")
        || (operator.endsWith("uantizeLinear") && isBlocked(node.getAttributeList()))) {
      mayBeEmpty(node, 1, filled);
      if (operator.equals("ConvTranspose") && mayLack(node, 0, filled)) {
        hasPlaces(node, 0);
      }
    } else if (operator.equals("Loop")) {
      mayBeEmpty(node, 0, filled);
      mayBeEmpty(node, 1, filled);
    } else if (operator.equals("Resize")) {
      // Where there are sizes, scales have no numbers.
      oneForEachAxis(node, node.getInputCount() > 3 && !node.getInput(3).isEmpty() ? 3 : 2);
    } else if (operator.equals("Trilu")) {
      if (isComputed(node, 1)) {
        replace(node, 1, write("Clip", node.getInput(1), LEAST, MOST));
      }
    } else if (operator.equals("STFT")) {
      for (int i : new int[] {1, 3}) {
        if (isComputed(node, i)) {
          positive(node, i);
        }
      }
      if (isComputed(node, 2)) {
        notEmpty(node, 2);
      }
    }
  }

  private void axes(NodeProto.Builder node, AnyRank open) {
    List<Integer> least = AXES.getOrDefault(node.getOpType(), List.of());
    for (int i = 0; i < Math.min(least.size(), node.getInputCount()); i++) {
      if (open.has(node.getInput(i))) {
        String tensor = node.getInput(i);
        String shape = write("Shape", tensor);
        // Without a number of heads, Attention's operands have them as an axis.
        boolean heads =
            node.getOpType().equals("Attention")
                && node.getAttributeList().stream()
                    .noneMatch(a -> a.getName().endsWith("num_heads"));
        String last = write("Gather", shape, constant(heads ? 3 : least.get(i) - 1));
        String nothing = write("Sub", last, last);
        replace(node, i, write("Reshape", tensor, write("Add", shape, nothing)));
      }
    }
  }

  private String constant(long value) {
    return constant(Tensor.scalar(DType.INT64, value));
  }

  private String vector(long value) {
    return constant(Tensor.of(new long[] {value}, 1));
  }

  private String constant(Tensor value) {
    return write("Constant", List.of(), "value", value);
  }

  /** Gives scales or sizes the shape that they must have. */
  private void oneForEachAxis(NodeProto.Builder node, int input) {
    boolean some = node.getAttributeList().stream().anyMatch(a -> a.getName().equals("axes"));
    if (isComputed(node, input) && !some) {
      String axes = write("Shape", write("Shape", node.getInput(0)));
      replace(node, input, write("Reshape", node.getInput(input), axes));
    }
  }

  private void mayBeEmpty(NodeProto.Builder node, int input, EmptyResults filled) {
    if (mayLack(node, input, filled)) {
      notEmpty(node, input);
    }
  }

  private boolean mayLack(NodeProto.Builder node, int input, EmptyResults filled) {
    return isComputed(node, input) && !filled.never(node.getInput(input));
  }

  private boolean isComputed(NodeProto.Builder node, int input) {
    return input < node.getInputCount()
        && !node.getInput(input).isEmpty()
        && !given.contains(node.getInput(input));
  }

  /** Adds nothing to a number, or looks up an entry that is not there. */
  private void positive(NodeProto.Builder node, int input) {
    String number = node.getInput(input);
    String nothing = nothing(cast(number, DType.FLOAT32));
    replace(node, input, write("Add", number, write("CastLike", nothing, number)));
  }

  private void notEmpty(NodeProto.Builder node, int input) {
    String tensor = node.getInput(input);
    keepsShape(node, input, write("Shape", tensor), write("Size", tensor));
  }

  /** Demands places along all axes but those of batch and channels. */
  private void hasPlaces(NodeProto.Builder node, int input) {
    String shape = write("Shape", node.getInput(input));
    String places = write("Slice", shape, vector(2), vector(Integer.MAX_VALUE));
    String least = write("ReduceMin", places);
    keepsShape(node, input, shape, write("Gather", least, constant(0)));
  }

  /** Gives a tensor its own shape where a number is 1 or more, or looks up what is not there. */
  private void keepsShape(NodeProto.Builder node, int input, String shape, String number) {
    String nothing = nothing(cast(number, DType.FLOAT32));
    replace(node, input, write("Reshape", node.getInput(input), write("Add", shape, nothing)));
  }

  /** Writes a zero where a number is 1 or more; else the run fails. */
  private String nothing(String number) {
    String wrong = write("Less", number, ONE);
    return write("Gather", ZERO, cast(wrong, DType.INT64));
  }

  private String cast(String value, DType type) {
    return write("Cast", List.of(value), "to", type);
  }

  private String write(String operator, List<String> inputs, String attribute, Object value) {
    String output = write(operator, inputs.toArray(String[]::new));
    NodeProto.Builder node = result.remove(result.size() - 1).toBuilder();
    node.addAttribute(OnnxAttributes.proto(attribute, value, OnnxAttributes.NONE));
    result.add(node.build());
    return output;
  }

  private String write(String operator, String... inputs) {
    String output = PREFIX + count++;
    result.add(
        NodeProto.newBuilder()
            .setName(output)
            .setOpType(operator)
            .addAllInput(List.of(inputs))
            .addOutput(output)
            .build());
    return output;
  }

  private void replace(NodeProto.Builder node, int input, String name) {
    node.setInput(input, name);
    changed = true;
  }
}
