package dev.tenon.internal.version;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Tenon from the build. */
public final class TenonVersion {
  private static final String RESOURCE = "tenon.properties";
  private static final String VERSION = read();

  private TenonVersion() {}

  /** Returns the version, such as {@code 0.1.0}; the same from a jar and from a class folder. */
  public static String get() {
    return VERSION;
  }

  private static String read() {
    try (InputStream in = TenonVersion.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            RESOURCE + " is missing beside " + TenonVersion.class.getName() + ": build Tenon anew");
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
