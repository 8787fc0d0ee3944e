package dev.tenon.zoo;

import static dev.tenon.layers.Layers.globalAveragePooling2D;
import static dev.tenon.layers.Layers.permute;

import dev.tenon.Model;
import dev.tenon.data.ArrayDataset;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.data.Rows;
import dev.tenon.formats.download.FileCache;
import dev.tenon.image.ColorMode;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.functional.Functional;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * A pretrained network without its top, which maps images to feature vectors.
 *
 * <p>The input are pixels from 0 to 255. The network's preprocessing is a layer in front of it, and
 * feature maps are averaged.
 *
 * <pre>{@code
 * try (FeatureExtraction features =
 *     FeatureExtraction.of(Applications.mobileNetV2(), ApplicationOptions.withoutTop())) {
 *   Tensor rows = features.of(images);      // (images, 1280)
 * }
 * }</pre>
 *
 * @see FineTuning
 * @see <a href="https://keras.io/guides/transfer_learning/">Keras: transfer learning</a>
 */
public final class FeatureExtraction implements AutoCloseable {
  private static final long OPEN = -1;

  private final Model backbone;
  private final List<LayerLike> chain;
  private final ImageModelInput input;
  private final Model model;

  private final List<Model> parts;

  private FeatureExtraction(Model backbone, Preprocessing preprocessing, ImageModelInput input) {
    this(backbone, preprocessing, input, true, List.of());
  }

  /**
   * Puts preprocessing before a network.
   *
   * @param averaged whether feature maps are averaged
   * @param parts the models that the network consists of, which are closed with it
   */
  private FeatureExtraction(
      Model backbone,
      Preprocessing preprocessing,
      ImageModelInput input,
      boolean averaged,
      List<Model> parts) {
    this.backbone = backbone;
    this.input = input;
    this.parts = List.copyOf(parts);
    this.chain = new ArrayList<>();
    LayerNode first = PreprocessingLayer.of(preprocessing);
    if (first != null) {
      chain.add(first);
    }
    if (input.channelsFirst()) {
      chain.add(permute(3, 1, 2).name("channels_first").member());
    }
    chain.add(backbone);
    if (averaged && backbone.outputs().get(0).shape().rank() == 4) {
      chain.add(
          globalAveragePooling2D()
              .dataFormat(input.mapsChannelsFirst() ? "channels_first" : "channels_last")
              .member());
    }
    KerasTensor pixels = pixels();
    this.model = Model.of("features", List.of(pixels), List.of(through(pixels)));
    model.setWeights(PreprocessingLayer.weights(preprocessing));
  }

  /**
   * Creates an extractor from a network of Keras; its pooling is {@code avg} unless the options
   * have {@code max}.
   *
   * @param application the network
   * @param options the options; {@code includeTop} is ignored
   * @throws IOException if weights cannot be downloaded or read
   */
  public static FeatureExtraction of(Application application, ApplicationOptions options)
      throws IOException {
    return of(application, options, ModelWeights.cache());
  }

  /**
   * Creates an extractor from a network of Keras with a cache of the caller; see {@link
   * #of(Application, ApplicationOptions)}.
   *
   * @param application the network
   * @param options the options; {@code includeTop} is ignored
   * @param cache the cache of downloads
   * @throws IOException if weights cannot be downloaded or read
   */
  public static FeatureExtraction of(
      Application application, ApplicationOptions options, FileCache cache) throws IOException {
    return of(application, options, application.preprocessing(), cache);
  }

  /**
   * Creates an extractor from a model of the catalogue, with its weights and preprocessing; weights
   * of its top are dropped.
   *
   * @param entry the model
   * @param side the height and width of the images in pixels
   * @param cache the cache of downloads
   * @throws IOException if weights cannot be downloaded or read
   */
  public static FeatureExtraction of(ZooEntry entry, long side, FileCache cache)
      throws IOException {
    Application application = entry.application();
    if (application == null) {
      return of(entry.load(cache), entry.preprocessing(), side, side);
    }
    if (entry.isKeras()) {
      return of(application, ApplicationOptions.withoutTop().forShape(side, side, 3), cache);
    }
    ApplicationOptions options = entry.options(false).forShape(side, side, 3);
    if (entry.has(false)) {
      Path file = entry.fetch(cache, false);
      return of(application, options.weightsFrom(file), entry.preprocessing(), cache);
    }
    Model backbone = application.create(options.pooling("avg"), cache);
    try (Model whole = entry.load(cache)) {
      ModelWeights.copy(whole, backbone);
    }
    return new FeatureExtraction(
        backbone, entry.preprocessing(), ImageModelInput.of(backbone, OPEN, OPEN, true));
  }

  /**
   * Creates an extractor from a network of Keras with another preprocessing, for weights trained
   * with it.
   *
   * @param application the network
   * @param options the options; {@code includeTop} is ignored
   * @param preprocessing the preprocessing
   * @param cache the cache of downloads
   * @throws IOException if weights cannot be downloaded or read
   */
  public static FeatureExtraction of(
      Application application,
      ApplicationOptions options,
      Preprocessing preprocessing,
      FileCache cache)
      throws IOException {
    ApplicationOptions headless = options.includeTop(false);
    if (headless.pooling() == null) {
      headless = headless.pooling("avg");
    }
    if (headless.inputShape() == null && headless.inputTensor() == null) {
      headless = headless.forShape(application.size(), application.size(), 3);
    }
    Model backbone = application.create(headless, cache);
    return new FeatureExtraction(
        backbone, preprocessing, ImageModelInput.of(backbone, OPEN, OPEN, true));
  }

