package dev.tenon.formats.image.resample;

/** The weight of a pixel by its distance: the filters of TensorFlow's ScaleAndTranslate. */
public enum TensorKernel {
  LANCZOS3(3) {
    @Override
    float weight(float x) {
      return lanczos(x, 3);
    }
  },
  LANCZOS5(5) {
    @Override
    float weight(float x) {
      return lanczos(x, 5);
    }
  },
  GAUSSIAN(1.5f) {
    @Override
    float weight(float x) {
      // The deviation is half a pixel.
      return x >= 1.5f ? 0 : (float) Math.exp(-x * x / 0.5);
    }
  },
  MITCHELLCUBIC(2) {
    @Override
    float weight(float x) {
      if (x >= 2) {
        return 0;
      }
      return x >= 1
          ? ((-7f / 18f * x + 2) * x - 10f / 3f) * x + 16f / 9f
          : (7f / 6f * x - 2) * x * x + 8f / 9f;
    }
  };

  private static final float TINY = 1e-3f;
  private static final float PI = (float) Math.PI;
  private final float radius;

  TensorKernel(float radius) {
    this.radius = radius;
  }

  /** Returns the weight at a distance that is not negative, with TensorFlow's rounding. */
  abstract float weight(float x);

  private static float lanczos(float x, float lobes) {
    if (x > lobes) {
      return 0;
    }
    if (x <= TINY) {
      return 1;
    }
    float wave = (float) Math.sin(PI * x);
    float window = (float) Math.sin(PI * x / lobes);
    return lobes * wave * window / (PI * PI * x * x);
  }

  /** Returns the first pixel that counts for a point. */
  public int first(float center, int length) {
    return clamp((int) Math.ceil(center - radius - 0.5f), length);
  }

  /**
   * Returns the weights of the pixels from {@link #first} on for a point; their sum is 1.
   *
   * @param center the position of the point, in pixels from the border
   */
  public float[] weights(float center, int length) {
    int first = first(center, length);
    int last = clamp((int) Math.floor(center + radius - 0.5f), length);
    float[] weights = new float[last - first + 1];
    float total = 0;
    for (int k = 0; k < weights.length; k++) {
      weights[k] = weight(Math.abs(first + k + 0.5f - center));
      total += weights[k];
    }
    float share = 1 / total;
    for (int k = 0; k < weights.length; k++) {
      weights[k] *= share;
    }
    return weights;
  }

  private static int clamp(int at, int length) {
    return Math.max(0, Math.min(length - 1, at));
  }
}
