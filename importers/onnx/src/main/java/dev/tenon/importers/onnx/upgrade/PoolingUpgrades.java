package dev.tenon.importers.onnx.upgrade;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Steps that write pooling by p-norms in plain operators. */
final class PoolingUpgrades {
  private PoolingUpgrades() {}

  static void register(OpsetUpgrades.Registry steps) {
    steps.add("LpPool", 1, PoolingUpgrades::norm);
    steps.add("GlobalLpPool", 1, PoolingUpgrades::globalNorm);
  }

  private static double power(NodeDraft node) {
    return node.attributes.get("p") instanceof Float old ? old : node.integer("p", 2);
  }

  private static Value raised(Ops ops, Value x, double power) {
    if (power == 2) {
      return ops.mul(x, x);
    }
    Value size = ops.abs(x);
    return power == 1 ? size : ops.pow(size, ops.scalar(x, power));
  }

  private static Value root(Ops ops, Value x, double power) {
    if (power == 2) {
      return ops.sqrt(x);
    }
    return power == 1 ? x : ops.pow(x, ops.scalar(x, 1 / power));
  }

  /** Sums the powers in each window with a kernel of ones, one for each channel. */
  private static List<Value> norm(NodeDraft node) {
    Ops ops = node.ops;
    Value x = node.input(0);
    long[] kernel = node.integers("kernel_shape");
    if (kernel == null) {
      throw new IllegalArgumentException("LpPool needs the attribute kernel_shape");
    }
    int axes = kernel.length;
    long known = node.ranked(x).length(1);
    // Channels that are not counted in the file are samples of one channel for the convolution.
    long channels = Math.max(1, known);
    Value given = x;
    if (known < 0) {
      x = reshape(ops, x, ops.longs(-1, 1), x);
    }
    long[] stated = node.integers("pads");
    long[] pads = stated == null ? new long[2 * axes] : stated.clone();
    long[] strides = node.integers("strides");
    if (node.integer("ceil_mode", 0) == 1 && strides != null) {
      for (int i = 0; i < axes; i++) {
        pads[axes + i] += strides[i] - 1;
      }
    }
    long[] shape = LongStream.concat(LongStream.of(channels, 1), Arrays.stream(kernel)).toArray();
    long[] dilations = node.integers("dilations");
    Convolution.Conv conv =
        new Convolution.Conv(
            node.text("auto_pad", "NOTSET"),
            dilations == null ? null : Arrays.stream(dilations).boxed().toList(),
            channels,
            Arrays.stream(kernel).boxed().toList(),
            node.text("auto_pad", "NOTSET").equals("NOTSET")
                ? Arrays.stream(pads).boxed().toList()
                : null,
            strides == null ? null : Arrays.stream(strides).boxed().toList(),
            false);
    double power = power(node);
    Value ones = ops.constant(Tensor.full(x.dtype(), 1, shape));
    Value result = root(ops, ops.apply(conv, raised(ops, x, power), ones), power);
    if (known < 0) {
      Value both = ops.concat(0, List.of(ops.length(given, 0), ops.length(given, 1)));
      result = reshape(ops, result, both, result);
    }
    return List.of(result);
  }

  /** Gives x other first two lengths, and the lengths after these that another tensor has. */
  private static Value reshape(Ops ops, Value x, Value first, Value like) {
    List<Value> lengths = new ArrayList<>(List.of(first));
    for (int i = 2; i < like.rank(); i++) {
      lengths.add(ops.length(like, i));
    }
    return ops.applyAs(
        Shape.ofRank(like.rank()), new Movement.Reshape(0), x, ops.concat(0, lengths));
  }

  private static List<Value> globalNorm(NodeDraft node) {
    double power = power(node);
    long[] axes = LongStream.range(2, node.rank(0)).toArray();
    Value sum = node.ops.reduceSum(raised(node.ops, node.input(0), power), true, axes);
    return List.of(root(node.ops, sum, power));
  }
}
