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
 * One of the networks of {@code keras.applications}: its layers, its weights, its preprocessing.
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

  /** Returns Keras' name of the function, such as {@code ResNet50}. */
  public String name() {
    return name;
  }

  /** Returns the side of the images that the network was trained on. */
  public int size() {
    return Math.toIntExact(sizes.standard());
  }

  /** Returns what the network wants done to images. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /**
   * Returns the network with its top of 1000 classes and the weights that Keras has for ImageNet,
   * which are downloaded where Keras' cache does not hold them.
   *
   * @throws IOException where the weights cannot be had
   */
  public Model create() throws IOException {
    return create(ApplicationOptions.DEFAULTS);
  }

  /**
   * Returns the network as the options say.
   *
   * @throws IOException where weights cannot be had or read
   * @throws IllegalArgumentException where the options do not fit the network
   * @throws dev.tenon.error.MalformedModelException where the weights are those of another network;
   *     names the first layer that differs
   */
  public Model create(ApplicationOptions options) throws IOException {
    return create(options, ModelWeights.cache());
  }

  /**
   * Returns the network as the options say, with ImageNet weights from a cache of the caller's; see
   * {@link #create(ApplicationOptions)}.
   */
  public Model create(ApplicationOptions options, FileCache cache) throws IOException {
    return create(options, cache, Catalogue.keras());
  }

  /** Returns the network, with ImageNet weights from where a catalogue says that they are. */
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

  /** Returns the same with random weights, without a download. */
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

  /** Returns a preprocessed image, or batch of images, with the channels last. */
  public Tensor preprocessInput(Tensor images) {
    return preprocessing.apply(images);
  }

  /** Returns a preprocessed image, or batch, in {@code channels_last} or {@code _first}. */
  public Tensor preprocessInput(Tensor images, String dataFormat) {
    return preprocessing.apply(images, dataFormat);
  }

  /** Names the five likeliest of ImageNet's classes for each sample. */
  public List<List<Prediction>> decodePredictions(Tensor scores) {
    return decodePredictions(scores, 5);
  }

  /**
   * Names the likeliest of ImageNet's classes.
   *
   * @param scores (samples, 1000)
   * @param top how many of each sample
   */
  public List<List<Prediction>> decodePredictions(Tensor scores, int top) {
    return decodePredictions(scores, top, Labels.imagenet());
  }

  /** Names the likeliest classes, for a network with classes of one's own. */
  public List<List<Prediction>> decodePredictions(Tensor scores, int top, Labels labels) {
    return labels.decode(scores, top);
  }

  @Override
  public String toString() {
    return name;
  }
}
