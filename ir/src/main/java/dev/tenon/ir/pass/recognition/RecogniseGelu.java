package dev.tenon.ir.pass.recognition;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.Pattern;
import dev.tenon.ir.pass.Rewriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognises {@code x * 0.5 * (1 + erf(x / sqrt(2)))}, in whatever order it is multiplied, and the
 * form with tanh.
 */
final class RecogniseGelu {
  private static final double ROOT = Math.sqrt(2 / Math.PI);
  private static final double CUBE = 0.044715;

  private RecogniseGelu() {}

  static void visit(Rewriter rewriter, OperatorNode node) {
    Activations.Gelu gelu = node.operator() instanceof Binary.Mul ? find(rewriter, node) : null;
    if (gelu == null) {
      rewriter.keep(node);
      return;
    }
    Value x = operand(rewriter, node);
    if (x == null || !x.type().equals(node.output().type())) {
      rewriter.keep(node);
    } else {
      rewriter.put(node, gelu, List.of(x), node.outputs());
    }
  }

  /** Returns the factors of a product of three, through the products that only it reads. */
  private static List<Value> factors(Rewriter rewriter, OperatorNode node) {
    List<Value> factors = new ArrayList<>();
    for (int side = 0; side < 2; side++) {
      OperatorNode inner = Pattern.of(rewriter, node.input(side), Binary.Mul.class);
      if (inner != null && factors.size() < 2) {
        factors.add(rewriter.now(inner.input(0)));
        factors.add(rewriter.now(inner.input(1)));
      } else {
        factors.add(rewriter.now(node.input(side)));
      }
    }
    return factors;
  }

  private static @Nullable Value operand(Rewriter rewriter, OperatorNode node) {
    List<Value> factors = factors(rewriter, node);
    if (factors.size() != 3) {
      return null;
    }
    Value half = null;
    Value gate = null;
    Value x = null;
    for (Value factor : factors) {
      if (Pattern.number(rewriter, factor) == 0.5 && half == null) {
        half = factor;
      } else if (inner(rewriter, factor) != null && gate == null) {
        gate = factor;
      } else {
        x = factor;
      }
    }
    return half == null || gate == null ? null : x;
  }

  /** Returns the node of Erf or Tanh in {@code 1 + f(…)}; null for anything else. */
  private static @Nullable OperatorNode inner(Rewriter rewriter, Value gate) {
    OperatorNode sum = Pattern.of(rewriter, gate, Binary.Add.class);
    Value curve = sum == null ? null : Pattern.beside(rewriter, sum, 1, 0);
    OperatorNode erf = Pattern.of(rewriter, curve, Unary.Erf.class);
    return erf == null ? Pattern.of(rewriter, curve, Unary.Tanh.class) : erf;
  }

  private static Activations.@Nullable Gelu find(Rewriter rewriter, OperatorNode node) {
    Value x = operand(rewriter, node);
    if (x == null) {
      return null;
    }
    for (Value factor : factors(rewriter, node)) {
      OperatorNode curve = inner(rewriter, factor);
      if (curve == null) {
        continue;
      }
      Polynomial polynomial = new Polynomial(rewriter, x);
      if (curve.operator() instanceof Unary.Erf
          && polynomial.is(curve.input(0), 0, Math.sqrt(0.5))) {
        return new Activations.Gelu("none");
      }
      if (curve.operator() instanceof Unary.Tanh
          && polynomial.is(curve.input(0), 0, ROOT, 0, ROOT * CUBE)) {
        return new Activations.Gelu("tanh");
      }
    }
    return null;
  }
}
