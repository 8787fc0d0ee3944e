package dev.tenon.zoo;

import dev.tenon.Model;
import dev.tenon.formats.download.FileCache;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pretrained model: where its weights come from, under which licence, and what its pictures and
 * scores mean.
 *
 * @see Catalogue
 */
public final class ZooEntry {
  private final String name;
  private final @Nullable Application application;
  private final int size;
  private final Preprocessing preprocessing;
  private final String dataFormat;
  private final Labels labels;
  private final String licence;
  private final String source;
  private final List<WeightFile> files;

  ZooEntry(
      String name,
      @Nullable Application application,
      int size,
      Preprocessing preprocessing,
      String dataFormat,
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

  /** Returns the network that the weights are for; null where the file is a whole model. */
  public @Nullable Application application() {
    return application;
  }

  /** Returns the side of the square pictures that the model takes. */
  public int size() {
    return size;
  }

  /** Returns what the model wants done to pictures. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** Returns {@code channels_last} or {@code channels_first}. */
  public String dataFormat() {
    return dataFormat;
  }

  /** Returns the names of the classes. */
  public Labels labels() {
    return labels;
  }

  /** Returns the licence of the weights, and whose they are. */
  public String licence() {
    return licence;
  }

  /** Returns the address of a page about the model. */
  public String source() {
    return source;
  }

  /** Returns the address, or path, of each file. */
  public List<String> locations() {
    return files.stream()
        .map(file -> String.valueOf(file.url() == null ? file.path() : file.url()))
        .toList();
  }

  /** Returns the model with its pretrained weights, which are fetched where they are missing. */
  public Model load(FileCache cache) throws IOException {
    if (application == null) {
      return Model.load(file(cache, true));
    }
    return application.create(ApplicationOptions.DEFAULTS.weightsFrom(fetch(cache, true)));
  }

  /**
   * Returns the path of the weights, or of the model, which are fetched where they are missing.
   *
   * @param top whether the layers that name a class are wanted
   */
  public Path fetch(FileCache cache, boolean top) throws IOException {
    return file(cache, top);
  }

  private Path file(FileCache cache, boolean top) throws IOException {
    ApplicationOptions options = ApplicationOptions.DEFAULTS.withIncludeTop(top);
    return fetch(cache, options, size);
  }

  Path fetch(FileCache cache, ApplicationOptions options, long side) throws IOException {
    for (WeightFile file : files) {
      if (file.fits(options, side)) {
        return file.path() == null ? cache.fetch(file.download()) : existing(file.path());
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
            + " for pictures of "
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

  /** Returns a picture, or batch of pictures, as the model wants it. */
  public Tensor preprocessInput(Tensor pictures) {
    return preprocessing.apply(pictures, dataFormat);
  }

  /** Names the likeliest classes of each sample. */
  public List<List<Prediction>> decodePredictions(Tensor scores, int top) {
    return labels.decode(scores, top);
  }

  @Override
  public String toString() {
    return name;
  }
}
