package dev.tenon.cli.option;

import dev.tenon.Model;
import dev.tenon.cli.input.InputFiles;
import dev.tenon.cli.input.ModelLabels;
import dev.tenon.image.ColorMode;
import dev.tenon.image.ImageSpec;
import dev.tenon.image.Images;
import dev.tenon.ir.shape.Shape;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say what a model is fed with. */
public final class FedInputs {
  private static final int COLOURS = 3;

  @Option(
      names = "--input",
      arity = "1",
      parameterConsumer = OpenList.class,
      converter = InputFile.class,
      paramLabel = "FILE",
      description =
          "An npz, JSON or CSV for all inputs; or repeated: a file for each input, or images.")
  private List<Path> files = List.of();

  @Option(
      names = "--preprocess",
      paramLabel = "MODE",
      description = "What images go through first: caffe, tf, torch or inside, as in Keras.")
  private @Nullable String preprocess;

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      description = "Multiply the inputs first; 0.00392157 takes pixels to 0..1.")
  private double scale = 1;

  @Option(
      names = "--offset",
      paramLabel = "NUMBER",
      description = "Add to the inputs after scaling; -1 with --scale 0.00784314 gives -1..1.")
  private double offset;

  private Map<String, Tensor> images = Map.of();

  /** Ends the command with its usage where no files were named. */
  public void demand(@Nullable CommandSpec spec) {
    if (files.isEmpty() && spec != null) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--input FILE'");
    }
  }

  /**
   * Returns the batch; empty where no files were named.
   *
   * @param model which may know how its images are read
   * @param file where the model lies: beside one that {@code finetune} made are its labels
   */
  public Map<String, Tensor> read(Model model, Path file) throws IOException {
    if (files.isEmpty()) {
      return Map.of();
    }
    for (Path each : files) {
      check(each);
    }
    ImageSpec spec = ModelLabels.images(model.images(), file);
    Map<String, Tensor> batch = new LinkedHashMap<>(InputFiles.read(files, model.inputs(), spec));
    model.inputs().forEach(input -> needBatch(input, batch.get(input.name())));
    Map<String, Tensor> before = Map.copyOf(batch);
    if (preprocess != null) {
      Preprocessing mode = Preprocessing.named(preprocess);
      batch.replaceAll((name, tensor) -> prepared(mode, tensor));
    } else if (spec != null && InputFiles.areImages(files)) {
      Preprocessing mode = Preprocessing.named(spec.scaling());
      batch.replaceAll((name, tensor) -> prepared(mode, tensor));
    }
    if (scale != 1 || offset != 0) {
      batch.replaceAll((name, tensor) -> tensor.scale(scale, offset));
    }
    images = before;
    return batch;
  }

  /** Returns what {@link #read} has read before anything was done to it, for the eye. */
  public Map<String, Tensor> images() {
    return images;
  }

  /**
   * Returns the image of the first sample as it was read, (height, width, 3) from 0 to 255, by the
   * name of the input; empty where no images were named.
   */
  public Map<String, Tensor> photos(Model model) throws IOException {
    List<TensorSpec> wanted = model.inputs();
    Map<String, Tensor> photos = new LinkedHashMap<>();
    if (InputFiles.areImages(files)) {
      for (int i = 0; i < Math.min(files.size(), wanted.size()); i++) {
        photos.put(wanted.get(i).name(), Images.load(files.get(i), ColorMode.RGB));
      }
    }
    return photos;
  }

  /** Says how a file gives a single sample; the library's own words are of Java. */
  private static void needBatch(TensorSpec input, @Nullable Tensor tensor) {
    Shape shape = input.shape();
    if (tensor != null && shape.ranked() && tensor.rank() == shape.rank() - 1) {
      boolean column = shape.length(-1) == 1 && tensor.rank() > 0 && tensor.dim(0) != 1;
      throw new IllegalArgumentException(
          "input '"
              + input.name()
              + "' wants shape "
              + shape
              + " and received "
              + tensor.shapeString()
              + (column
                  ? ": the last axis has one entry a sample: [[…], […]] in JSON, x[..., None] in"
                      + " NumPy"
                  : ": the first axis counts the samples, also where there is one: [[…]] in JSON,"
                      + " x[None] in NumPy"));
    }
  }

  private static void check(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "input '" + file + "' is a folder; expected a file: name one inside it");
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
  }

  private static Tensor prepared(Preprocessing mode, Tensor tensor) {
    if (tensor.rank() != 4) {
      return tensor;
    }
    boolean first = tensor.dim(1) == COLOURS && tensor.dim(3) != COLOURS;
    return mode.apply(tensor, first ? "channels_first" : "channels_last");
  }
}
