package dev.tenon.ir.pass.layout;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.Order;
import dev.tenon.ir.pass.Reshapes;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where images are flattened and multiplied by a constant kernel: reorders the kernel's rows in
 * place of the images.
 */
final class FlattenDensePermutation {
  /** Flattened axes of these lengths, lying in another order. */
  private record Shuffle(List<Long> lengths, List<Integer> order) {}

  private final Rewriter rewriter;
  private final Map<Value, Shuffle> shuffles = new IdentityHashMap<>();

  FlattenDensePermutation(Rewriter rewriter) {
    this.rewriter = rewriter;
  }

  /**
   * Flattens a moved tensor without bringing it back into plain order, if every reader can do with
   * that.
   *
   * @return false if the caller has to bring it back
   */
  boolean start(OperatorNode flatten, Value moved, Order order) {
    Shape from = flatten.input(0).shape();
    Shape to = flatten.output().shape();
    boolean flattens =
        to.rank() == 2
            && to.dim(1).isKnown()
            && order.get(0) == 0
            && from.dim(0).equals(to.dim(0))
            && from.sub(1, from.rank()).isKnown();
    if (!flattens || !suits(flatten.output())) {
      return false;
    }
    long[] lengths = Reshapes.lengths(moved.shape(), to);
    if (lengths == null) {
      return false;
    }
    List<Integer> axes = new ArrayList<>();
    for (int i = 1; i < order.rank(); i++) {
      axes.add(order.get(i) - 1);
    }
    Value wanted = rewriter.longs(flatten.name() + "/shape", lengths);
    Shuffle shuffle =
        new Shuffle(Arrays.stream(from.sub(1, from.rank()).toLongs()).boxed().toList(), axes);
    rewriter.put(flatten, new Movement.Reshape(0), List.of(moved, wanted), flatten.outputs());
    shuffles.put(flatten.output(), shuffle);
    return true;
  }

  private boolean suits(Value value) {
    if (rewriter.isResult(value)) {
      return false;
    }
    for (OperatorNode node : rewriter.uses().readers(value)) {
      boolean passes = isUnary(node) && suits(node.output());
      if (!passes && !(isProduct(node) && node.input(0) == value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnary(OperatorNode node) {
    return node.operator() instanceof Unary
        || node.operator() instanceof Activations.LeakyRelu
        || node.operator() instanceof Activations.Elu;
  }

  private static boolean isProduct(OperatorNode node) {
    boolean product =
        node.operator() instanceof Linear.MatMul
            || (node.operator() instanceof Linear.Gemm gemm && gemm.transA() == 0);
    if (!product || node.input(0) == node.input(1)) {
      return false;
    }
    Tensor kernel = node.input(1).constant();
    return kernel != null
        && kernel.rank() == 2
        && (long) kernel.size() * kernel.dtype().bytes() <= LayoutPass.LARGEST_KERNEL;
  }

  /** Takes over a node that reads reordered columns; says whether it is one. */
  boolean take(OperatorNode node) {
    Value x = node.inputs().isEmpty() ? null : node.optionalInput(0);
    Shuffle shuffle = x == null ? null : shuffles.get(x);
    if (shuffle == null) {
      return false;
    }
    if (isUnary(node)) {
      shuffles.put(node.output(), shuffle);
      rewriter.keep(node);
      return true;
    }
    List<@Nullable Value> operands = rewriter.operands(node);
    boolean columns = node.operator() instanceof Linear.Gemm gemm && gemm.transB() == 1;
    Value kernel = node.input(1);
    Tensor tensor = kernel.constant();
    if (tensor == null) {
      throw new IllegalStateException("node '" + node.name() + "' has no constant kernel");
    }
    operands.set(1, rewriter.constant(kernel.name(), reorder(tensor, shuffle, columns)));
    rewriter.put(node, node.operator(), operands, node.outputs());
    return true;
  }

  private static Tensor reorder(Tensor kernel, Shuffle shuffle, boolean columns) {
    int axes = shuffle.lengths.size();
    int first = columns ? 1 : 0;
    long[] split = new long[axes + 1];
    int[] perm = new int[axes + 1];
    split[columns ? 0 : axes] = kernel.dim(columns ? 0 : 1);
    perm[columns ? 0 : axes] = columns ? 0 : axes;
    for (int i = 0; i < axes; i++) {
      split[first + i] = shuffle.lengths.get(i);
      perm[first + i] = shuffle.order.get(i) + first;
    }
    return kernel.reshape(split).transpose(perm).reshape(kernel.shape());
  }
}
