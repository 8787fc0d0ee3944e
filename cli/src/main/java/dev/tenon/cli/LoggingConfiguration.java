package dev.tenon.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * The configuration of {@code java.util.logging} in the process of a command, read when something
 * is logged for the first time.
 *
 * <p>The library logs what a reader should know of a file that it wrote; commands print that
 * themselves. Public, since the log manager makes it by its name.
 */
public final class LoggingConfiguration {
  private static final String CLASS = "java.util.logging.config.class";
  private static final String FILE = "java.util.logging.config.file";
  private static final String PROPERTIES =
      """
      handlers = java.util.logging.ConsoleHandler
      .level = INFO
      dev.tenon.Model.level = OFF
      """;

  /** Configures the log manager. */
  public LoggingConfiguration() throws IOException {
    LogManager.getLogManager()
        .readConfiguration(
            new ByteArrayInputStream(PROPERTIES.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** Lets the log manager use this class, unless the user has chosen something else. */
  static void use() {
    if (System.getProperty(CLASS) == null && System.getProperty(FILE) == null) {
      System.setProperty(CLASS, LoggingConfiguration.class.getName());
    }
  }
}
