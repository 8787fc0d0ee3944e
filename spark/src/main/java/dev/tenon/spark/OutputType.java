package dev.tenon.spark;

import java.util.Locale;

/** The type of new columns. */
enum OutputType {
  /** Arrays of the output's element type, nested for several axes. */
  ARRAY,
  /** Vectors of Spark ML, of which several axes are one. */
  VECTOR;

  /**
   * Returns the type of a name.
   *
   * @throws IllegalArgumentException for an unknown name
   */
  static OutputType of(String name) {
    for (OutputType type : values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "Param 'outputType': expected 'array' or 'vector', received '" + name + "'");
  }
}
