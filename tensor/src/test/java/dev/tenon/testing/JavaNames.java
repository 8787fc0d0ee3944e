package dev.tenon.testing;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tenon's spelling of Keras' names. */
public final class JavaNames {
  private static final Pattern WORD = Pattern.compile("_+([a-zA-Z0-9])");

  private JavaNames() {}

  /** Returns a name in camel case: {@code from_logits} is {@code fromLogits}. */
  public static String camelCase(String name) {
    Matcher word = WORD.matcher(name);
    StringBuilder camel = new StringBuilder();
    while (word.find()) {
      word.appendReplacement(
          camel, word.start() == 0 ? "$0" : word.group(1).toUpperCase(Locale.ROOT));
    }
    return word.appendTail(camel).toString();
  }
}
