package dev.tenon.importers.onnx.upgrade;

import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.tensor.DType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps that write operators on quantised numbers in plain arithmetic. */
final class QuantizedUpgrades {
  private QuantizedUpgrades() {}

  static void register(OpsetUpgrades.Registry steps) {
    steps.add("DequantizeLinear", 10, QuantizedUpgrades::dequantize);
    steps.add("QuantizeLinear", 10, QuantizedUpgrades::quantize);
    steps.add("DynamicQuantizeLinear", 11, QuantizedUpgrades::dynamic);
    steps.add("MatMulInteger", 10, QuantizedUpgrades::matMulInteger);
    steps.add("QLinearMatMul", 10, QuantizedUpgrades::matMul);
    steps.add("ConvInteger", 10, QuantizedUpgrades::convInteger);
    steps.add("QLinearConv", 10, QuantizedUpgrades::conv);
  }

  static List<Value> dequantize(NodeDraft node) {
    Ops ops = node.ops;
    Value scale = ops.cast(node.input(1), node.input(1).dtype().ordinary());
    DType wide = node.input(0).dtype().isFloating() ? DType.FLOAT32 : DType.INT32;
    Value x = ops.cast(node.input(0), wide);
    if (node.has(2)) {
      Value zero = ops.cast(node.input(2), wide);
      x = ops.sub(x, spread(node, zero));
    }
    Value result = ops.mul(ops.cast(x, scale.dtype()), spread(node, scale));
    long wanted = node.integer("output_dtype", 0);
    return List.of(wanted == 0 ? result : ops.cast(result, OnnxFile.dtype((int) wanted)));
  }

  static List<Value> quantize(NodeDraft node) {
    Ops ops = node.ops;
    long wanted = node.integer("output_dtype", 0);
    DType type = wanted == 0 ? DType.UINT8 : OnnxFile.dtype((int) wanted);
    Value zero = node.optional(2);
    if (zero != null) {
      type = zero.dtype();
    }
    DType wide = node.input(1).dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    Value x = ops.cast(node.input(0), wide);
    Value scaled = ops.div(x, spread(node, ops.cast(node.input(1), wide)));
    if (type.isFloating()) {
      Value moved = zero == null ? scaled : ops.add(scaled, spread(node, ops.cast(zero, wide)));
      return List.of(ops.apply(new Unary.Cast(type, node.integer("saturate", 1), "up"), moved));
    }
    Value moved = zero == null ? null : spread(node, ops.cast(zero, wide));
    return List.of(rounded(ops, scaled, moved, type));
  }

  /** Rounds, moves zero to its place, and keeps what fits the type. */
  static Value rounded(Ops ops, Value x, @Nullable Value zero, DType type) {
    Value whole = ops.apply(new Unary.Round(), x);
    Value moved = zero == null ? whole : ops.add(whole, ops.cast(zero, x.dtype()));
    int bits = type.bits();
    double low = type.isUnsigned() ? 0 : -Math.pow(2, bits - 1);
    double high = Math.pow(2, type.isUnsigned() ? bits : bits - 1) - 1;
    return ops.cast(ops.clip(moved, low, high), type);
  }

  /** Lets one number an entry of an axis, or a block of entries, meet all elements. */
  private static Value spread(NodeDraft node, Value numbers) {
    Ops ops = node.ops;
    if (node.ranked(numbers).rank() == 0) {
      return numbers;
    }
    int rank = node.rank(0);
    long block = node.integer("block_size", 0);
    int axis = rank == 0 ? 0 : node.input(0).shape().axis((int) Math.min(rank - 1L, axis(node)));
    if (block > 0 && node.ranked(numbers).rank() == rank) {
      return ops.gather(numbers, blocks(node, axis, block), axis);
    }
    if (node.ranked(numbers).rank() != 1 || numbers.shape().length(0) == 1 || rank < 2) {
      return numbers;
    }
    long[] after = new long[rank - 1 - axis];
    Arrays.setAll(after, i -> 1L + i);
    return after.length == 0 ? numbers : ops.unsqueeze(numbers, after);
  }

  /** Returns for each entry of an axis the number of its block. */
  private static Value blocks(NodeDraft node, int axis, long block) {
    Ops ops = node.ops;
    long length = node.ranked(node.input(0)).length(axis);
    if (length < 0) {
      Value open = ops.squeeze(ops.length(node.input(0), axis), 0);
      Value zero = ops.scalar(DType.INT64, 0);
      Value all = ops.apply(new Generation.Range(), zero, open, ops.scalar(DType.INT64, 1));
      return ops.div(all, (double) block);
    }
    long[] positions = new long[Math.toIntExact(length)];
    Arrays.setAll(positions, i -> i / block);
    return ops.longs(positions);
  }

  private static long axis(NodeDraft node) {
    return node.integer("axis", 1);
  }

