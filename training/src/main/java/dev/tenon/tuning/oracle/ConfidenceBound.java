package dev.tenon.tuning.oracle;

import dev.tenon.random.NumpyRandom;

/**
 * The search for the point of the unit cube with the least mean − beta × deviation.
 *
 * @param process the process that predicts the value to minimize
 * @param beta the weight of the deviation
 */
public record ConfidenceBound(GaussianProcess process, double beta) {
  private static final int STARTS = 50;
  private static final double FIRST_STEP = 0.1;
  private static final double LAST_STEP = 1e-4;

  /**
   * Returns the best point of a descent along the axes from fifty random points.
   *
   * @param dimensions the number of coordinates, each from 0 to 1
   * @param random the random generator
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
