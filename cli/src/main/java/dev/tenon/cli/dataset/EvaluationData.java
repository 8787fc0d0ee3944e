package dev.tenon.cli.dataset;

import dev.tenon.Model;
import dev.tenon.cli.input.CsvTable;
import dev.tenon.cli.input.ImageInput;
import dev.tenon.cli.input.InputFiles;
import dev.tenon.cli.input.ModelLabels;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.data.ImageFolder;
import dev.tenon.image.AspectRatio;
import dev.tenon.image.ImageSpec;
import dev.tenon.ir.shape.Shape;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.Labels;
import dev.tenon.zoo.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stored model is measured on.
 *
 * @param samples the samples, in the order of the model's inputs
 * @param size the number of samples
 * @param classNames the names of the classes; empty where they are not known or there are none
 */
public record EvaluationData(Dataset samples, int size, List<String> classNames) {
  /**
   * Reads a folder of images, an npz or a CSV file.
   *
   * @param file where the model is: its labels are beside it
   * @param target the column of a CSV file that is predicted; null for none
   * @param preprocess what is done to images; null for what the model's file says
   */
  public static EvaluationData read(
      Path data,
      Model model,
      Path file,
      @Nullable String target,
      @Nullable String preprocess,
      int batchSize)
      throws IOException {
    if (!Files.exists(data)) {
      throw new NoSuchFileException(data.toString());
    }
    Labels labels = ModelLabels.read(file, model);
    List<String> classNames = labels == null ? List.of() : labels.names();
    if (Files.isDirectory(data)) {
      return images(data, model, file, preprocess, classNames, batchSize);
    }
    List<TensorSpec> inputs = model.inputs();
    LabelledArrays arrays;
    if (isNamed(data, ".npz")) {
      Map.Entry<Tensor, Tensor> xy = LabelledArrays.read(data);
      arrays =
          new LabelledArrays(
              List.of(withChannels(xy.getKey(), one(inputs).shape())),
              Targets.known(data + ": 'y'", xy.getValue(), classNames));
    } else if (isNamed(data, ".csv")) {
      if (target == null) {
        throw new IllegalArgumentException(
            data + ": say which column is predicted: --target COLUMN");
      }
      CsvTable table = CsvTable.read(data);
      Targets targets = Targets.known(table, target, classNames);
      arrays = new LabelledArrays(features(table.without(target), inputs), targets);
    } else {
      throw unknown(data);
    }
    int size = (int) arrays.targets().values().dim(0);
    return new EvaluationData(
        Dataset.of(arrays.all()).batch(batchSize), size, arrays.targets().classNames());
  }

  /** Returns the error for data of an unknown kind. */
  public static IllegalArgumentException unknown(Path data) {
    return new IllegalArgumentException(
        data + ": expected a .csv, an .npz or a folder with a sub-folder of images for each class");
  }

  /** Says whether a file's name ends in a suffix, in any case. */
  public static boolean isNamed(Path file, String suffix) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(suffix);
  }

  /** Adds the last axis where a model has one of length 1 there, as Keras does. */
  private static Tensor withChannels(Tensor x, Shape wanted) {
    boolean missing = wanted.ranked() && wanted.rank() == x.rank() + 1 && wanted.length(-1) == 1;
    return missing ? x.expandDims(-1) : x;
  }

  private static TensorSpec one(List<TensorSpec> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          "the model has "
              + inputs.size()
              + " inputs, "
              + inputs.stream().map(TensorSpec::name).toList()
              + ": give a .csv with a column for each");
    }
    return inputs.get(0);
  }

  private static List<Tensor> features(CsvTable table, List<TensorSpec> inputs) {
    if (table.hasColumns(inputs)) {
      return List.copyOf(table.inputs(inputs).values());
    }
    TensorSpec input = one(inputs);
    Tensor rows = table.matrix();
    boolean flat = input.shape().ranked() && input.shape().rank() == 2;
    long wanted = flat ? input.shape().length(1) : -1;
    if (wanted >= 0 && wanted != rows.dim(1)) {
      throw new IllegalArgumentException(
          table.file()
              + ": has "
              + rows.dim(1)
              + " columns beside the target, "
              + table.columns().keySet()
              + "; input '"
              + input.name()
              + "' takes "
              + wanted);
    }
    return List.of(InputFiles.shaped(table.file(), rows, input));
  }

  private static EvaluationData images(
      Path folder,
      Model model,
      Path file,
      @Nullable String preprocess,
      List<String> classNames,
      int batchSize) {
    ImageSpec spec = ModelLabels.images(model.images(), file);
    Preprocessing mode = ModelLabels.preprocessing(file, preprocess, spec);
    ImageInput wanted =
        ImageInput.of(one(model.inputs())).orSide(spec == null ? 224 : spec.height());
    ImageFolder images =
        Dataset.imageDatasetFromDirectory(folder)
            .shuffle(false)
            .imageSize(wanted.height(), wanted.width())
            .colorMode(wanted.mode())
            .batch(batchSize);
    if (spec != null) {
      images =
          images
              .interpolation(spec.interpolation())
              .cropToAspectRatio(spec.aspectRatio() == AspectRatio.CROP)
              .padToAspectRatio(spec.aspectRatio() == AspectRatio.PAD);
    }
    if (!classNames.isEmpty()) {
      images = images.classNames(classNames);
    }
    Dataset prepared =
        images.map(
            batch ->
                Batch.of(
                    List.of(wanted.arranged(mode.apply(batch.features().get(0)))),
                    batch.targets()));
    return new EvaluationData(prepared, images.filePaths().size(), images.classNames());
  }
}
