package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.layers.adaptation.QuantileSummary;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Works out the bins of a Discretization layer that tf_keras adapted.
 *
 * <p>Its HDF5 files hold no bins but a summary of the data: values and their weights. Loading one,
 * tf_keras cuts it into bins of equal weight, as {@link QuantileSummary} does.
 *
 * @see <a
 *     href="https://github.com/keras-team/tf-keras/blob/master/tf_keras/src/layers/preprocessing/discretization.py">tf_keras:
 *     Discretization</a>
 */
public final class AdaptedBins {
  private AdaptedBins() {}

  /** Says whether a weight's name is that of a summary. */
  public static boolean isSummary(String weightName) {
    return weightName.equals("summary:0") || weightName.endsWith("/summary:0");
  }

  /**
   * Adds the bins to the Discretization layers of a model that have none.
   *
   * @param summaries returns the summary that a file stores for a layer's name; null for none
   */
  public static void complete(
      LayerConfig model, Function<String, ? extends @Nullable Tensor> summaries) {
    for (LayerConfig layer : model.layers()) {
      complete(layer, summaries);
    }
    if (model.className().equals("Discretization")) {
      complete(model.config(), summaries.apply(model.name()));
    }
  }

  /** Adds the bins to a configuration that has none. */
  public static void complete(ObjectNode config, @Nullable Tensor summary) {
    int bins = config.path("num_bins").asInt(0);
    boolean given = config.path("bin_boundaries").size() > 0;
    if (given || bins < 1 || summary == null || summary.rank() != 2 || summary.dim(0) != 2) {
      return;
    }
    int count = Math.toIntExact(summary.dim(1));
    float[] numbers = summary.toFloatArray();
    QuantileSummary cut =
        new QuantileSummary(
            Arrays.copyOf(numbers, count), Arrays.copyOfRange(numbers, count, 2 * count));
    ArrayNode boundaries = config.putArray("bin_boundaries");
    for (float boundary : cut.boundaries(bins)) {
      boundaries.add(boundary);
    }
  }
}
