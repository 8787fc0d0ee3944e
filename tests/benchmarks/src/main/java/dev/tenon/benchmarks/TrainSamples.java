package dev.tenon.benchmarks;

import static dev.tenon.training.FitOptions.fit;

import dev.tenon.Model;
import dev.tenon.callbacks.History;
import dev.tenon.data.Dataset;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What {@link TrainWorker} trains a model on: arrays, or a folder of images. */
sealed interface TrainSamples {
  /** How many batches of images are read ahead. */
  int AHEAD = 2;

  /**
   * Returns the samples under a model's name.
   *
   * @param folder the folder with {@code NAME.npz} or a sub-folder {@code NAME}
   * @param cached whether a training computes frozen layers once
   */
  static TrainSamples of(Path folder, String name, int batch, int epochs, boolean cached)
      throws IOException {
    FitOptions options = fit().batchSize(batch).epochs(epochs).verbose(0).cacheFrozen(cached);
    Path images = folder.resolve(name);
    if (Files.isDirectory(images)) {
      return new Images(
          Dataset.imageDatasetFromDirectory(images)
              .imageSize(180, 180)
              .labelMode("binary")
              .batchSize(batch)
              .prefetch(AHEAD),
          fit().epochs(epochs).verbose(0));
    }
    Map<String, Tensor> data;
    try (Source source = Source.of(folder.resolve(name + ".npz"))) {
      data = Npz.read(source);
    }
    return new Arrays(
        Objects.requireNonNull(data.get("x")), Objects.requireNonNull(data.get("y")), options);
  }

  /** Trains one step. */
  void step(Model model);

  /** Trains, and returns the last epoch's loss. */
  double train(Model model);

  private static double last(History history) {
    List<Double> losses = history.get("loss");
    return losses.get(losses.size() - 1);
  }

  /** Features and targets in memory. */
  record Arrays(Tensor x, Tensor y, FitOptions options) implements TrainSamples {
    @Override
    public void step(Model model) {
      int batch = options.batchSize();
      model.fit(x.slice(0, 0, batch), y.slice(0, 0, batch), options.epochs(1));
    }

    @Override
    public double train(Model model) {
      return last(model.fit(x, y, options));
    }
  }

  /** Images that are read in each epoch. */
  record Images(Dataset data, FitOptions options) implements TrainSamples {
    @Override
    public void step(Model model) {
      model.fit(data.take(1), options.epochs(1));
    }

    @Override
    public double train(Model model) {
      return last(model.fit(data, options));
    }
  }
}