  private static List<Value> dynamic(NodeDraft node) {
    Ops ops = node.ops;
    Value x = node.input(0);
    Value high = ops.max(ops.apply(new Reduction.ReduceMax(0, 0), x), 0);
    Value low = ops.min(ops.apply(new Reduction.ReduceMin(0, 0), x), ops.scalar(x, 0));
    // Of nothing but zeros ONNX Runtime says that one step is 1.
    Value width = ops.sub(high, low);
    Value flat = ops.equal(width, ops.scalar(width, 0));
    Value scale = ops.where(flat, ops.scalar(width, 1), ops.div(width, 255));
    Value zero = rounded(ops, ops.div(ops.neg(low), scale), null, DType.UINT8);
    return List.of(rounded(ops, ops.div(x, scale), zero, DType.UINT8), scale, zero);
  }

  /** The integers of an operand, with its zero (one number, or one a row or column) taken off. */
  private static Value integers(NodeDraft node, int operand, int zero, boolean rows) {
    Ops ops = node.ops;
    Value x = ops.cast(node.input(operand), DType.INT32);
    if (!node.has(zero)) {
      return x;
    }
    return ops.sub(x, perRow(ops, ops.cast(node.input(zero), DType.INT32), rows));
  }

  static Value perRow(Ops ops, Value numbers, boolean rows) {
    boolean vector = numbers.shape().ranked() && numbers.rank() == 1;
    return rows && vector && numbers.shape().length(0) != 1 ? ops.unsqueeze(numbers, 1) : numbers;
  }

  private static List<Value> matMulInteger(NodeDraft node) {
    return List.of(node.ops.matMul(integers(node, 0, 2, true), integers(node, 1, 3, false)));
  }

  private static List<Value> matMul(NodeDraft node) {
    Ops ops = node.ops;
    Value sums = ops.matMul(integers(node, 0, 2, true), integers(node, 3, 5, false));
    Value scales =
        ops.mul(
            perRow(ops, ops.cast(node.input(1), DType.FLOAT32), true),
            ops.cast(node.input(4), DType.FLOAT32));
    Value scale = ops.div(scales, ops.cast(node.input(6), DType.FLOAT32));
    Value scaled = ops.mul(ops.cast(sums, DType.FLOAT32), scale);
    return List.of(rounded(ops, scaled, node.input(7), node.input(7).dtype()));
  }

  /** Convolves the integers of two operands. */
  private static Value sums(NodeDraft node, int kernel, int zero, int kernelZero) {
    Ops ops = node.ops;
    int axes = node.rank(0);
    if (axes != node.rank(kernel)) {
      throw new IllegalArgumentException(
          "the kernel has " + node.rank(kernel) + " axes, and what it meets " + axes);
    }
    Value x = integers(node, 0, zero, false);
    Value weights = ops.cast(node.input(kernel), DType.INT32);
    if (node.has(kernelZero)) {
      Value numbers = ops.cast(node.input(kernelZero), DType.INT32);
      weights = ops.sub(weights, perFilter(node, numbers, node.rank(kernel)));
    }
    Convolution.Conv conv =
        new Convolution.Conv(
            node.text("auto_pad", "NOTSET"),
            list(node, "dilations"),
            node.integer("group", 1),
            list(node, "kernel_shape"),
            list(node, "pads"),
            list(node, "strides"),
            false);
    return new ExactConvolution(ops, conv).sums(x, weights, ExactConvolution.most(node, kernel));
  }

  private static @Nullable List<Long> list(NodeDraft node, String name) {
    long[] values = node.integers(name);
    return values == null ? null : Arrays.stream(values).boxed().toList();
  }

  private static Value perFilter(NodeDraft node, Value numbers, int rank) {
    boolean vector = numbers.shape().ranked() && numbers.rank() == 1;
    if (!vector || numbers.shape().length(0) == 1) {
      return numbers;
    }
    long[] after = new long[rank - 1];
    Arrays.setAll(after, i -> 1L + i);
    return node.ops.unsqueeze(numbers, after);
  }

  private static List<Value> convInteger(NodeDraft node) {
    return List.of(sums(node, 1, 2, 3));
  }

  private static List<Value> conv(NodeDraft node) {
    Ops ops = node.ops;
    Value sums = sums(node, 3, 2, 5);
    // What is one a filter lies along the second axis of the result.
    int rank = node.rank(0) - 1;
    if (node.has(8)) {
      sums = ops.add(sums, perFilter(node, ops.cast(node.input(8), DType.INT32), rank));
    }
    Value scale = ops.div(ops.mul(node.input(1), node.input(4)), node.input(6));
    Value scaled = ops.mul(ops.cast(sums, DType.FLOAT32), perFilter(node, scale, rank));
    return List.of(rounded(ops, scaled, node.input(7), node.input(7).dtype()));
  }
}
