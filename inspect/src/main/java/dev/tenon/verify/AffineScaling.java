package dev.tenon.verify;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.ExpectedRange.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/**
 * What is done to numbers on their way: {@code x * factors + terms}, one of each or one a channel.
 */
final class AffineScaling {
  static final AffineScaling NONE =
      new AffineScaling(new double[] {1}, new double[] {0}, List.of());

  /** The most that scaled numbers are, about. */
  private static final double SPREAD = 2;

  private static final double BYTE = 255;

  /** From here on a divisor is no accident, such as the root of a small length. */
  private static final double LARGE = 16;

  private final double[] factors;
  private final double[] terms;
  private final List<String> by;

  private AffineScaling(double[] factors, double[] terms, List<String> by) {
    this.factors = factors;
    this.terms = terms;
    this.by = List.copyOf(by);
  }

  /** Says whether numbers are what they were. */
  boolean isNone() {
    return by.isEmpty();
  }

  /** Returns what is added to every number, where nothing else is done; null otherwise. */
  @Nullable Double shift() {
    boolean plain = all(factors, factor -> factor == 1) && all(terms, term -> term == terms[0]);
    return plain ? terms[0] : null;
  }

  /**
   * Returns the scaling with one step more; null where it is none of numbers.
   *
   * @param first whether the scaled value is the first operand
   */
  @Nullable AffineScaling then(Operator operator, Tensor other, boolean first, Origin origin) {
    int size = Math.max(other.size(), factors.length);
    boolean fits =
        !(operator instanceof Binary.Div && !first)
            && (factors.length == 1 || other.size() == 1 || other.size() == factors.length);
    if (!fits || other.size() == 0 || other.dtype() == DType.STRING) {
      return null;
    }
    double[] nextFactors = new double[size];
    double[] nextTerms = new double[size];
    for (int i = 0; i < size; i++) {
      double factor = factors[i % factors.length];
      double term = terms[i % terms.length];
      double number = other.getDouble(i % other.size());
      if (operator instanceof Binary.Add) {
        term += number;
      } else if (operator instanceof Binary.Sub) {
        factor = first ? factor : -factor;
        term = first ? term - number : number - term;
      } else if (operator instanceof Binary.Mul) {
        factor *= number;
        term *= number;
      } else if (operator instanceof Binary.Div) {
        factor /= number;
        term /= number;
      } else {
        return null;
      }
      nextFactors[i] = factor;
      nextTerms[i] = term;
    }
    List<String> kinds = new ArrayList<>(by);
    if (!kinds.contains(origin.kind())) {
      kinds.add(origin.kind());
    }
    return new AffineScaling(nextFactors, nextTerms, kinds);
  }

  /** Returns the numbers that come out small, where that is plain. */
  ExpectedRange range(Value input) {
    double[] centers = new double[factors.length];
    double[] spreads = new double[factors.length];
    boolean changes = false;
    for (int i = 0; i < factors.length; i++) {
      centers[i] = -terms[i] / factors[i];
      spreads[i] = 1 / Math.abs(factors[i]);
      changes |= factors[i] != 1 || terms[i] != 0;
      if (!Double.isFinite(centers[i]) || !Double.isFinite(spreads[i])) {
        return ExpectedRange.UNKNOWN;
      }
    }
    if (!changes) {
      return ExpectedRange.UNKNOWN;
    }
    boolean images = input.dtype() == DType.UINT8 || (input.shape().ranked() && input.rank() >= 4);
    if (images && areBytes(centers, spreads)) {
      return new ExpectedRange(Kind.RAW, 0, BYTE, by);
    }
    boolean normalizes = by.contains("Normalization");
    boolean layer = normalizes || by.contains("Rescaling");
    if (!layer && !all(spreads, spread -> spread >= LARGE)) {
      return ExpectedRange.UNKNOWN;
    }
    return span(centers, spreads, normalizes);
  }

  /** Says whether values of bytes come out between about -10 and 10, or with 0 in their middle. */
  private static boolean areBytes(double[] centers, double[] spreads) {
    boolean inside = all(centers, center -> center >= -1 && center <= BYTE + 1);
    boolean divided = all(spreads, spread -> spread >= LARGE && spread <= BYTE + 1);
    boolean centered =
        all(spreads, spread -> spread == 1) && all(centers, center -> center > 2 * LARGE);
    return inside && (divided || centered);
  }

  private ExpectedRange span(double[] centers, double[] spreads, boolean normalizes) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < centers.length; i++) {
      boolean fromZero = centers[i] == 0 && !normalizes;
      if (!normalizes && (spreads[i] == 1 || (fromZero && spreads[i] < 1))) {
        return ExpectedRange
            .UNKNOWN; // It only shifts, or makes numbers larger: whose, it says not.
      }
      double reach = (normalizes ? SPREAD : 1) * spreads[i];
      low = Math.min(low, fromZero ? 0 : centers[i] - reach);
      high = Math.max(high, centers[i] + reach);
    }
    // 127.5 - 1 / 0.007843138 is 0 but for the last digits.
    return new ExpectedRange(Kind.RAW, round(low), round(high), by);
  }

  private static double round(double value) {
    double whole = Math.rint(value);
    return Math.abs(value - whole) < 1e-3 * Math.max(1, Math.abs(whole)) ? whole + 0.0 : value;
  }

  private static boolean all(double[] numbers, DoublePredicate test) {
    return Arrays.stream(numbers).allMatch(test);
  }
}
