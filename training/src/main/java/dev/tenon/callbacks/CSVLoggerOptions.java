package dev.tenon.callbacks;

import dev.tenon.internal.options.Setters;
import java.nio.file.Path;

/**
 * Keras' arguments of CSVLogger.
 *
 * @param filename the file
 * @param separator the character between the columns; a comma
 * @param append whether a file that is there is continued instead of replaced; false
 */
@Setters(owner = CSVLogger.class)
record CSVLoggerOptions(Path filename, String separator, boolean append) {
  CSVLoggerOptions {
    if (separator.length() != 1) {
      throw new IllegalArgumentException(
          "separator must be one character, received '" + separator + "'");
    }
  }

  static CSVLoggerOptions of(Path filename) {
    return new CSVLoggerOptions(filename, ",", false);
  }
}
