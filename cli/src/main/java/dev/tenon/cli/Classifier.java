package dev.tenon.cli;

import static dev.tenon.formats.image.ColorMode.GRAYSCALE;
import static dev.tenon.formats.image.ColorMode.RGB;

import dev.tenon.Model;
import dev.tenon.ModelInput;
import dev.tenon.formats.image.ColorMode;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.Application;
import dev.tenon.zoo.ApplicationOptions;
import dev.tenon.zoo.Catalogue;
import dev.tenon.zoo.Labels;
import dev.tenon.zoo.Preprocessing;
import dev.tenon.zoo.ZooEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A model of pictures, with what it wants of them and what its scores mean.
 *
 * @param model the model
 * @param preprocessing what is done to pixels
 * @param size the side where the model leaves it open
 * @param named the names of the classes; null where nobody gave them
 * @param tuned whether {@code finetune} made it, which resizes pictures in another way
 */
record Classifier(
    Model model, Preprocessing preprocessing, int size, @Nullable Labels named, boolean tuned)
    implements AutoCloseable {
  private static final int IMAGENET = 1000;
  private static final int COLOURS = 3;

  /**
   * Opens a model of the zoo or of a file.
   *
   * @param err where the progress of a download is drawn
   */
  static Classifier open(
      String name,
      @Nullable Path weights,
      @Nullable String preprocess,
      @Nullable Labels labels,
      PrintWriter err)
      throws IOException {
    Path file = Path.of(name);
    if (Files.isRegularFile(file)) {
      Preprocessing mode = ModelLabels.preprocessing(file, preprocess);
      return new Classifier(
          Model.load(file),
          mode,
          224,
          labels == null ? ModelLabels.read(file) : labels,
          ModelLabels.areBeside(file));
    }
    ZooEntry entry = Catalogue.standard().named(name);
    Preprocessing mode =
        preprocess == null ? entry.preprocessing() : Preprocessing.named(preprocess);
    return new Classifier(
        load(entry, weights, err),
        mode,
        entry.size(),
        labels == null ? entry.labels() : labels,
        false);
  }

  private static Model load(ZooEntry entry, @Nullable Path weights, PrintWriter err)
      throws IOException {
    Application application = entry.application();
    if (weights == null) {
      return entry.load(DownloadBar.cache(err));
    }
    if (application == null) {
      throw new IllegalArgumentException(
          "'" + entry.name() + "' is a whole model: --weights is for a network of Keras'");
    }
    return application.create(ApplicationOptions.DEFAULTS.weightsFrom(weights));
  }

  /** Returns the scores of one picture, (1, classes). */
  Tensor scores(Model runner, Path photo) throws IOException {
    List<ModelInput> inputs = runner.inputs();
    Shape shape = inputs.get(0).shape();
    if (inputs.size() != 1 || shape.rank() != 4) {
      throw new IllegalArgumentException("the model does not take one picture: it wants " + inputs);
    }
    boolean first = length(shape, 1) == COLOURS && length(shape, 3) != COLOURS;
    int height = side(shape, first ? 2 : 1);
    int width = side(shape, first ? 3 : 2);
    ColorMode mode = length(shape, 1) == 1 || length(shape, 3) == 1 ? GRAYSCALE : RGB;
    Tensor picture = ModelLabels.picture(photo, height, width, mode, tuned);
    Tensor ready = preprocessing.apply(picture);
    Tensor scores = runner.predict(first ? ready.transpose(0, 3, 1, 2) : ready);
    return scores.reshape(1, scores.size());
  }

  private static long length(Shape shape, int axis) {
    return shape.dim(axis).isKnown() ? shape.length(axis) : -1;
  }

  private int side(Shape shape, int axis) {
    return shape.dim(axis).isKnown() ? Math.toIntExact(shape.length(axis)) : size;
  }

  /** Returns the names of the classes: given ones, ImageNet's for a thousand, else numbers. */
  Labels labels(Tensor scores) {
    if (named != null) {
      return named;
    }
    if (scores.size() == IMAGENET) {
      return Labels.imagenet();
    }
    return Labels.of(IntStream.range(0, scores.size()).mapToObj(i -> "class " + i).toList());
  }

  @Override
  public void close() {
    model.close();
  }
}
