package dev.tenon.text.internal;

import dev.tenon.internal.assets.TextAssets;
import dev.tenon.zoo.huggingface.SentenceModules;
import dev.tenon.zoo.huggingface.SentenceModules.PoolingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one vector of the states of a text's tokens, for networks that do not: by the modules of
 * sentence-transformers, and without them the mean of the tokens.
 *
 * @param modes the ways of pooling, whose results are joined
 * @param normalized whether the vector has length 1
 */
public record TokenPooling(List<PoolingMode> modes, boolean normalized) {
  /** What PyTorch's normalize divides by at least. */
  private static final double SMALLEST_LENGTH = 1e-12;

  public TokenPooling {
    modes = List.copyOf(modes);
  }

  /** Reads the modules of a model. */
  public static TokenPooling of(TextAssets assets) {
    Map<String, String> texts = new HashMap<>();
    for (String name : assets.files().keySet()) {
      String text = assets.text(name);
      if (text != null) {
        texts.put(name, text);
      }
    }
    SentenceModules modules = SentenceModules.of(texts);
    return modules.isPresent()
        ? new TokenPooling(modules.modes(), modules.normalized())
        : new TokenPooling(List.of(PoolingMode.MEAN), false);
  }

  /**
   * Returns the vector of a text.
   *
   * @param states a row of features for each position
   * @param mask 1 for tokens, 0 for padding, which may be shorter than the rows
   */
  public float[] vector(float[][] states, int[] mask) {
    List<Integer> tokens = new ArrayList<>();
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] != 0) {
        tokens.add(i);
      }
    }
    int features = states[0].length;
    double[] joined = new double[features * modes.size()];
    for (int i = 0; i < modes.size(); i++) {
      for (int j = 0; j < features; j++) {
        joined[i * features + j] = pooled(modes.get(i), states, tokens, j);
      }
    }
    return normalized ? unit(joined) : floats(joined, 1);
  }

  private static double pooled(
      PoolingMode mode, float[][] states, List<Integer> tokens, int feature) {
    if (tokens.isEmpty()) {
      return 0;
    }
    int first = tokens.get(0);
    double sum = 0;
    double weights = 0;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int token : tokens) {
      double weight = mode == PoolingMode.WEIGHTEDMEAN ? token - first + 1 : 1;
      sum += weight * states[token][feature];
      weights += weight;
      greatest = Math.max(greatest, states[token][feature]);
    }
    return switch (mode) {
      case CLS -> states[first][feature];
      case LASTTOKEN -> states[tokens.get(tokens.size() - 1)][feature];
      case MAX -> greatest;
      case MEAN, WEIGHTEDMEAN -> sum / weights;
      case MEAN_SQRT_LEN_TOKENS -> sum / Math.sqrt(weights);
    };
  }

  private static float[] unit(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    return floats(vector, Math.max(Math.sqrt(squares), SMALLEST_LENGTH));
  }

  private static float[] floats(double[] values, double divisor) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) (values[i] / divisor);
    }
    return floats;
  }
}
