package dev.tenon.ir.pass.recognition;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.Pattern;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognises layer normalization as Keras computes it: {@code x * s + (bias - mean(x) * s)} with
 * {@code s = scale / sqrt(variance(x) + epsilon)}.
 */
final class RecogniseScaledNormalization {
  private RecogniseScaledNormalization() {}

  /** The factor s: the variance with epsilon, and the fixed scale, null if there is none. */
  private record Factor(Value under, @Nullable Tensor scale) {}

  static void visit(Rewriter rewriter, OperatorNode node) {
    if (node.operator() instanceof Binary.Add) {
      for (int side = 0; side < 2; side++) {
        if (replace(rewriter, node, node.input(side), node.input(1 - side))) {
          return;
        }
      }
    }
    rewriter.keep(node);
  }

  private static boolean replace(Rewriter rewriter, OperatorNode node, Value scaled, Value rest) {
    OperatorNode product = Pattern.of(rewriter, scaled, Binary.Mul.class);
    for (int side = 0; product != null && side < 2; side++) {
      Value x = rewriter.now(product.input(side));
      Value factor = rewriter.now(product.input(1 - side));
      Factor found = factor(rewriter, factor);
      if (found != null && replace(rewriter, node, x, factor, found, rest)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Factor factor(Rewriter rewriter, Value value) {
    Value plain = RecogniseNormalization.inverseRoot(rewriter, value);
    if (plain != null) {
      return new Factor(plain, null);
    }
    OperatorNode product = Pattern.of(rewriter, value, Binary.Mul.class);
    for (int side = 0; product != null && side < 2; side++) {
      Value under = RecogniseNormalization.inverseRoot(rewriter, product.input(side));
      Tensor scale = rewriter.now(product.input(1 - side)).constant();
      if (under != null && scale != null) {
        return new Factor(under, scale);
      }
    }
    return null;
  }

  private static boolean replace(
      Rewriter rewriter, OperatorNode node, Value x, Value factor, Factor found, Value rest) {
    OperatorNode sum = Pattern.of(rewriter, found.under, Binary.Add.class);
    for (int side = 0; sum != null && side < 2; side++) {
      double epsilon = Pattern.number(rewriter, sum.input(side));
      OperatorNode variance = Pattern.of(rewriter, sum.input(1 - side), Operator.class);
      int first = variance == null ? -1 : RecogniseNormalization.firstAxis(rewriter, variance);
      if (variance == null || first < 0 || !(epsilon >= 0)) {
        continue;
      }
      Value mean = mean(rewriter, variance.input(0), x, first);
      Shape lengths = x.shape().ranked() ? x.shape().sub(first, x.rank()) : Shape.unknownRank();
      boolean fits = mean != null && lengths.isKnown() && x.type().equals(node.output().type());
      if (mean == null || !fits) {
        continue;
      }
      Tensor scale = spread(found.scale, lengths, x);
      Tensor bias = bias(rewriter, rest, mean, factor);
      Tensor terms = bias == null ? null : spread(bias, lengths, x);
      if (scale == null || terms == null) {
        continue;
      }
      List<@Nullable Value> operands = new ArrayList<>(List.of(x));
      operands.add(rewriter.constant(node.name() + "/scale", scale));
      operands.add(rewriter.constant(node.name() + "/bias", terms));
      long axis = (long) first - x.rank();
      rewriter.put(
          node,
          new Normalization.LayerNormalization(axis, (float) epsilon, 1),
          operands,
          node.outputs());
      return true;
    }
    return false;
  }

  /** Returns the mean of x where a value is the square of x without it. */
  private static @Nullable Value mean(Rewriter rewriter, Value square, Value x, int first) {
    OperatorNode times = Pattern.of(rewriter, square, Binary.class);
    if (times == null) {
      return null;
    }
    OperatorNode difference = Pattern.of(rewriter, times.input(0), Binary.Sub.class);
    if (difference == null
        || !RecogniseNormalization.squares(rewriter, square, times.input(0))
        || rewriter.now(difference.input(0)) != x) {
      return null;
    }
    OperatorNode mean = Pattern.of(rewriter, difference.input(1), Operator.class);
    boolean same =
        mean != null
            && rewriter.now(mean.input(0)) == x
            && RecogniseNormalization.firstAxis(rewriter, mean) == first;
    return same ? rewriter.now(difference.input(1)) : null;
  }

  /** Returns the bias in {@code bias - mean * factor}, a zero where there is none. */
  private static @Nullable Tensor bias(Rewriter rewriter, Value rest, Value mean, Value factor) {
    OperatorNode difference = Pattern.of(rewriter, rest, Binary.Sub.class);
    if (difference != null) {
      Tensor bias = rewriter.now(difference.input(0)).constant();
      return isProduct(rewriter, difference.input(1), mean, factor, false) ? bias : null;
    }
    OperatorNode sum = Pattern.of(rewriter, rest, Binary.Add.class);
    for (int side = 0; sum != null && side < 2; side++) {
      if (isProduct(rewriter, sum.input(side), mean, factor, true)) {
        return rewriter.now(sum.input(1 - side)).constant();
      }
    }
    return isProduct(rewriter, rest, mean, factor, true) ? Tensor.zeros(rest.dtype(), 1) : null;
  }

  private static boolean isProduct(
      Rewriter rewriter, Value value, Value mean, Value factor, boolean negative) {
    OperatorNode product = Pattern.of(rewriter, value, Binary.Mul.class);
    for (int side = 0; product != null && side < 2; side++) {
      Value other = rewriter.now(product.input(side));
      OperatorNode minus = Pattern.of(rewriter, other, Unary.Neg.class);
      boolean isMean =
          negative ? minus != null && rewriter.now(minus.input(0)) == mean : other == mean;
      if (isMean && rewriter.now(product.input(1 - side)) == factor) {
        return true;
      }
    }
    return false;
  }

  /** Returns numbers for every entry of some last axes of x; null if they differ elsewhere. */
  private static @Nullable Tensor spread(@Nullable Tensor numbers, Shape lengths, Value x) {
    long[] shape = lengths.toLongs();
    if (numbers == null || numbers.size() == 1) {
      double one = numbers == null ? 1 : numbers.getDouble(0);
      return Tensor.full(x.dtype(), one, shape);
    }
    boolean fits = numbers.size() == lengths.size().orMinusOne() && numbers.rank() <= x.rank();
    for (int i = 1; fits && i <= shape.length; i++) {
      fits = numbers.rank() >= i && numbers.dim(-i) == shape[shape.length - i];
    }
    return fits ? numbers.reshape(shape) : null;
  }
}
