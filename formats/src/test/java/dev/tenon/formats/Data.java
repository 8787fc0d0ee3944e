package dev.tenon.formats;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** Finds the small files that lie beside the tests; make.py there makes them. */
public final class Data {
  private Data() {}

  public static Path path(String name) {
    URL url = Data.class.getResource(name);
    if (url == null) {
      throw new IllegalArgumentException("no test file " + name);
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Source source(String name) throws IOException {
    return Source.of(path(name));
  }

  public static byte[] bytes(String name) throws IOException {
    try (InputStream in = Data.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no test file " + name);
      }
      return in.readAllBytes();
    }
  }
}
