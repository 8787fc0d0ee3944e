package dev.tenon.importers.onnx.upgrade;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Attributes;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Pooling;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The operators of {@code com.microsoft} that ONNX Runtime's own quantiser writes, ordinary ones
 * between a DequantizeLinear and a QuantizeLinear, and some that others write.
 *
 * <p>What has options that ordinary operators have not gives null, and stays what it is.
 */
final class ContribUpgrades {
  static final String DOMAIN = "com.microsoft";

  private ContribUpgrades() {}

  static void register(OpsetUpgrades.Registry steps) {
    add(steps, "QuantizeLinear", QuantizedUpgrades::quantize);
    add(steps, "DequantizeLinear", QuantizedUpgrades::dequantize);
    add(steps, "QLinearAdd", node -> binary(node, node.ops::add));
    add(steps, "QLinearMul", node -> binary(node, node.ops::mul));
    add(steps, "QLinearSigmoid", node -> unary(node, node.ops::sigmoid));
    add(steps, "QLinearLeakyRelu", ContribUpgrades::leakyRelu);
    add(steps, "QLinearSoftmax", ContribUpgrades::softmax);
    add(steps, "QLinearGlobalAveragePool", node -> pool(node, Pooling.GlobalAveragePool.class));
    add(steps, "QLinearAveragePool", node -> pool(node, Pooling.AveragePool.class));
    add(steps, "QLinearReduceMean", ContribUpgrades::mean);
    add(steps, "QLinearConcat", ContribUpgrades::concat);
    add(steps, "QLinearWhere", ContribUpgrades::where);
    add(steps, "QGemm", ContribUpgrades::gemm);
    add(steps, "Attention", ContribUpgrades::attention);
    add(steps, "Inverse", node -> node.ops.applyAll(new Linear.Inverse(), node.input(0)));
  }

  private static void add(OpsetUpgrades.Registry steps, String opType, OpsetUpgrade step) {
    steps.add(DOMAIN + ":" + opType, 1, step);
  }

  /** Rotary positions and shared buffers stay with ONNX Runtime. */
  private static @Nullable List<Value> attention(NodeDraft node) {
    boolean shared = node.integer("past_present_share_buffer", 0) != 0;
    if (node.integer("do_rotary", 0) != 0 || shared || node.has(6)) {
      return null;
    }
    Map<String, Object> attributes = new TreeMap<>(node.attributes);
    attributes.keySet().removeAll(List.of("do_rotary", "past_present_share_buffer"));
    attributes.remove("rotary_embedding_dim");
    // ONNX Runtime's kernel has these defaults; its schema tells the last one only.
    attributes.putIfAbsent("mask_filter_value", -10000f);
    attributes.putIfAbsent("scale", 0f);
    attributes.putIfAbsent("unidirectional", 0L);
    Operator operator =
        Attributes.create(
            Linear.PackedAttention.class,
            attributes,
            number -> {
              throw new IllegalArgumentException("no attribute is a type");
            });
    return node.ops.applyAll(operator, node.inputs.toArray(Value[]::new));
  }

  /** Returns an operand as real numbers; its scale and zero follow it. */
  private static Value real(NodeDraft node, int at) {
    Ops ops = node.ops;
    Value x = ops.cast(node.input(at), DType.INT32);
    Value zero = node.optional(at + 2);
    Value whole = zero == null ? x : ops.sub(x, ops.cast(zero, DType.INT32));
    return ops.mul(ops.cast(whole, DType.FLOAT32), node.input(at + 1));
  }

  /** Returns real numbers in whole steps, of the type of the first operand at {@code like}. */
  private static List<Value> whole(NodeDraft node, Value x, int scale, int like) {
    Value zero = node.optional(scale + 1);
    DType type = zero == null ? node.input(like).dtype() : zero.dtype();
    Value steps = node.ops.div(x, node.input(scale));
    return List.of(QuantizedUpgrades.rounded(node.ops, steps, zero, type));
  }

  private static List<Value> unary(NodeDraft node, UnaryOperator<Value> operation) {
    return whole(node, operation.apply(real(node, 0)), 3, 0);
  }

