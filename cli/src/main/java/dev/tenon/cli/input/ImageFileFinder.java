package dev.tenon.cli.input;

import dev.tenon.formats.image.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds pictures by their suffixes. */
public final class ImageFileFinder {
  private static final List<String> SUFFIXES = List.of(".bmp", ".gif", ".jpeg", ".jpg", ".png");

  private ImageFileFinder() {}

  /**
   * Returns files as they are and the pictures in folders, those by name.
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
                  .filter(ImageFileFinder::isPicture)
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
          "there are no pictures in "
              + filesAndFolders
              + ": expected files that end in "
              + SUFFIXES);
    }
    return found;
  }

  /**
   * Fails where a picture is not there or the first cannot be read, which is cheap to know before a
   * network is fetched.
   */
  public static void check(List<Path> pictures) throws IOException {
    for (Path picture : pictures) {
      if (!Files.exists(picture)) {
        throw new NoSuchFileException(picture.toString());
      }
      if (Files.isDirectory(picture)) {
        throw new IllegalArgumentException(picture + " is a folder; expected pictures");
      }
    }
    Images.load(pictures.get(0));
  }

  private static boolean isPicture(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return SUFFIXES.stream().anyMatch(name::endsWith);
  }
}
