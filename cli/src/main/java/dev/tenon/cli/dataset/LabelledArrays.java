package dev.tenon.cli.dataset;

import dev.tenon.data.ArrayDataset;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.data.NumpyFiles;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.split.Split;
import dev.tenon.tuning.split.SplitOptions;
import dev.tenon.tuning.split.TrainTestSplit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Samples in memory with their targets.
 *
 * @param features a tensor for each input of a model, in its order
 * @param targets what is to be predicted
 */
public record LabelledArrays(List<Tensor> features, Targets targets) {
  public LabelledArrays {
    features = List.copyOf(features);
    for (Tensor feature : features) {
      if (feature.dim(0) != targets.values().dim(0)) {
        throw new IllegalArgumentException(
            "there are "
                + feature.dim(0)
                + " samples and "
                + targets.values().dim(0)
                + " targets: expected one target for each sample");
      }
    }
  }

  /** Two parts of samples; the second is null where nothing is held out. */
  public record Parts(ArrayDataset training, @Nullable ArrayDataset validation) {}

  /**
   * Reads the arrays {@code x} and {@code y} of an npz, or {@code x_train} and {@code y_train}.
   *
   * @throws IllegalArgumentException if they are missing
   */
  public static Map.Entry<Tensor, Tensor> read(Path npz) throws IOException {
    Map<String, Tensor> arrays = NumpyFiles.loadz(npz);
    for (String part : List.of("", "_train", "_test")) {
      Tensor x = arrays.get("x" + part);
      Tensor y = arrays.get("y" + part);
      if (x != null && y != null) {
        return Map.entry(x, y);
      }
    }
    throw new IllegalArgumentException(
        npz + ": has the arrays " + arrays.keySet() + "; expected 'x' and 'y'");
  }

  /** Returns all samples in one batch. */
  public Batch all() {
    return Batch.of(features, List.of(targets.values()));
  }

  /**
   * Splits the samples at random; both parts have the same share of each class where every class
   * has samples enough.
   *
   * @param share what is held out, from 0 to less than 1
   */
  public Parts split(double share, long seed, int batchSize) {
    if (share == 0) {
      return new Parts(Dataset.of(all()).batch(batchSize).shuffle(seed), null);
    }
    int samples = (int) targets.values().dim(0);
    SplitOptions options = SplitOptions.splitting().testSize(share).randomState(seed);
    Split split =
        targets.areClasses() && isStratifiable(share, samples)
            ? TrainTestSplit.indices(samples, options.stratify(targets.values()))
            : TrainTestSplit.indices(samples, options);
    return new Parts(
        Dataset.of(
                Batch.of(
                    features.stream().map(split::train).toList(),
                    List.of(split.train(targets.values()))))
            .batch(batchSize)
            .shuffle(seed),
        Dataset.of(
                Batch.of(
                    features.stream().map(split::test).toList(),
                    List.of(split.test(targets.values()))))
            .batch(batchSize));
  }

  private boolean isStratifiable(double share, int samples) {
    int classes = targets.classNames().size();
    int[] counts = new int[classes];
    for (int i = 0; i < samples; i++) {
      counts[(int) targets.values().getLong(i)]++;
    }
    for (int count : counts) {
      if (count < 2) {
        return false;
      }
    }
    return share * samples >= classes && (1 - share) * samples >= classes;
  }
}
