package dev.tenon.cli.command;

import dev.tenon.Model;
import dev.tenon.cli.input.ImageInput;
import dev.tenon.cli.input.ModelLabels;
import dev.tenon.cli.option.ModelChoice;
import dev.tenon.image.ImageSpec;
import dev.tenon.inspect.ClassScores;
import dev.tenon.internal.console.DownloadLine;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.Application;
import dev.tenon.zoo.Labels;
import dev.tenon.zoo.Preprocessing;
import dev.tenon.zoo.ZooEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A model of images, with what it wants of them and what its scores mean.
 *
 * @param model the model
 * @param preprocessing what is done to pixels
 * @param size the side where the model leaves it open and nothing is known; else negative
 * @param dataFormat where the channels are; null where the model's shape is to tell
 * @param named the names of the classes; null where nobody gave them
 * @param images how it reads images; null where that is not known
 */
record ImageClassifier(
    Model model,
    Preprocessing preprocessing,
    int size,
    @Nullable String dataFormat,
    @Nullable Labels named,
    @Nullable ImageSpec images)
    implements AutoCloseable {
  private static final int IMAGENET = 1000;

  /**
   * Opens a model of the zoo or of a file.
   *
   * @param err where the progress of a download is drawn
   */
  static ImageClassifier open(
      ModelChoice choice,
      @Nullable Path weights,
      @Nullable String preprocess,
      @Nullable Labels labels,
      PrintWriter err)
      throws IOException {
    if (choice instanceof ModelChoice.OfFile stored) {
      if (weights != null) {
        throw new IllegalArgumentException(
            "--pretrained is for a network of the zoo: "
                + stored.path()
                + " has its own weights, leave the option out");
      }
      return open(stored.path(), preprocess, labels);
    }
    ZooEntry entry = ((ModelChoice.OfZoo) choice).entry();
    Preprocessing mode =
        preprocess == null ? entry.preprocessing() : Preprocessing.named(preprocess);
    return new ImageClassifier(
        load(entry, weights, err),
        mode,
        entry.size(),
        entry.dataFormat(),
        labels == null ? entry.labels() : labels,
        null);
  }

  private static ImageClassifier open(
      Path file, @Nullable String preprocess, @Nullable Labels labels) throws IOException {
    Model model = Model.load(file);
    try {
      ImageSpec images = ModelLabels.images(model.images(), file);
      return new ImageClassifier(
          model,
          ModelLabels.preprocessing(file, preprocess, images),
          images == null ? 224 : -1,
          null,
          labels == null ? ModelLabels.read(file, model) : labels,
          images);
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static Model load(ZooEntry entry, @Nullable Path weights, PrintWriter err)
      throws IOException {
    Application application = entry.application();
    if (weights == null) {
      return entry.load(DownloadLine.cache(err));
    }
    if (application == null) {
      throw new IllegalArgumentException(
          "'" + entry.name() + "' is a whole model: --pretrained is for a network of Keras'");
    }
    return application.create(entry.options(true).weightsFrom(weights));
  }

  /** Returns the scores of one image, (1, classes). */
  Tensor scores(Model runner, Path photo) throws IOException {
    List<TensorSpec> inputs = runner.inputs();
    if (inputs.size() != 1 || inputs.get(0).shape().rank() != 4) {
      throw new IllegalArgumentException("the model does not take one image: it wants " + inputs);
    }
    ImageInput wanted = ImageInput.of(inputs.get(0), dataFormat).orSide(size);
    Tensor ready = preprocessing.apply(wanted.read(photo, images));
    String output = runner.outputs().get(0).name();
    Map<String, Tensor> fed = Map.of(inputs.get(0).name(), wanted.arranged(ready));
    Tensor scores = runner.run(fed, List.of(output)).values().iterator().next();
    Tensor classes = ClassScores.of(runner, output, scores, named == null ? 0 : named.size());
    if (classes == null
        && LongStream.of(scores.shape()).filter(length -> length != 1).count() > 1) {
      throw new IllegalArgumentException(
          "output '"
              + output
              + "' of the model has shape "
              + scores.shapeString()
              + " for one image, and is no row of scores: it does not classify");
    }
    return classes == null ? scores.reshape(1, scores.size()) : classes;
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
