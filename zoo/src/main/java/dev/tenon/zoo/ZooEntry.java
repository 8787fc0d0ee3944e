package dev.tenon.zoo;

import dev.tenon.Model;
import dev.tenon.formats.download.FileCache;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pretrained model of the catalogue: its weights, licence, image format and labels.
 *
 * @see Catalogue
 */
public final class ZooEntry {
  private static final String LAST = "channels_last";

  private final String name;
  private final @Nullable Application application;
  private final int size;
  private final Preprocessing preprocessing;
  private final @Nullable String dataFormat;
  private final Labels labels;
  private final String licence;
  private final String source;
  private final List<WeightFile> files;

  ZooEntry(
      String name,
      @Nullable Application application,
      int size,
      Preprocessing preprocessing,
      @Nullable String dataFormat,
      Labels labels,
      String licence,
      String source,
      List<WeightFile> files) {
    this.name = name;
    this.application = application;
    this.size = size;
    this.preprocessing = preprocessing;
    this.dataFormat = dataFormat;
    this.labels = labels;
    this.licence = licence;
    this.source = source;
    this.files = List.copyOf(files);
  }

  /** Returns the name, such as {@code ResNet50}. */
  public String name() {
    return name;
  }

  /** Returns the network of the weights; null if the file is a whole model. */
  public @Nullable Application application() {
    return application;
  }

  /** Returns the height and width of the model's images in pixels. */
  public int size() {
    return size;
  }

  /** Returns the preprocessing of images. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /**
   * Returns {@code channels_last} or {@code channels_first}; null if the entry leaves it to the
   * shape of the model's input.
   */
  public @Nullable String dataFormat() {
    return dataFormat;
  }

  /** Returns the names of the classes. */
  public Labels labels() {
    return labels;
  }

  /** Returns the licence and the owner of the weights. */
  public String licence() {
    return licence;
  }

  /** Returns the URL of a page about the model. */
  public String source() {
    return source;
  }

  /** Returns the URL or path of each file. */
  public List<String> locations() {
    return files.stream()
        .map(file -> String.valueOf(file.url() == null ? file.path() : file.url()))
        .toList();
  }

  /** Returns whether the entry is one of Keras' own. */
  public boolean isKeras() {
    return Catalogue.keras().all().contains(this);
  }

  /** Returns whether there are weights with, or without, classification layers. */
  boolean has(boolean top) {
    return chosen(top).isPresent();
  }

  /** Returns the file for images of the model's size: that of Keras' defaults, or the first one. */
  private Optional<WeightFile> chosen(boolean top) {
    List<WeightFile> fitting =
        files.stream().filter(file -> file.top() == top && file.takes(size)).toList();
    return fitting.stream()
        .filter(WeightFile::isUsual)
        .findFirst()
        .or(() -> fitting.stream().findFirst());
  }

  /**
   * Returns the options of the network for the weights; the options themselves have random weights.
   *
   * @param top whether the network has its classification layers
   * @throws IllegalStateException if the file is a whole model
   */
  public ApplicationOptions options(boolean top) {
    if (application == null) {
      throw new IllegalStateException("'" + name + "' is a whole model, not weights of a network");
    }
    WeightFile file = chosen(top).or(() -> chosen(!top)).orElseThrow(() -> noneFor(top));
    ApplicationOptions options =
        ApplicationOptions.untrained()
            .includeTop(top)
            .alpha(file.alpha())
            .minimalistic(file.minimalistic())
            // What is done to pixels before the network is not done in it once more.
            .includePreprocessing(
                preprocessing == Preprocessing.INSIDE
                    || application.preprocessing() != Preprocessing.INSIDE);
    if (top) {
      options = options.classes(labels.size());
    }
    return size == application.size() ? options : options.forShape(size, size, 3);
  }

  /**
   * Loads the model with its pretrained weights, which are downloaded if they are missing.
   *
   * <p>A network of Keras is built with {@link #options}, with a class for each label.
   *
   * @param cache the cache of downloads
   * @throws IOException if a file cannot be downloaded or read
   */
  public Model load(FileCache cache) throws IOException {
    Path file = fetch(cache, true);
    return application == null
        ? Model.load(file)
        : application.create(options(true).weightsFrom(file));
  }

  /**
   * Returns the path of the weights or the model, which are downloaded if they are missing.
   *
   * @param cache the cache of downloads
   * @param top whether weights of the classification layers are needed
   * @throws IllegalArgumentException if the entry has no such file
   * @throws IOException if the file cannot be downloaded or read
   */
  public Path fetch(FileCache cache, boolean top) throws IOException {
    return path(cache, chosen(top).orElseThrow(() -> noneFor(top)));
  }

  private IllegalArgumentException noneFor(boolean top) {
    return new IllegalArgumentException(
        name
            + ": there are no pretrained weights "
            + (top ? "with" : "without")
            + " a top for images of "
            + size
            + "; the files are "
            + files.stream().map(WeightFile::described).toList());
  }

  private Path path(FileCache cache, WeightFile file) throws IOException {
    Path path = file.path();
    return path == null ? cache.fetch(file.download()) : existing(path);
  }

  Path fetch(FileCache cache, ApplicationOptions options, long side) throws IOException {
    for (WeightFile file : files) {
      if (file.fits(options, side)) {
        return path(cache, file);
      }
    }
    throw new IllegalArgumentException(
        name
            + ": there are no pretrained weights with includeTop="
            + options.includeTop()
            + ", alpha="
            + options.alpha()
            + ", minimalistic="
            + options.minimalistic()
            + " for images of "
            + side
            + "; there are some for alpha "
            + files.stream().map(WeightFile::alpha).distinct().toList());
  }

  private Path existing(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new NoSuchFileException(
          path.toString(), null, "the catalogue names it as the file of '" + name + "'");
    }
    return path;
  }

  /**
   * Returns preprocessed images in the model's {@link #dataFormat}, or with channels last if it is
   * null.
   *
   * @param images one image or a batch of images, from 0 to 255
   */
  public Tensor preprocessInput(Tensor images) {
    return preprocessing.apply(images, dataFormat == null ? LAST : dataFormat);
  }

  /**
   * Returns the most probable classes of each sample.
   *
   * @param scores (samples, classes)
   * @param top the largest number of classes of each sample
   */
  public List<List<Prediction>> decodePredictions(Tensor scores, int top) {
    return labels.decode(scores, top);
  }

  @Override
  public String toString() {
    return name;
  }
}
