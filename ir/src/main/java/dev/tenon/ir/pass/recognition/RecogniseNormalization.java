package dev.tenon.ir.pass.recognition;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.Pattern;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Recognises {@code (x - mean(x)) / sqrt(mean((x - mean(x))²) + epsilon)} over the last axes, and
 * {@code x / sqrt(mean(x²) + epsilon)}; then the factors and terms that follow.
 */
final class RecogniseNormalization {
  private RecogniseNormalization() {}

  /** A quotient of x, or of x without its mean, by its deviation. */
  private record Match(Value x, Value deviation) {}

  static void visit(Rewriter rewriter, OperatorNode node) {
    Match match = quotient(rewriter, node);
    if (match == null || !replace(rewriter, node, match)) {
      rewriter.keep(node);
    }
  }

  /** Returns {@code a / s}, written as a quotient or as a product with {@code 1 / s}. */
  private static @Nullable Match quotient(Rewriter rewriter, OperatorNode node) {
    if (node.operator() instanceof Binary.Div) {
      OperatorNode root = Pattern.of(rewriter, node.input(1), Unary.Sqrt.class);
      return root == null ? null : new Match(rewriter.now(node.input(0)), root.input(0));
    }
    if (!(node.operator() instanceof Binary.Mul)) {
      return null;
    }
    for (int side = 0; side < 2; side++) {
      Value whole = rewriter.now(node.input(1 - side));
      Value under = inverseRoot(rewriter, node.input(side));
      if (under != null) {
        return new Match(whole, under);
      }
    }
    return null;
  }

  /** Returns v of {@code 1 / sqrt(v)}, in the three ways in which it is written. */
  static @Nullable Value inverseRoot(Rewriter rewriter, Value value) {
    OperatorNode inverse = Pattern.of(rewriter, value, Unary.Reciprocal.class);
    if (inverse != null) {
      OperatorNode root = Pattern.of(rewriter, inverse.input(0), Unary.Sqrt.class);
      return root == null ? null : root.input(0);
    }
    OperatorNode quotient = Pattern.of(rewriter, value, Binary.Div.class);
    if (quotient != null && Pattern.number(rewriter, quotient.input(0)) == 1) {
      OperatorNode root = Pattern.of(rewriter, quotient.input(1), Unary.Sqrt.class);
      return root == null ? null : root.input(0);
    }
    OperatorNode power = Pattern.of(rewriter, value, Binary.Pow.class);
    boolean half = power != null && Pattern.number(rewriter, power.input(1)) == -0.5;
    return half && power != null ? power.input(0) : null;
  }

  private static boolean replace(Rewriter rewriter, OperatorNode node, Match match) {
    OperatorNode sum = Pattern.of(rewriter, match.deviation, Binary.Add.class);
    if (sum == null) {
      return false;
    }
    for (int side = 0; side < 2; side++) {
      double epsilon = Pattern.number(rewriter, sum.input(side));
      OperatorNode mean = Pattern.of(rewriter, sum.input(1 - side), Operator.class);
      if (mean != null && epsilon >= 0 && moments(rewriter, node, match.x, mean, epsilon)) {
        return true;
      }
    }
    return false;
  }

  private static boolean moments(
      Rewriter rewriter, OperatorNode node, Value above, OperatorNode mean, double epsilon) {
    int first = firstAxis(rewriter, mean);
    if (first < 0 || !squares(rewriter, mean.input(0), above)) {
      return false;
    }
    OperatorNode difference = Pattern.of(rewriter, above, Binary.Sub.class);
    OperatorNode centre =
        difference == null ? null : Pattern.of(rewriter, difference.input(1), Operator.class);
    boolean centred =
        difference != null
            && centre != null
            && rewriter.now(centre.input(0)) == rewriter.now(difference.input(0))
            && firstAxis(rewriter, centre) == first;
    Value x = centred && difference != null ? rewriter.now(difference.input(0)) : above;
    Shape lengths = x.shape().sub(first, x.rank());
    if (!lengths.isKnown() || !x.type().equals(node.output().type())) {
      return false;
    }
    long axis = (long) first - x.rank();
    Tensor ones = Tensor.full(x.dtype(), 1, lengths.toLongs());
    Value scale = rewriter.constant(node.name() + "/scale", ones);
    Normalization operator =
        centred
            ? new Normalization.LayerNormalization(axis, (float) epsilon, 1)
            : new Normalization.RMSNormalization(axis, (float) epsilon, 1);
    rewriter.put(node, operator, List.of(x, scale), node.outputs());
    return true;
  }

