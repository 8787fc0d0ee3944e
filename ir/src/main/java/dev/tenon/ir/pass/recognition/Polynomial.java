package dev.tenon.ir.pass.recognition;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.Pattern;
import dev.tenon.ir.pass.Rewriter;
import org.jspecify.annotations.Nullable;

/** Reads arithmetic on one value as a polynomial of it, up to the third power. */
final class Polynomial {
  private static final int DEGREE = 3;
  private static final int DEEPEST = 12;

  private final Rewriter rewriter;
  private final Value x;

  Polynomial(Rewriter rewriter, Value x) {
    this.rewriter = rewriter;
    this.x = rewriter.now(x);
  }

  /** Returns the factors of the powers 0 to 3 of x; null if the value is something else. */
  double @Nullable [] read(Value value) {
    return read(value, DEEPEST);
  }

  /** Returns whether a value is a polynomial with these factors, within single precision. */
  boolean is(Value value, double... factors) {
    double[] found = read(value);
    for (int i = 0; i <= DEGREE && found != null; i++) {
      double wanted = i < factors.length ? factors[i] : 0;
      if (!(Math.abs(found[i] - wanted) <= 1e-5 * Math.abs(wanted))) {
        return false;
      }
    }
    return found != null;
  }

  private double @Nullable [] read(Value value, int depth) {
    Value now = rewriter.now(value);
    if (now == x) {
      return new double[] {0, 1, 0, 0};
    }
    double number = Pattern.number(rewriter, now);
    if (!Double.isNaN(number)) {
      return new double[] {number, 0, 0, 0};
    }
    OperatorNode node = rewriter.producer(now);
    if (node == null || depth == 0) {
      return null;
    }
    if (node.operator() instanceof Unary.Neg) {
      return times(read(node.input(0), depth - 1), new double[] {-1, 0, 0, 0});
    }
    if (!(node.operator() instanceof Binary) || node.inputs().size() != 2) {
      return null;
    }
    double[] a = read(node.input(0), depth - 1);
    double[] b = read(node.input(1), depth - 1);
    if (a == null || b == null) {
      return null;
    }
    if (node.operator() instanceof Binary.Add) {
      return plus(a, b, 1);
    }
    if (node.operator() instanceof Binary.Sub) {
      return plus(a, b, -1);
    }
    if (node.operator() instanceof Binary.Mul) {
      return times(a, b);
    }
    boolean fixed = b[1] == 0 && b[2] == 0 && b[3] == 0;
    if (node.operator() instanceof Binary.Div && fixed) {
      return times(a, new double[] {1 / b[0], 0, 0, 0});
    }
    if (node.operator() instanceof Binary.Pow && fixed && (b[0] == 2 || b[0] == 3)) {
      double[] square = times(a, a);
      return b[0] == 2 ? square : times(square, a);
    }
    return null;
  }

  private static double[] plus(double[] a, double[] b, double sign) {
    double[] sum = new double[DEGREE + 1];
    for (int i = 0; i <= DEGREE; i++) {
      sum[i] = a[i] + sign * b[i];
    }
    return sum;
  }

  private static double @Nullable [] times(double @Nullable [] a, double @Nullable [] b) {
    if (a == null || b == null) {
      return null;
    }
    double[] product = new double[DEGREE + 1];
    for (int i = 0; i <= DEGREE; i++) {
      for (int k = 0; k <= DEGREE; k++) {
        double term = a[i] * b[k];
        if (i + k > DEGREE) {
          if (term != 0) {
            return null;
          }
        } else {
          product[i + k] += term;
        }
      }
    }
    return product;
  }
}
