package dev.tenon.internal.figures;

import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Operators;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the floating-point operations of ONNX nodes for all samples of a batch; a multiplication
 * and an addition are two.
 *
 * <p>Lengths come from the tensors of a run.
 */
public final class OnnxFlops {
  /** The rules of operators that layer graphs lack or count in another way. */
  private static final Map<String, FlopRules.Rule> RULES = rules();

  private OnnxFlops() {}

  private static Map<String, FlopRules.Rule> rules() {
    Map<String, FlopRules.Rule> rules = new HashMap<>();
    rules.put("Constant", FlopRules.FREE);
    rules.put("MeanVarianceNormalization", FlopRules.NORMALIZATION);
    rules.put("SequenceMap", FlopRules.UNKNOWN);
    rules.put("Attention", OnnxFlops::attention);
    rules.put("ConvInteger", FlopRules.convolution(1, 2));
    rules.put("QLinearConv", FlopRules.convolution(3, 8));
    rules.put("MatMulInteger", FlopRules.MATMUL);
    rules.put("QLinearMatMul", FlopRules.MATMUL);
    rules.put("LpPool", FlopRules.WINDOW);
    rules.put("GlobalLpPool", FlopRules.ONE_PER_INPUT);
    // A layer is many such nodes, most of them about lengths; a file's may be its work.
    for (String name :
        List.of(
            "EyeLike",
            "NonZero",
            "OneHot",
            "Range",
            "ReverseSequence",
            "ScatterElements",
            "ScatterND",
            "TensorScatter",
            "TopK",
            "Trilu",
            "Unique")) {
      rules.put(name, FlopRules.ONE_PER_RESULT);
    }
    rules.put("DepthToSpace", FlopRules.FREE);
    rules.put("SpaceToDepth", FlopRules.FREE);
    rules.put("Det", FlopRules.UNKNOWN);
    rules.put("DFT", FlopRules.UNKNOWN);
    rules.put("STFT", FlopRules.UNKNOWN);
    rules.put("Einsum", OnnxFlops::einsum);
    return rules;
  }

  /**
   * Returns the operations of a node; null if they are unknown.
   *
   * @param node the node
   * @param shapes the lengths of weights and values, by name
   */
  public static @Nullable Long of(OnnxStructure.Node node, Map<String, long[]> shapes) {
    if (!node.domain().equals("ai.onnx")) {
      return null;
    }
    long count = FlopRules.count(rule(node.opType()), counted(node, shapes));
    return count < 0 ? null : Long.valueOf(count);
  }

  private static FlopRules.Rule rule(String operator) {
    FlopRules.Rule rule = RULES.get(operator);
    Class<? extends Operator> record = rule == null ? Operators.byName(operator) : null;
    rule = record == null ? rule : FlopRules.TABLE.find(record);
    return rule == null ? FlopRules.ONE_PER_RESULT : rule;
  }

  /** Returns the operations of an Einsum; unknown for more than two operands. */
  private static long einsum(FlopNode node) {
    long both = node.has(2) ? -1 : FlopRules.einsum(node);
    return both < 0 || node.has(1) ? both : both / 2;
  }

  /** Returns the operations of an Attention: queries by keys, a softmax, and weights by values. */
  private static long attention(FlopNode node) {
    int rank = node.rank(0);
    if ((rank != 3 && rank != 4) || node.rank(1) < 2 || (node.has(4) && node.rank(4) < 2)) {
      return -1;
    }
    long keys = node.length(1, -2) + (node.has(4) ? node.length(4, -2) : 0);
    Object named = node.attributes().get("q_num_heads");
    long heads = rank == 4 ? node.length(0, 1) : named instanceof Long n ? n : -1;
    long scores = node.length(0, 0) * heads * node.length(0, -2) * keys;
    return heads < 0 ? -1 : 2 * keys * (node.elements(0) + node.elements()) + scores;
  }

  private static FlopNode counted(OnnxStructure.Node node, Map<String, long[]> shapes) {
    List<@Nullable Shape> inputs = new ArrayList<>();
    for (String input : node.inputs()) {
      inputs.add(input.isEmpty() ? null : shape(shapes.get(input)));
    }
    String first = node.outputs().stream().filter(name -> !name.isEmpty()).findFirst().orElse("");
    return new FlopNode(inputs, shape(shapes.get(first)), false, node.attributes());
  }

  private static Shape shape(long @Nullable [] lengths) {
    return lengths == null ? Shape.unknownRank() : Shape.of(lengths);
  }
}
