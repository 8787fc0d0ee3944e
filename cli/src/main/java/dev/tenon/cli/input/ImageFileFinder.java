package dev.tenon.cli.input;

import dev.tenon.image.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds images by their suffixes. */
public final class ImageFileFinder {
  private static final List<String> SUFFIXES = List.of(".bmp", ".gif", ".jpeg", ".jpg", ".png");

  private ImageFileFinder() {}

  /**
   * Returns files as they are and the images in folders, those by name.
   *
   * @throws IllegalArgumentException where there are none
   */
  public static List<Path> of(List<Path> filesAndFolders) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path path : filesAndFolders) {
      if (Files.isDirectory(path)) {
        try (Stream<Path> inside = Files.walk(path)) {
          found.addAll(
              inside
                  .filter(ImageFileFinder::isImage)
                  .filter(Files::isRegularFile)
                  .sorted()
                  .toList());
        }
      } else {
        found.add(path);
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "there are no images in " + filesAndFolders + ": expected files that end in " + SUFFIXES);
    }
    return found;
  }

  /**
   * Fails where an image is not there or the first cannot be read, which is cheap to know before a
   * network is fetched.
   */
  public static void check(List<Path> images) throws IOException {
    for (Path image : images) {
      if (!Files.exists(image)) {
        throw new NoSuchFileException(image.toString());
      }
      if (Files.isDirectory(image)) {
        throw new IllegalArgumentException(image + " is a folder; expected images");
      }
    }
    Images.load(images.get(0));
  }

  /** Returns whether the name of a file is that of an image. */
  public static boolean isImage(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return SUFFIXES.stream().anyMatch(name::endsWith);
  }
}
