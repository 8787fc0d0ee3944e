package dev.tenon.testing;

import java.nio.file.Path;

/** Where the files of the repository lie while tests run. */
public final class Checkout {
  private static final Path ROOT =
      Path.of(System.getProperty("tenon.root", "..")).toAbsolutePath().normalize();

  private Checkout() {}

  /** Returns the root of the checkout. */
  public static Path root() {
    return ROOT;
  }

  /** Returns a file or folder, by its path from the root. */
  public static Path file(String path) {
    return ROOT.resolve(path);
  }
}
