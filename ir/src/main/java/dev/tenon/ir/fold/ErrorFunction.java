package dev.tenon.ir.fold;

/** The error function, by its series near zero and its continued fraction far from it. */
final class ErrorFunction {
  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

  private ErrorFunction() {}

  /** Returns erf(x), with an error of a few units in the last place of a double. */
  static double erf(double x) {
    double a = Math.abs(x);
    if (Double.isNaN(x)) {
      return x;
    }
    if (a > 6) {
      return Math.copySign(1, x);
    }
    return Math.copySign(a < 2.5 ? series(a) : 1 - fraction(a), x);
  }

  /** erf x = 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·5···(2n+1)), all terms positive. */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 200 && term > sum * 1e-18; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_ROOT_PI * Math.exp(-x * x) * sum;
  }

  /** erfc x = e^(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))). */
  private static double fraction(double x) {
    double tail = x;
    for (int n = 120; n > 0; n--) {
      tail = x + n / 2.0 / tail;
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / tail;
  }
}
