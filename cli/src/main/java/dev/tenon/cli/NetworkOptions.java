package dev.tenon.cli;

import dev.tenon.Model;
import dev.tenon.zoo.Application;
import dev.tenon.zoo.ApplicationOptions;
import dev.tenon.zoo.Catalogue;
import dev.tenon.zoo.FeatureExtraction;
import dev.tenon.zoo.Preprocessing;
import dev.tenon.zoo.ZooEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose a network without its top. */
final class NetworkOptions {
  private static final String NONE = "none";

  @Option(
      names = "--weights",
      paramLabel = "imagenet|none|FILE",
      description = {
        "For a network of the zoo: Keras' weights, random ones, or a file for the network without",
        "its top; by default imagenet."
      })
  private String weights = ApplicationOptions.IMAGENET;

  @Option(
      names = "--preprocess",
      paramLabel = "MODE",
      description = "caffe, tf, torch or inside; a model file needs it, the zoo knows its own.")
  private @Nullable String preprocess;

  @Option(
      names = "--image-size",
      paramLabel = "SIDE",
      description = "The side that pictures are given; by default the network's own.")
  private int size = -1;

  /**
   * Opens a model of the zoo or of a file, without its top.
   *
   * @param err where the progress of a download is drawn
   */
  FeatureExtraction open(String name, PrintWriter err) throws IOException {
    if (size != -1 && size < 1) {
      throw new IllegalArgumentException("--image-size must be at least 1, received " + size);
    }
    Path file = Path.of(name);
    if (Files.isRegularFile(file)) {
      hasItsOwn(name);
      Preprocessing mode = ModelLabels.preprocessing(file, preprocess);
      return FeatureExtraction.of(Model.load(file), mode, size, size);
    }
    ZooEntry entry = Catalogue.standard().named(name);
    Application application = entry.application();
    if (application == null) {
      hasItsOwn(entry.name());
      return FeatureExtraction.of(
          entry.load(DownloadBar.cache(err)), mode(entry), side(entry), side(entry));
    }
    if (preprocess != null) {
      throw new IllegalArgumentException(
          "--preprocess is for a model file: " + entry.name() + " knows its own");
    }
    ApplicationOptions options =
        (isNone() ? ApplicationOptions.untrained() : weighted())
            .withIncludeTop(false)
            .forShape(side(entry), side(entry), 3);
    return FeatureExtraction.of(application, options, DownloadBar.cache(err));
  }

  /** Refuses weights for a whole model: they would not be read. */
  private void hasItsOwn(String name) {
    if (!weights.equals(ApplicationOptions.IMAGENET)) {
      throw new IllegalArgumentException(
          "--weights is for a network of Keras' in the zoo: " + name + " has its own");
    }
  }

  private boolean isNone() {
    return weights.equalsIgnoreCase(NONE);
  }

  private ApplicationOptions weighted() {
    return ApplicationOptions.withoutTop().withWeights(weights);
  }

  private int side(ZooEntry entry) {
    return size == -1 ? entry.size() : size;
  }

  private Preprocessing mode(ZooEntry entry) {
    return preprocess == null ? entry.preprocessing() : Preprocessing.named(preprocess);
  }

  /** Says what the weights are, for a person. */
  String weights(String name) {
    if (Files.isRegularFile(Path.of(name))) {
      return "its own weights";
    }
    return switch (weights.toLowerCase(Locale.ROOT)) {
      case ApplicationOptions.IMAGENET -> "weights trained on ImageNet";
      case NONE -> "random weights";
      default -> "the weights of " + weights;
    };
  }

  /** Says whether the frozen network has learned nothing. */
  boolean random(String name) {
    return isNone() && !Files.isRegularFile(Path.of(name));
  }
}
