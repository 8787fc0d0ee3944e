package dev.tenon.cli.input;

import dev.tenon.data.Dataset;
import dev.tenon.data.ImageFolder;
import dev.tenon.image.ColorMode;
import dev.tenon.zoo.FeatureExtraction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder of images, a sub-folder for each class, cut into two parts as Keras cuts it.
 *
 * @param images all of them
 * @param classNames the names of the sub-folders, in order
 * @param split the share that is held out
 */
public record ImageFolders(ImageFolder images, List<String> classNames, double split) {
  /**
   * The two parts.
   *
   * @param validation null where nothing is held out
   */
  public record Parts(ImageFolder training, @Nullable ImageFolder validation) {
    public int trainingSize() {
      return training.filePaths().size();
    }

    public int validationSize() {
      return validation == null ? 0 : validation.filePaths().size();
    }

    public int size() {
      return trainingSize() + validationSize();
    }

    /** Returns what accuracy is measured on: what was held out, else all. */
    public Dataset measured() {
      return validation == null ? training : validation;
    }
  }

  /**
   * Looks at a folder.
   *
   * @throws IllegalArgumentException where it has not at least two classes with images
   */
  public static ImageFolders of(Path folder, double split, long seed) {
    if (!(split >= 0 && split < 1)) {
      throw new IllegalArgumentException(
          "--validation-split must be at least 0 and below 1, received " + split);
    }
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          folder + ": is no folder; expected one with a sub-folder for each class");
    }
    ImageFolder images = Dataset.imageDatasetFromDirectory(folder).seed(seed);
    List<Path> files;
    List<String> classes;
    try {
      files = images.filePaths();
      classes = images.classNames();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(folder + ": " + e.getMessage(), e);
    }
    for (String name : classes) {
      Path inside = folder.resolve(name);
      if (files.stream().noneMatch(file -> file.startsWith(inside))) {
        throw new IllegalArgumentException(
            folder + ": the class '" + name + "' has no images: remove its folder, or fill it");
      }
    }
    if (classes.size() < 2) {
      throw new IllegalArgumentException(
          folder
              + ": there is a single class, '"
              + classes.get(0)
              + "': expected a sub-folder for each of at least two");
    }
    return new ImageFolders(images, classes, split);
  }

  /** Returns the parts as a network wants them, (height, width, channels) and class numbers. */
  public Parts parts(FeatureExtraction network, int batchSize) {
    return parts(network.height(), network.width(), network.colorMode(), batchSize);
  }

  /** Returns the parts, (height, width, channels) and class numbers. */
  public Parts parts(int height, int width, ColorMode mode, int batchSize) {
    ImageFolder sized = images.imageSize(height, width).colorMode(mode).batch(batchSize);
    int held = (int) (split * sized.filePaths().size());
    if (held == 0) {
      return new Parts(sized, null);
    }
    ImageFolder divided = sized.validationSplit(split);
    return new Parts(divided.subset("training"), divided.subset("validation"));
  }
}
