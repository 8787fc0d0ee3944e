package dev.tenon.cli.train;

import dev.tenon.Model;
import dev.tenon.cli.dataset.EvaluationData;
import dev.tenon.cli.dataset.LabelledArrays;
import dev.tenon.cli.dataset.Targets;
import dev.tenon.cli.dataset.Task;
import dev.tenon.cli.input.CsvTable;
import dev.tenon.cli.input.ImageFolders;
import dev.tenon.image.ColorMode;
import dev.tenon.image.Images;
import dev.tenon.layers.Layers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads samples and chooses a network for them. */
public final class TrainingPlans {
  private static final int LARGEST_DEFAULT = 96;

  private TrainingPlans() {}

  /**
   * Reads a CSV file, an npz or a folder of images.
   *
   * @throws IllegalArgumentException if an option does not suit the data
   */
  public static TrainingPlan of(Path data, PlanOptions options) throws IOException {
    if (!Files.exists(data)) {
      throw new NoSuchFileException(data.toString());
    }
    if (EvaluationData.isNamed(data, ".csv") && !Files.isDirectory(data)) {
      return table(data, options);
    }
    if (options.target() != null) {
      throw new IllegalArgumentException(
          "--target names a column of a .csv file; " + data + " has none");
    }
    if (Files.isDirectory(data)) {
      return images(data, options);
    }
    if (EvaluationData.isNamed(data, ".npz")) {
      return arrays(data, options);
    }
    throw EvaluationData.unknown(data);
  }

  private static TrainingPlan table(Path file, PlanOptions options) throws IOException {
    String target = options.target();
    CsvTable table = CsvTable.read(file);
    if (target == null) {
      throw new IllegalArgumentException(
          file
              + ": say which column is to be predicted: --target COLUMN, one of "
              + table.columns().keySet());
    }
    Targets targets = Targets.of(table, target, options.task());
    List<String> notes = new ArrayList<>();
    TabularInputs inputs = TabularInputs.of(table.without(target), notes);
    LabelledArrays samples = new LabelledArrays(inputs.features(), targets);
    LabelledArrays.Parts parts =
        samples.split(options.validationSplit(), options.seed(), options.batchSize());
    // The statistics are those of the samples to learn from.
    Model model = inputs.network(parts.training().all().features(), targets(parts, targets));
    return plan(model, parts, targets, notes);
  }

  private static TrainingPlan plan(
      Model model, LabelledArrays.Parts parts, Targets targets, List<String> notes) {
    return new TrainingPlan(
        model,
        parts.training(),
        parts.training().size(),
        parts.validation(),
        parts.validation() == null ? 0 : parts.validation().size(),
        targets.classNames(),
        notes);
  }

  /** Returns the targets of the samples to learn from. */
  private static Targets targets(LabelledArrays.Parts parts, Targets all) {
    Tensor values = parts.training().all().targets().get(0);
    return new Targets(values == null ? all.values() : values, all.classNames());
  }

  private static TrainingPlan arrays(Path file, PlanOptions options) throws IOException {
    Map.Entry<Tensor, Tensor> xy = LabelledArrays.read(file);
    Targets targets = Targets.of(file + ": 'y'", xy.getValue(), options.task());
    Tensor x = xy.getKey();
    if (x.dtype() == DType.STRING || x.rank() == 0 || x.rank() > 4) {
      throw new IllegalArgumentException(
          file
              + ": 'x' has shape "
              + x.shapeString()
              + " and type "
              + x.dtype().numpyName()
              + "; expected numbers: (samples, columns), or images (samples, height, width) or"
              + " (samples, height, width, channels)");
    }
    Tensor features = x.cast(DType.FLOAT32);
    features = x.rank() == 1 ? features.expandDims(1) : features;
    LabelledArrays.Parts parts =
        new LabelledArrays(List.of(features), targets)
            .split(options.validationSplit(), options.seed(), options.batchSize());
    Tensor learned = parts.training().all().features().get(0);
    Targets known = targets(parts, targets);
    Model model =
        features.rank() == 2
            ? DenseNetwork.of(learned, known)
            : ConvolutionalNetwork.of(
                Layers.normalization().axis(null).adapt(learned),
                List.of(
                    features.dim(1), features.dim(2), features.rank() == 4 ? features.dim(3) : 0),
                known);
    return plan(model, parts, targets, List.of());
  }

  private static TrainingPlan images(Path folder, PlanOptions options) throws IOException {
    if (options.task() == Task.REGRESSION) {
      throw new IllegalArgumentException(
          folder + ": the sub-folders are classes: leave --task regression out");
    }
    ImageFolders folders = ImageFolders.of(folder, options.validationSplit(), options.seed());
    Tensor first = Images.load(folders.images().filePaths().get(0), ColorMode.RGB);
    int side = options.imageSize();
    if (side == 0) {
      side = (int) Math.min(LARGEST_DEFAULT, Math.min(first.dim(0), first.dim(1)));
    }
    ColorMode mode = isGray(first) ? ColorMode.GRAYSCALE : ColorMode.RGB;
    ImageFolders.Parts parts = folders.parts(side, side, mode, options.batchSize());
    Targets targets = new Targets(Tensor.of(new int[] {0}, 1), folders.classNames());
    Model model =
        ConvolutionalNetwork.of(
            Layers.rescaling(1 / 255.0),
            List.of((long) side, (long) side, mode == ColorMode.GRAYSCALE ? 1L : 3L),
            targets);
    return new TrainingPlan(
        model,
        parts.training(),
        parts.trainingSize(),
        parts.validation(),
        parts.validationSize(),
        folders.classNames(),
        List.of(
            "images are resized to "
                + side
                + " by "
                + side
                + (mode == ColorMode.GRAYSCALE ? ", one channel" : "")
                + "; with few of them 'tenon finetune' does better"));
  }

  private static boolean isGray(Tensor image) {
    float[] samples = image.toFloatArray();
    for (int i = 0; i + 2 < samples.length; i += 3) {
      if (samples[i] != samples[i + 1] || samples[i] != samples[i + 2]) {
        return false;
      }
    }
    return true;
  }
}
