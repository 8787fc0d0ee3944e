package dev.tenon.tuning.oracle;

import dev.tenon.random.NumpyRandom;

/**
 * Finds the point of the unit cube to try next: where mean − beta × deviation is least.
 *
 * @param process predicts what is to be made small
 * @param beta how much a point is worth about which little is known
 */
public record ConfidenceBound(GaussianProcess process, double beta) {
  private static final int STARTS = 50;
  private static final double FIRST_STEP = 0.1;
  private static final double LAST_STEP = 1e-4;

  /**
   * Returns the best point that is found from fifty random ones, by steps along the axes.
   *
   * @param dimensions how many coordinates a point has, each from 0 to 1
   */
  public double[] least(int dimensions, NumpyRandom random) {
    double[] best = new double[dimensions];
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < STARTS; i++) {
      double[] point = descend(random.randomSample(dimensions));
      double value = at(point);
      if (value < lowest) {
        lowest = value;
        best = point;
      }
    }
    return best;
  }

  private double at(double[] point) {
    GaussianProcess.Prediction prediction = process.predict(point);
    return prediction.mean() - beta * prediction.deviation();
  }

  private double[] descend(double[] start) {
    double[] point = start.clone();
    double value = at(point);
    for (double step = FIRST_STEP; step > LAST_STEP; ) {
      boolean moved = false;
      for (int axis = 0; axis < point.length; axis++) {
        for (double move : new double[] {step, -step}) {
          double before = point[axis];
          point[axis] = Math.min(1, Math.max(0, before + move));
          double moving = at(point);
          if (moving < value) {
            value = moving;
            moved = true;
          } else {
            point[axis] = before;
          }
        }
      }
      step = moved ? step : step / 2;
    }
    return point;
  }
}