  private static List<Value> binary(NodeDraft node, BinaryOperator<Value> operation) {
    return whole(node, operation.apply(real(node, 0), real(node, 3)), 6, 0);
  }

  private static List<Value> leakyRelu(NodeDraft node) {
    Operator operator = new Activations.LeakyRelu(node.number("alpha", 0.01f));
    return unary(node, x -> node.ops.apply(operator, x));
  }

  private static @Nullable List<Value> softmax(NodeDraft node) {
    long axis = node.integer("axis", -1);
    // Before opset 13, all axes from the given one on count as one.
    boolean last = axis == -1 || (isRanked(node, 0) && axis == node.rank(0) - 1);
    if (node.integer("opset", 1) < 13 && !last) {
      return null;
    }
    return unary(node, x -> node.ops.softmax(x, (int) axis));
  }

  private static boolean isRanked(NodeDraft node, int index) {
    return node.input(index).shape().ranked();
  }

  private static @Nullable List<Value> pool(NodeDraft node, Class<? extends Operator> kind) {
    if (node.integer("channels_last", 0) != 0 || !isRanked(node, 0)) {
      return null;
    }
    Map<String, Object> attributes = new TreeMap<>(node.attributes);
    attributes.remove("channels_last");
    Operator operator =
        Attributes.create(
            kind,
            attributes,
            number -> {
              throw new IllegalArgumentException("pooling has no element type");
            });
    return unary(node, x -> node.ops.apply(operator, x));
  }

  private static @Nullable List<Value> mean(NodeDraft node) {
    long[] axes = node.integers("axes");
    if (axes == null) {
      return null;
    }
    boolean keep = node.integer("keepdims", 1) == 1;
    return unary(node, x -> node.ops.reduceMean(x, keep, axes));
  }

  private static List<Value> concat(NodeDraft node) {
    List<Value> parts = new ArrayList<>();
    for (int at = 2; at + 1 < node.inputs.size(); at += 3) {
      parts.add(real(node, at));
    }
    int axis = Math.toIntExact(node.integer("axis", 0));
    return whole(node, node.ops.concat(axis, parts), 0, 2);
  }

  private static List<Value> where(NodeDraft node) {
    return whole(node, node.ops.where(node.input(0), real(node, 1), real(node, 4)), 7, 1);
  }

  /** A product of matrices, whose sums are whole numbers, and a row of whole numbers to each. */
  private static @Nullable List<Value> gemm(NodeDraft node) {
    if (!isRanked(node, 0) || !isRanked(node, 3)) {
      return null;
    }
    Ops ops = node.ops;
    Value a = matrix(node, 0, node.integer("transA", 0) == 1, true);
    Value b = matrix(node, 3, node.integer("transB", 0) == 1, false);
    Value sums = ops.matMul(a, b);
    if (node.has(6)) {
      sums = ops.add(sums, node.input(6));
    }
    Value scale = ops.mul(node.input(1), node.input(4));
    float alpha = node.number("alpha", 1);
    scale = alpha == 1 ? scale : ops.mul(scale, alpha);
    Value real = ops.cast(sums, DType.FLOAT32);
    if (!node.has(7)) {
      return List.of(ops.mul(real, scale));
    }
    Value zero = node.optional(8);
    DType type = zero == null ? node.input(0).dtype() : zero.dtype();
    Value steps = ops.mul(real, ops.div(scale, node.input(7)));
    return List.of(QuantizedUpgrades.rounded(ops, steps, zero, type));
  }

  /** The whole numbers of an operand of a product, with its zero taken off. */
  private static Value matrix(NodeDraft node, int at, boolean turned, boolean rows) {
    Ops ops = node.ops;
    Value x = ops.cast(node.input(at), DType.INT32);
    x = turned ? ops.transpose(x, 1, 0) : x;
    Value zero = node.optional(at + 2);
    return zero == null
        ? x
        : ops.sub(x, QuantizedUpgrades.perRow(ops, ops.cast(zero, DType.INT32), rows));
  }
}
