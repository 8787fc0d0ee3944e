package dev.tenon.keras.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Spells class names as Keras does in paths: {@code Conv2D} is {@code conv2d}. */
public final class SnakeCase {
  private static final Pattern OTHER = Pattern.compile("\\W+");
  private static final Pattern WORD = Pattern.compile("(.)([A-Z][a-z]+)");
  private static final Pattern LOWER_UPPER = Pattern.compile("([a-z])([A-Z])");

  private SnakeCase() {}

  public static String of(String className) {
    String bare = OTHER.matcher(className).replaceAll("");
    String words = WORD.matcher(bare).replaceAll("$1_$2");
    return LOWER_UPPER.matcher(words).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
  }
}
