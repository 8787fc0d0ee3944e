package dev.tenon.zoo;

import dev.tenon.Model;
import dev.tenon.formats.download.FileCache;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network of {@code keras.applications}: its layers, weights and preprocessing.
 *
 * <pre>{@code
 * Application resNet50 = Applications.resNet50();
 * try (Model model = resNet50.create()) {
 *   Tensor image = Images.load(photo, 224, 224).expandDims(0);
 *   Tensor scores = model.predict(resNet50.preprocessInput(image));
 *   resNet50.decodePredictions(scores, 3).get(0).forEach(System.out::println);
 * }
 * }</pre>
 *
 * @see Applications
 * @see <a href="https://keras.io/api/applications/">Keras: applications</a>
 */
public final class Application {
  private final String name;
  private final String modelName;
  private final Sizes sizes;
  private final Preprocessing preprocessing;
  private final Architecture architecture;

  private Application(
      String name,
      String modelName,
      Sizes sizes,
      Preprocessing preprocessing,
      Architecture architecture) {
    this.name = name;
    this.modelName = modelName;
    this.sizes = sizes;
    this.preprocessing = preprocessing;
    this.architecture = architecture;
  }

  static Application of(
      String name,
      String modelName,
      Sizes sizes,
      Preprocessing preprocessing,
      Architecture architecture) {
    return new Application(name, modelName, sizes, preprocessing, architecture);
  }

  /** Returns the name of Keras' function, such as {@code ResNet50}. */
  public String name() {
    return name;
  }

  /** Returns the height and width of the training images in pixels. */
  public int size() {
    return Math.toIntExact(sizes.standard());
  }

  /** Returns the preprocessing of images. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /**
   * Creates the network with its top of 1000 classes and ImageNet weights, which are downloaded to
   * Keras' cache if they are missing.
   *
   * @throws IOException if the weights cannot be downloaded or read
   */
  public Model create() throws IOException {
    return create(ApplicationOptions.DEFAULTS);
  }

  /**
   * Creates the network with options.
   *
   * @param options the options
   * @throws IOException if weights cannot be downloaded or read
   * @throws IllegalArgumentException if the options do not fit the network
   * @throws dev.tenon.error.MalformedModelException if the weights belong to another network; the
   *     message names the first different layer
   */
  public Model create(ApplicationOptions options) throws IOException {
    return create(options, ModelWeights.cache());
  }

  /**
   * Creates the network with options and a cache of the caller; see {@link
   * #create(ApplicationOptions)}.
   *
   * @param options the options
   * @param cache the cache of downloads
   * @throws IOException if weights cannot be downloaded or read
   */
  public Model create(ApplicationOptions options, FileCache cache) throws IOException {
    return create(options, cache, Catalogue.keras());
  }

  /** Creates the network with ImageNet weights from the addresses of a catalogue. */
  Model create(ApplicationOptions options, FileCache cache, Catalogue catalogue)
      throws IOException {
    KerasTensor input = sizes.input(name, options);
    String chosen = options.name();
    ApplicationOptions named =
        chosen == null ? options.name(kerasName(input.shape(), options)) : options;
    // What is missing or does not fit is said before anything is built.
    Path file = weights(input.shape(), named, cache, catalogue);
    KerasTensor output = architecture.build(input, named);
    List<KerasTensor> inputs =
        options.inputTensor() == null ? List.of(input) : input.sourceInputs();
    Model model = Model.of(named.name(), inputs, List.of(output));
    if (file != null) {
      model.loadWeights(file);
    }
    return model;
  }

  /** Creates the network with random weights, without a download. */
  public Model createUntrained() {
    try {
      return create(ApplicationOptions.untrained());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String kerasName(Shape shape, ApplicationOptions options) {
    String rows = shape.dim(1).isKnown() ? String.valueOf(shape.length(1)) : "None";
    if (options.pretrained()) {
      rows = String.valueOf(sizes.trainedSide(shape));
    }
    return architecture.modelName(modelName, rows, options);
  }

  private @Nullable Path weights(
      Shape shape, ApplicationOptions options, FileCache cache, Catalogue catalogue)
      throws IOException {
    String weights = options.weights();
    if (weights == null) {
      return null;
    }
    return options.pretrained()
        ? catalogue.named(name).fetch(cache, options, sizes.trainedSide(shape))
        : ModelWeights.existing(name, Path.of(weights));
  }

  /**
   * Returns preprocessed images, with channels last; see {@link Preprocessing#apply(Tensor)}.
   *
   * @param images one image or a batch of images, from 0 to 255
   */
  public Tensor preprocessInput(Tensor images) {
    return preprocessing.apply(images);
  }

  /**
   * Returns preprocessed images; see {@link Preprocessing#apply(Tensor, String)}.
   *
   * @param images one image or a batch of images, from 0 to 255
   * @param dataFormat {@code channels_last} or {@code channels_first}
   */
  public Tensor preprocessInput(Tensor images, String dataFormat) {
    return preprocessing.apply(images, dataFormat);
  }

  /**
   * Returns the five most probable ImageNet classes of each sample.
   *
   * @param scores (samples, 1000)
   */
  public List<List<Prediction>> decodePredictions(Tensor scores) {
    return decodePredictions(scores, 5);
  }

  /**
   * Returns the most probable ImageNet classes of each sample.
   *
   * @param scores (samples, 1000)
   * @param top the largest number of classes of each sample
   */
  public List<List<Prediction>> decodePredictions(Tensor scores, int top) {
    return decodePredictions(scores, top, Labels.imagenet());
  }

  /**
   * Returns the most probable classes of each sample, for other classes than ImageNet's.
   *
   * @param scores (samples, classes)
   * @param top the largest number of classes of each sample
   * @param labels the classes
   */
  public List<List<Prediction>> decodePredictions(Tensor scores, int top, Labels labels) {
    return labels.decode(scores, top);
  }

  @Override
  public String toString() {
    return name;
  }
}
