package dev.tenon.ir.pass.fusion;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.pass.Order;
import dev.tenon.ir.pass.Pattern;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves a constant padding of the spatial axes into the window that slides over them. */
final class FusePadding {
  private FusePadding() {}

  static void visit(Rewriter rewriter, OperatorNode node) {
    if (node.operator() instanceof Spatial spatial && !node.inputs().isEmpty()) {
      Value x = node.input(0);
      OperatorNode transpose =
          rewriter.isReadOnce(x) ? Pattern.of(rewriter, x, Movement.Transpose.class) : null;
      OperatorNode source =
          rewriter.producer(transpose == null ? rewriter.now(x) : transpose.input(0));
      if (source != null
          && source.operator() instanceof Movement.Pad op
          && op.mode().equals("constant")
          && source.output().shape().ranked()
          && fuse(rewriter, node, spatial, source, transpose)) {
        return;
      }
    }
    rewriter.keep(node);
  }

  private static boolean fuse(
      Rewriter rewriter,
      OperatorNode node,
      Spatial spatial,
      OperatorNode pad,
      @Nullable OperatorNode transpose) {
    int rank = pad.output().rank();
    Order order =
        transpose != null && transpose.operator() instanceof Movement.Transpose op
            ? new Order(op.perm())
            : Order.plain(rank);
    List<Long> pads = spatialPads(pad, order, spatial);
    Operator fused = pads == null ? null : fuse(rewriter, spatial, pad, pads);
    if (fused == null) {
      return false;
    }
    Value x = pad.input(0);
    if (transpose != null) {
      // The same Transpose, of the image before it was padded.
      Value moved = Value.of(transpose.output().name(), x.type().with(order.apply(x.shape())));
      rewriter.put(transpose, transpose.operator(), List.of(x), List.of(moved));
      x = moved;
    }
    List<@Nullable Value> operands = rewriter.operands(node);
    operands.set(0, x);
    rewriter.put(node, fused, operands, node.outputs());
    return true;
  }

  /** Returns starts and ends of the spatial axes, or null if another axis is padded too. */
  private static @Nullable List<Long> spatialPads(OperatorNode pad, Order order, Spatial spatial) {
    Value axes = pad.optionalInput(3);
    Tensor constant = pad.input(1).constant();
    if (constant == null || (axes != null && axes.constant() == null)) {
      return null;
    }
    int rank = order.rank();
    long[] given = constant.toLongArray();
    int count = given.length / 2;
    Tensor chosen = axes == null ? null : axes.constant();
    long[] starts = new long[rank];
    long[] ends = new long[rank];
    for (int i = 0; i < count; i++) {
      int axis = chosen == null ? i : pad.input(0).shape().axis((int) chosen.getLong(i));
      starts[order.positionOf(axis)] = given[i];
      ends[order.positionOf(axis)] = given[count + i];
    }
    int channels = spatial.channelAxis(rank);
    List<Long> pads = new ArrayList<>();
    for (long[] side : List.of(starts, ends)) {
      for (int axis = 0; axis < rank; axis++) {
        boolean other = axis == 0 || axis == channels;
        if (side[axis] < 0 || (other && side[axis] != 0)) {
          return null;
        }
        if (!other) {
          pads.add(side[axis]);
        }
      }
    }
    return pads;
  }

  private static @Nullable Operator fuse(
      Rewriter rewriter, Spatial spatial, OperatorNode pad, List<Long> pads) {
    Tensor constant = pad.constant(2);
    if (pad.optionalInput(2) != null && constant == null) {
      return null;
    }
    double value = constant == null ? 0 : constant.getDouble(0);
    if (spatial instanceof Convolution.Conv conv && value == 0 && isExplicit(conv.autoPad())) {
      return new Convolution.Conv(
          "NOTSET",
          conv.dilations(),
          conv.group(),
          conv.kernelShape(),
          add(conv.pads(), pads),
          conv.strides(),
          conv.channelsLast());
    }
    if (spatial instanceof Pooling.AveragePool pool && value == 0) {
      boolean counts = pool.countIncludePad() == 1 || isZero(pool.pads());
      List<Long> sum = add(pool.pads(), pads);
      boolean fits = isExplicit(pool.autoPad()) && pool.ceilMode() == 0;
      if (!counts || !fits || !isSmaller(sum, pool.kernelShape())) {
        return null;
      }
      return new Pooling.AveragePool(
          "NOTSET",
          0,
          1,
          pool.dilations(),
          pool.kernelShape(),
          sum,
          pool.strides(),
          pool.channelsLast());
    }
    if (spatial instanceof Pooling.MaxPool pool) {
      boolean never = value == Double.NEGATIVE_INFINITY;
      boolean zero = value == 0 && isNotNegative(rewriter, pad.input(0), 8);
      List<Long> sum = add(pool.pads(), pads);
      boolean fits =
          isExplicit(pool.autoPad())
              && pool.ceilMode() == 0
              && (pool.dilations() == null || pool.dilations().stream().allMatch(d -> d == 1))
              && isSmaller(sum, pool.kernelShape());
      // Each window then holds an element of the image, which no zero of the padding exceeds.
      if (!fits || !(never || zero)) {
        return null;
      }
      return new Pooling.MaxPool(
          "NOTSET",
          0,
          pool.dilations(),
          pool.kernelShape(),
          sum,
          pool.storageOrder(),
          pool.strides(),
          pool.channelsLast());
    }
    return null;
  }

  private static boolean isExplicit(String autoPad) {
    return autoPad.equals("NOTSET") || autoPad.equals("VALID");
  }

  private static boolean isZero(@Nullable List<Long> pads) {
    return pads == null || pads.stream().allMatch(pad -> pad == 0);
  }

  /** ONNX Runtime wants the padding of a pooling window smaller than the window. */
  private static boolean isSmaller(List<Long> pads, List<Long> kernel) {
    for (int i = 0; i < pads.size(); i++) {
      if (pads.get(i) >= kernel.get(i % kernel.size())) {
        return false;
      }
    }
    return true;
  }

  private static List<Long> add(@Nullable List<Long> before, List<Long> pads) {
    List<Long> sum = new ArrayList<>(pads);
    for (int i = 0; before != null && i < sum.size(); i++) {
      sum.set(i, sum.get(i) + before.get(i));
    }
    return sum;
  }

  /** Returns whether a value is known to have no negative element. */
  private static boolean isNotNegative(Rewriter rewriter, Value value, int depth) {
    OperatorNode node = rewriter.producer(value);
    if (node == null || depth == 0) {
      return false;
    }
    Operator operator = node.operator();
    if (operator instanceof Unary.Relu
        || operator instanceof Unary.Sigmoid
        || operator instanceof Unary.Softplus
        || operator instanceof Unary.Exp
        || operator instanceof Unary.Abs
        || operator instanceof Activations.HardSigmoid
        || operator instanceof Activations.Softmax) {
      return true;
    }
    if (operator instanceof Variadic.Clip) {
      Tensor bound = node.constant(1);
      return bound != null && bound.getDouble(0) >= 0;
    }
    boolean passes =
        operator instanceof Pooling
            || operator instanceof Movement.Concat
            || operator instanceof Movement.Transpose
            || operator instanceof Unary.Identity
            || operator instanceof Variadic.Max;
    if (!passes) {
      return false;
    }
    return node.reads().stream().allMatch(read -> isNotNegative(rewriter, read, depth - 1));
  }
}
