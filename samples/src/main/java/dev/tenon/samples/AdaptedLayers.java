package dev.tenon.samples;

import static dev.tenon.data.Dataset.splitDataset;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.normalization;
import static dev.tenon.layers.Layers.textVectorization;
import static dev.tenon.optimizers.Optimizers.adam;
import static dev.tenon.training.FitOptions.fit;

import dev.tenon.Model;
import dev.tenon.data.Dataset;
import dev.tenon.data.DatasetSplit;
import dev.tenon.data.TextFolder;
import dev.tenon.data.TimeseriesDataset;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Layers learn a scale and a vocabulary from data; data sets come from a series and a folder. */
public final class AdaptedLayers {
  private static final int STEPS = 400;

  private AdaptedLayers() {}

  /** Forecasts a series, then tells two kinds of text apart. */
  public static void main(String[] args) throws IOException {
    series();
    texts();
  }

  /** The next value of a wave far from zero follows from the 24 values before it. */
  private static void series() {
    float[] wave = new float[STEPS];
    for (int i = 0; i < STEPS; i++) {
      wave[i] = (float) (500 + 30 * Math.sin(i / 3.0));
    }
    Tensor steps = Tensor.of(wave, STEPS);
    Tensor next = Tensor.of(Arrays.copyOfRange(wave, 24, STEPS), STEPS - 24);
    TimeseriesDataset windows = Dataset.timeseriesDatasetFromArray(steps, next, 24).batchSize(16);
    DatasetSplit parts = splitDataset(windows, splitDataset().leftSize(0.8).shuffle(true).seed(5));
    System.out.printf(
        "%d windows to learn from, %d to test%n", parts.left().size(), parts.right().size());
    try (Model model =
        Model.sequential(
            normalization().axis(null).adapt(parts.left()).inputShape(24),
            dense(16).activation("relu"),
            dense(1),
            normalization().axis(null).invert(true).adapt(next).name("scale"))) {
      model.compile("adam", "mse", "mae");
      model.fit(parts.left(), fit().epochs(Quick.or(2, 40)).verbose(0).seed(1L));
      System.out.printf("mean error: %.1f%n", model.evaluate(parts.right()).get("mae"));
    }
  }

  /** A vocabulary of the words of a folder, and one weight for each of them. */
  private static void texts() throws IOException {
    Path folder = Results.folder().resolve("texts");
    List<String> kinds = List.of("weather", "food");
    List<List<String>> words =
        List.of(List.of("rain", "wind", "sun", "cloud"), List.of("bread", "soup", "salt", "rice"));
    for (int kind = 0; kind < kinds.size(); kind++) {
      Path of = Files.createDirectories(folder.resolve(kinds.get(kind)));
      for (int i = 0; i < 20; i++) {
        String first = words.get(kind).get(i % 4);
        String second = words.get(kind).get(i / 4 % 4);
        Files.writeString(of.resolve(i + ".txt"), "There was " + first + ", and " + second + ".");
      }
    }
    TextFolder all =
        Dataset.textDatasetFromDirectory(folder).labelMode("binary").validationSplit(0.2).seed(1);
    TextFolder train = all.subset("training");
    var vectorization = textVectorization().maxTokens(100L).outputMode("tf_idf").adapt(train);
    System.out.println(
        "classes: " + train.classNames() + ", words: " + vectorization.config().vocabulary());
    try (Model model = Model.sequential(vectorization, dense(1).activation("sigmoid"))) {
      model.compile(adam(0.1), "binary_crossentropy", "accuracy");
      model.fit(train.prefetch(2), fit().epochs(Quick.or(2, 20)).verbose(0).seed(1L));
      System.out.printf(
          "accuracy on other texts: %.2f%n",
          model.evaluate(all.subset("validation")).get("accuracy"));
    }
  }
}