  /**
   * Creates an extractor from any model without its top, which starts at the last flattening layer,
   * or at the last weights.
   *
   * <p>A model that ends in feature maps is used whole.
   *
   * @param network a model with one input of images, with channels last or, as in PyTorch, first;
   *     it is closed with the extractor
   * @param preprocessing the preprocessing
   * @throws IllegalArgumentException if the input is another one or has an unknown image size
   */
  public static FeatureExtraction of(Model network, Preprocessing preprocessing) {
    return of(network, preprocessing, OPEN, OPEN);
  }

  /**
   * Creates an extractor from any model for images of a size, which the model can leave open; see
   * {@link #of(Model, Preprocessing)}.
   *
   * @param network a model with one input of images; it is closed with the extractor
   * @param preprocessing the preprocessing
   * @param height the height of the images in pixels
   * @param width the width of the images in pixels
   * @throws IllegalArgumentException if the model takes another size
   */
  public static FeatureExtraction of(
      Model network, Preprocessing preprocessing, long height, long width) {
    // Not a view of it: the caller's model is closed with the features.
    Model keras = network.info().isKeras() ? network : network.edit().toKeras();
    boolean maps = keras.outputs().size() == 1 && keras.outputs().get(0).shape().rank() == 4;
    // Inside, and so before its top, a network of layers has its channels last.
    ImageModelInput input = ImageModelInput.of(keras, height, width, maps);
    return new FeatureExtraction(maps ? keras : keras.edit().withoutTop(), preprocessing, input);
  }

  /**
   * Creates an extractor from the output of a layer of any model, without pooling.
   *
   * @param network a model with one input of images; it is closed with the extractor
   * @param preprocessing the preprocessing
   * @param height the height of the images in pixels
   * @param width the width of the images in pixels
   * @param layer a layer of {@link Model#summary()}: the path of a Keras layer, also one of the
   *     top. In an ONNX file it is a node, a value, or a layer of its {@link
   *     dev.tenon.ModelEditor#toKeras()}
   * @throws IllegalArgumentException if the layer is unknown; the message has the nearest names
   */
  public static FeatureExtraction ofLayer(
      Model network, Preprocessing preprocessing, long height, long width, String layer) {
    List<Model> parts = new ArrayList<>(List.of(network));
    Model part;
    if (network.info().isKeras()) {
      part = network.edit().cut(layer);
    } else {
      Model layers = network.edit().toKeras();
      parts.add(layers);
      if (layers.layers().contains(layer)) {
        part = layers.edit().cut(layer);
      } else {
        Model cut = network.edit().cut(layer);
        parts.add(cut);
        part = cut.edit().toKeras();
      }
    }
    ImageModelInput input = ImageModelInput.of(part, height, width, false);
    return new FeatureExtraction(part, preprocessing, input, false, parts);
  }

  /** Returns an input for batches of images. */
  KerasTensor pixels() {
    return Functional.input("pixels", input.height(), input.width(), input.channels());
  }

  /** Applies preprocessing, network and pooling; the layers are always the same. */
  KerasTensor through(KerasTensor images) {
    KerasTensor x = images;
    for (LayerLike layer : chain) {
      x = x.then(layer);
    }
    return x;
  }

  /** Returns the network without its top, which the models of this class share as a layer. */
  public Model backbone() {
    return backbone;
  }

  /** Returns the model from pixels, 0 to 255, to features. */
  public Model model() {
    return model;
  }

  /** Returns the height of the images in pixels. */
  public int height() {
    return Math.toIntExact(input.height());
  }

  /** Returns the width of the images in pixels. */
  public int width() {
    return Math.toIntExact(input.width());
  }

  /**
   * Returns the color mode of the images: grayscale for a network with one channel, otherwise RGB.
   */
  public ColorMode colorMode() {
    return input.channels() == 1 ? ColorMode.GRAYSCALE : ColorMode.RGB;
  }

  /** Returns the number of features of an image. */
  public int size() {
    return Math.toIntExact(model.outputs().get(0).shape().length(1));
  }

  /**
   * Returns the features of images.
   *
   * @param images (images, height, width, channels), from 0 to 255
   * @return (images, features)
   */
  public Tensor of(Tensor images) {
    return model.predict(images);
  }

  /**
   * Returns the features and targets of all images of one pass.
   *
   * @param images the data set of images
   * @param seen receives the number of processed images after each batch
   * @throws IllegalArgumentException if the data set is empty
   */
  public ArrayDataset of(Dataset images, IntConsumer seen) {
    List<Tensor> rows = new ArrayList<>();
    List<Tensor> targets = new ArrayList<>();
    int done = 0;
    for (Batch batch : images) {
      rows.add(of(batch.features().get(0)));
      batch.targets().stream().filter(Objects::nonNull).forEach(targets::add);
      done += batch.size();
      seen.accept(done);
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("there are no images: the data set gave no batch");
    }
    return Dataset.of(
        Batch.of(
            List.of(Rows.concat(rows)),
            targets.isEmpty() ? List.of() : List.of(Rows.concat(targets))));
  }

  @Override
  public void close() {
    model.close();
    backbone.close();
    parts.forEach(Model::close);
  }
}
