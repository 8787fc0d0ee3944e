package dev.tenon.zoo;

import static dev.tenon.layers.Layers.globalAveragePooling2D;
import static dev.tenon.layers.Layers.permute;

import dev.tenon.Model;
import dev.tenon.data.ArrayDataset;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.data.Rows;
import dev.tenon.formats.download.FileCache;
import dev.tenon.formats.image.ColorMode;
import dev.tenon.ir.layer.KerasTensor;
import dev.tenon.ir.layer.LayerLike;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.layers.functional.Functional;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * A network without its top: from the pixels of images, 0 to 255, to a row of features each.
 *
 * <p>The network's own preprocessing is a layer in front of it, and its feature maps are averaged.
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
   * @param parts models that the network is made of, and that are closed with it
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
              .dataFormat("channels_last")
              .dataFormat(input.mapsChannelsFirst() ? "channels_first" : "channels_last")
              .member());
    }
    KerasTensor pixels = pixels();
    this.model = Model.of("features", List.of(pixels), List.of(through(pixels)));
    model.setWeights(PreprocessingLayer.weights(preprocessing));
  }

  /**
   * Returns a network of Keras without its top; its pooling is {@code avg} unless the options say
   * {@code max}.
   *
   * @throws IOException where weights cannot be had or read
   */
  public static FeatureExtraction of(Application application, ApplicationOptions options)
      throws IOException {
    return of(application, options, ModelWeights.cache());
  }

  /** Returns the same, with ImageNet weights from a cache of the caller's. */
  public static FeatureExtraction of(
      Application application, ApplicationOptions options, FileCache cache) throws IOException {
    return of(application, options, application.preprocessing(), cache);
  }

  /**
   * Returns a model of the catalogue without its top, with the entry's own weights and
   * preprocessing. Of weights with a top those of the top are left out.
   *
   * @param side the side of the images
   * @throws IOException where weights cannot be had or read
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
   * Returns a network of Keras without its top, for weights that were trained on images that were
   * treated in another way.
   *
   * @throws IOException where weights cannot be had or read
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
   * Returns a model of one's own without its top: what lies before its last flattening layer, or
   * before its last weights. A model that ends in feature maps is taken whole.
   *
   * @param network one input of images; the channels come last or, as in PyTorch's networks, first
   * @throws IllegalArgumentException where it takes something else, or images of an open size
   */
  public static FeatureExtraction of(Model network, Preprocessing preprocessing) {
    return of(network, preprocessing, OPEN, OPEN);
  }

  /**
   * Returns the same for images of a size, for a network that leaves it open.
   *
   * @throws IllegalArgumentException where the network takes another size
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
   * Returns a network of one's own up to a layer, whose values are the features, as they are.
   *
   * @param network one input of images; it is closed with the features
   * @param layer a layer as {@link Model#summary()} names it: the path of a Keras layer, also one
   *     of the top; a node or value of an ONNX file, or a layer of what {@link
   *     dev.tenon.ModelEditor#toKeras()} makes of it
   * @throws IllegalArgumentException where there is no such layer, with the nearest names
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

  /** Returns the network without its top, which the models of this class have as a layer. */
  public Model backbone() {
    return backbone;
  }

  /** Returns the model from pixels, 0 to 255, to features: Keras' {@code Model(inputs, output)}. */
  public Model model() {
    return model;
  }

  /** Returns the height of the images. */
  public int height() {
    return Math.toIntExact(input.height());
  }

  /** Returns the width of the images. */
  public int width() {
    return Math.toIntExact(input.width());
  }

  /** Returns how images are to be read: in grey for a network of one channel. */
  public ColorMode colorMode() {
    return input.channels() == 1 ? ColorMode.GRAYSCALE : ColorMode.RGB;
  }

  /** Returns how many features an image has. */
  public int size() {
    return Math.toIntExact(model.outputs().get(0).shape().length(1));
  }

  /**
   * Returns the features of images.
   *
   * @param images (images, height, width, channels), 0 to 255
   * @return (images, features)
   */
  public Tensor of(Tensor images) {
    return model.predict(images);
  }

  /**
   * Returns the features of all images of one pass, with their targets.
   *
   * @param seen is told after each batch how many images are done
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
