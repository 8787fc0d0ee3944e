package dev.tenon.tuning.oracle;

/**
 * A Gaussian process regression with a Matérn kernel of ν = 5/2.
 *
 * <p>The covariance of two points at distance {@code d} is {@code (1 + k + k²/3) exp(-k)} with
 * {@code k = √5 d / ℓ}. The length scale {@code ℓ}, from 1e-5 to 1e5, maximizes the marginal
 * likelihood. Targets are normalized to mean 0 and deviation 1 first.
 *
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.gaussian_process.GaussianProcessRegressor.html">scikit-learn:
 *     GaussianProcessRegressor</a>
 */
public final class GaussianProcess {
  private static final double SHORTEST = Math.log(1e-5);
  private static final double LONGEST = Math.log(1e5);
  private static final int GRID = 200;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final double PRECISION = 1e-9;

  private final double[][] points;
  private final double[] targets;
  private final double mean;
  private final double deviation;
  private final double alpha;
  private final double length;
  private final double[][] factor;
  private final double[] weights;

  private GaussianProcess(double[][] points, double[] y, double alpha) {
    this.points = points;
    this.alpha = alpha;
    double sum = 0;
    for (double value : y) {
      sum += value;
    }
    mean = sum / y.length;
    double squares = 0;
    for (double value : y) {
      squares += (value - mean) * (value - mean);
    }
    double spread = Math.sqrt(squares / y.length);
    deviation = spread == 0 ? 1 : spread;
    targets = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      targets[i] = (y[i] - mean) / deviation;
    }
    length = Math.exp(likeliest());
    factor = Cholesky.factor(covariance(length));
    weights = Cholesky.solve(factor, targets);
  }

  /**
   * Fits a process.
   *
   * @param points at least one point, all with the same number of coordinates
   * @param targets a finite number for each point
   * @param alpha the variance of the noise of targets, more than 0
   */
  public static GaussianProcess fit(double[][] points, double[] targets, double alpha) {
    return new GaussianProcess(points, targets, alpha);
  }

  /** Returns the length scale. */
  public double lengthScale() {
    return length;
  }

  /**
   * A prediction.
   *
   * @param mean the expected value
   * @param deviation the standard deviation
   */
  public record Prediction(double mean, double deviation) {}

  /**
   * Predicts the target of a point.
   *
   * @param point the coordinates
   */
  public Prediction predict(double... point) {
    double[] similar = new double[points.length];
    double expected = 0;
    for (int i = 0; i < similar.length; i++) {
      similar[i] = kernel(distance(points[i], point), length);
      expected += similar[i] * weights[i];
    }
    double variance = 1;
    for (double part : Cholesky.forward(factor, similar)) {
      variance -= part * part;
    }
    return new Prediction(
        expected * deviation + mean, Math.sqrt(Math.max(variance, 0)) * deviation);
  }

  /** Returns the logarithm of the most likely length scale. */
  private double likeliest() {
    double step = (LONGEST - SHORTEST) / GRID;
    double best = SHORTEST;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= GRID; i++) {
      double value = likelihood(SHORTEST + i * step);
      if (value > highest) {
        highest = value;
        best = SHORTEST + i * step;
      }
    }
    double low = Math.max(SHORTEST, best - step);
    double high = Math.min(LONGEST, best + step);
    while (high - low > PRECISION) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      if (likelihood(left) < likelihood(right)) {
        low = left;
      } else {
        high = right;
      }
    }
    return (low + high) / 2;
  }

  /** Returns the logarithm of the marginal likelihood without its constant term. */
  private double likelihood(double logLength) {
    double[][] lower = Cholesky.factor(covariance(Math.exp(logLength)));
    double[] solved = Cholesky.solve(lower, targets);
    double likelihood = 0;
    for (int i = 0; i < targets.length; i++) {
      likelihood -= 0.5 * targets[i] * solved[i] + Math.log(lower[i][i]);
    }
    return likelihood;
  }

  private double[][] covariance(double scale) {
    double[][] matrix = new double[points.length][points.length];
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < i; j++) {
        matrix[i][j] = kernel(distance(points[i], points[j]), scale);
        matrix[j][i] = matrix[i][j];
      }
      matrix[i][i] = 1 + alpha;
    }
    return matrix;
  }

  private static double kernel(double distance, double scale) {
    double k = Math.sqrt(5) * distance / scale;
    return (1 + k + k * k / 3) * Math.exp(-k);
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }
}
