package dev.tenon.formats.image;

/** How much a pixel counts at a distance: the filters of TensorFlow's ScaleAndTranslate. */
enum TensorKernel {
  LANCZOS3(3) {
    @Override
    double weight(double x) {
      return lanczos(x, 3);
    }
  },
  LANCZOS5(5) {
    @Override
    double weight(double x) {
      return lanczos(x, 5);
    }
  },
  GAUSSIAN(1.5) {
    @Override
    double weight(double x) {
      double deviation = 0.5;
      return x >= 1.5 ? 0 : Math.exp(-x * x / (2 * deviation * deviation));
    }
  },
  MITCHELLCUBIC(2) {
    @Override
    double weight(double x) {
      if (x >= 2) {
        return 0;
      }
      return x >= 1
          ? ((-7.0 / 18 * x + 2) * x - 10.0 / 3) * x + 16.0 / 9
          : (7.0 / 6 * x - 2) * x * x + 8.0 / 9;
    }
  };

  private static final double TINY = 1e-3;
  private final double radius;

  TensorKernel(double radius) {
    this.radius = radius;
  }

  /** Returns the weight at a distance that is not negative. */
  abstract double weight(double x);

  private static double lanczos(double x, double lobes) {
    if (x > lobes) {
      return 0;
    }
    double angle = Math.PI * x;
    return x <= TINY ? 1 : lobes * Math.sin(angle) * Math.sin(angle / lobes) / (angle * angle);
  }

  /** Returns the first pixel that counts for a point. */
  int first(float center, int length) {
    return clamp((int) Math.ceil((float) (center - radius - 0.5)), length);
  }

  /**
   * Returns what the pixels from {@link #first} on count for a point: 1 together.
   *
   * @param center where the point is, in pixels from the border
   */
  float[] weights(float center, int length) {
    int first = first(center, length);
    int last = clamp((int) Math.floor((float) (center + radius - 0.5)), length);
    float[] weights = new float[last - first + 1];
    float total = 0;
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (float) weight(Math.abs(first + k + 0.5f - center));
      total += weights[k];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] *= 1 / total;
    }
    return weights;
  }

  private static int clamp(int at, int length) {
    return Math.max(0, Math.min(length - 1, at));
  }
}