  /** Returns whether a value is the square of another; the same difference may be taken twice. */
  static boolean squares(Rewriter rewriter, Value square, Value of) {
    OperatorNode power = Pattern.of(rewriter, square, Binary.Pow.class);
    if (power != null) {
      return Pattern.number(rewriter, power.input(1)) == 2 && same(rewriter, power.input(0), of);
    }
    OperatorNode product = Pattern.of(rewriter, square, Binary.Mul.class);
    return product != null
        && same(rewriter, product.input(0), of)
        && same(rewriter, product.input(1), of);
  }

  private static boolean same(Rewriter rewriter, Value a, Value b) {
    if (rewriter.now(a) == rewriter.now(b)) {
      return true;
    }
    OperatorNode first = Pattern.of(rewriter, a, Binary.Sub.class);
    OperatorNode second = Pattern.of(rewriter, b, Binary.Sub.class);
    return first != null
        && second != null
        && rewriter.now(first.input(0)) == rewriter.now(second.input(0))
        && rewriter.now(first.input(1)) == rewriter.now(second.input(1));
  }

  /** Returns the first of the last axes that a mean is taken over, -1 for any others. */
  static int firstAxis(Rewriter rewriter, OperatorNode mean) {
    if (mean.operator() instanceof Pooling.GlobalAveragePool pool) {
      // Over all axes behind the second one, which stay.
      boolean behind = !pool.channelsLast() && mean.input(0).shape().ranked();
      return behind && mean.input(0).rank() > 2 ? 2 : -1;
    }
    if (!(mean.operator() instanceof Reduction.ReduceMean)) {
      return -1;
    }
    Value x = mean.input(0);
    Value given = mean.optionalInput(1);
    Tensor constant = given == null ? null : rewriter.now(given).constant();
    boolean keeps = ((Reduction) mean.operator()).keepdims() == 1;
    if (!x.shape().ranked() || constant == null || constant.size() == 0 || !keeps) {
      return -1;
    }
    TreeSet<Integer> axes = new TreeSet<>();
    Arrays.stream(constant.toLongArray())
        .forEach(axis -> axes.add(x.shape().axis(Math.toIntExact(axis))));
    boolean trailing = axes.last() == x.rank() - 1 && axes.size() == x.rank() - axes.first();
    return trailing && axes.first() > 0 ? axes.first() : -1;
  }

  /** Takes factors and terms into the normalization before them. */
  static void affine(Rewriter rewriter, OperatorNode node) {
    boolean factor = node.operator() instanceof Binary.Mul;
    if (factor || node.operator() instanceof Binary.Add) {
      for (int side = 0; side < 2; side++) {
        if (take(rewriter, node, side, factor)) {
          return;
        }
      }
    }
    rewriter.keep(node);
  }

  private static boolean take(Rewriter rewriter, OperatorNode node, int side, boolean factor) {
    OperatorNode norm = Pattern.of(rewriter, node.input(side), Normalization.class);
    Tensor numbers = rewriter.now(node.input(1 - side)).constant();
    if (norm == null || numbers == null || !rewriter.isReadOnce(node.input(side))) {
      return false;
    }
    long axis;
    if (norm.operator() instanceof Normalization.LayerNormalization layer) {
      axis = layer.axis();
    } else if (norm.operator() instanceof Normalization.RMSNormalization rms && factor) {
      axis = rms.axis();
    } else {
      return false;
    }
    Value x = norm.input(0);
    Value scale = rewriter.now(norm.input(1));
    Tensor ones = scale.constant();
    Shape lengths = x.shape().sub(x.shape().axis(Math.toIntExact(axis)), x.rank());
    boolean fits =
        lengths.isKnown()
            && numbers.rank() <= x.rank()
            && numbers.size() == lengths.size().orMinusOne()
            && Arrays.equals(trailing(numbers, lengths.rank()), lengths.toLongs());
    boolean free =
        factor
            ? ones != null && Pattern.isFilled(ones, 1) && norm.optionalInput(2) == null
            : norm.optionalInput(2) == null;
    if (!fits || !free) {
      return false;
    }
    Value fixed = rewriter.constant(node.name() + "/fixed", numbers.reshape(lengths.toLongs()));
    List<@Nullable Value> operands = new ArrayList<>(List.of(x, factor ? fixed : scale));
    if (!factor) {
      operands.add(fixed);
    }
    rewriter.put(norm.with(norm.operator(), operands, node.outputs()));
    return true;
  }

  private static long[] trailing(Tensor numbers, int rank) {
    long[] shape = numbers.shape();
    long[] last = new long[rank];
    for (int i = 0; i < rank; i++) {
      int at = shape.length - rank + i;
      last[i] = at < 0 ? 1 : shape[at];
    }
    return last;
  }
}
