package dev.tenon.cli.option;

import dev.tenon.Model;
import dev.tenon.cli.input.ModelLabels;
import dev.tenon.formats.download.FileCache;
import dev.tenon.image.ImageSpec;
import dev.tenon.internal.console.DownloadLine;
import dev.tenon.zoo.Application;
import dev.tenon.zoo.ApplicationOptions;
import dev.tenon.zoo.FeatureExtraction;
import dev.tenon.zoo.Preprocessing;
import dev.tenon.zoo.ZooEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose a network without its top. */
public final class NetworkOptions {
  private static final String NONE = "none";
  private static final String OWN = "its own weights";

  /**
   * A network without its top.
   *
   * @param weights says what its weights are, for a person
   * @param random whether it has learned nothing
   */
  public record Network(FeatureExtraction features, String weights, boolean random) {}

  @Option(
      names = "--pretrained",
      paramLabel = "imagenet|none|FILE",
      description =
          "For a network of the zoo: Keras' weights, random ones, or a file for the network without "
              + "its top; by default those of the zoo.")
  private @Nullable String weights;

  @Option(names = "--weights", hidden = true)
  void weights(String kind) {
    weights = kind;
  }

  @Option(
      names = "--preprocess",
      paramLabel = "MODE",
      description = "caffe, tf, torch or inside; a model file needs it, the zoo knows its own.")
  private @Nullable String preprocess;

  @Option(
      names = "--image-size",
      paramLabel = "SIDE",
      description = "The side that images are given; by default the network's own.")
  private int size = -1;

  @Mixin private CatalogueOption catalogue = new CatalogueOption();

  /**
   * Opens a model of the zoo or of a file, without its top.
   *
   * @param err where the progress of a download is drawn
   */
  public Network open(String name, PrintWriter err) throws IOException {
    return open(name, null, err);
  }

  /**
   * Opens a model, of a file up to a layer where one is named.
   *
   * @param layer as {@code summary} names it; null for the network without its top
   */
  public Network open(String name, @Nullable String layer, PrintWriter err) throws IOException {
    if (size != -1) {
      OptionNumbers.atLeast("--image-size", 1, size);
    }
    ModelChoice choice = ModelChoice.of(name, catalogue);
    if (choice instanceof ModelChoice.OfZoo known) {
      return open(known.entry(), DownloadLine.cache(err));
    }
    Path file = ((ModelChoice.OfFile) choice).path();
    hasItsOwn(name);
    Model loaded = Model.load(file);
    try {
      ImageSpec images = ModelLabels.images(loaded.images(), file);
      Preprocessing mode = ModelLabels.preprocessing(file, preprocess, images);
      FeatureExtraction features =
          layer == null
              ? FeatureExtraction.of(loaded, mode, size, size)
              : FeatureExtraction.ofLayer(loaded, mode, size, size, layer);
      return new Network(features, OWN, false);
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  /** Says whether a name is that of a file. */
  public boolean isFile(String name) throws IOException {
    return ModelChoice.of(name, catalogue) instanceof ModelChoice.OfFile;
  }

  private Network open(ZooEntry entry, FileCache cache) throws IOException {
    Application application = entry.application();
    int side = size == -1 ? entry.size() : size;
    if (application == null) {
      hasItsOwn(entry.name());
      Preprocessing mode =
          preprocess == null ? entry.preprocessing() : Preprocessing.named(preprocess);
      return new Network(FeatureExtraction.of(entry.load(cache), mode, side, side), OWN, false);
    }
    if (preprocess != null) {
      throw new IllegalArgumentException(
          "--preprocess is for a model file: " + entry.name() + " knows its own");
    }
    boolean imagenet = ApplicationOptions.IMAGENET.equalsIgnoreCase(weights);
    if (imagenet && !entry.isKeras()) {
      hasItsOwn(entry.name());
    }
    if (weights == null || imagenet) {
      FeatureExtraction features = FeatureExtraction.of(entry, side, cache);
      return new Network(features, entry.isKeras() ? "weights trained on ImageNet" : OWN, false);
    }
    boolean random = weights.equalsIgnoreCase(NONE);
    ApplicationOptions options = entry.options(false).forShape(side, side, 3);
    ApplicationOptions chosen = random ? options.withoutWeights() : options.weights(weights);
    return new Network(
        FeatureExtraction.of(application, chosen, entry.preprocessing(), cache),
        random ? "random weights" : "the weights of " + weights,
        random);
  }

  /** Refuses weights for a whole model: they would not be read. */
  private void hasItsOwn(String name) {
    if (weights != null) {
      throw new IllegalArgumentException(
          "--pretrained is for a network of Keras' in the zoo: " + name + " has its own");
    }
  }
}
