package dev.tenon.callbacks;

import dev.tenon.tensor.PythonText;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * File names with Python's replacement fields, such as {@code {epoch:02d}-{val_loss:.2f}.keras}.
 *
 * <p>A field is a name, then optionally a colon and a zero, a width, a point with digits, and one
 * of the letters d, f, F, e, E, % .
 */
final class FileNames {
  private static final Pattern FIELD = Pattern.compile("\\{([^{}:]*)(?::([^{}]*))?\\}");
  private static final Pattern FORM = Pattern.compile("(0?)([0-9]*)(?:\\.([0-9]+))?([dfFeE%]?)");
  private static final int PYTHONS_DIGITS = 6;

  private FileNames() {}

  /**
   * Fills in values.
   *
   * @param values {@link Integer}s and {@link Double}s by name
   * @throws IllegalArgumentException where a name has no value, or its form cannot be understood
   */
  static String format(String pattern, Map<String, ? extends Number> values) {
    Matcher field = FIELD.matcher(pattern);
    StringBuilder text = new StringBuilder();
    while (field.find()) {
      Number value = values.get(field.group(1));
      if (value == null) {
        throw new IllegalArgumentException(
            "Failed to format this callback filepath: \""
                + pattern
                + "\". Reason: '"
                + field.group(1)
                + "'; there are "
                + values.keySet());
      }
      String form = field.group(2) == null ? "" : field.group(2);
      field.appendReplacement(text, Matcher.quoteReplacement(one(pattern, form, value)));
    }
    return field.appendTail(text).toString();
  }

  private static String one(String pattern, String form, Number value) {
    Matcher parts = FORM.matcher(form);
    if (!parts.matches()) {
      throw wrong(pattern, form, "a width, a point with digits and one of d, f, e, %");
    }
    int digits = parts.group(3) == null ? PYTHONS_DIGITS : Integer.parseInt(parts.group(3));
    String text =
        switch (parts.group(4)) {
          case "d" -> {
            if (!(value instanceof Integer)) {
              throw wrong(pattern, form, "f or e, since the value is " + value);
            }
            yield value.toString();
          }
          case "f", "F" -> PythonText.fixed(value.doubleValue(), digits);
          case "e" -> PythonText.scientific(value.doubleValue(), digits);
          case "E" -> PythonText.scientific(value.doubleValue(), digits).replace('e', 'E');
          case "%" -> PythonText.fixed(100 * value.doubleValue(), digits) + "%";
          default -> {
            if (parts.group(3) != null) {
              throw wrong(pattern, form, "f or e after the digits");
            }
            yield value instanceof Integer
                ? value.toString()
                : PythonText.repr(value.doubleValue());
          }
        };
    int width = parts.group(2).isEmpty() ? 0 : Integer.parseInt(parts.group(2));
    int missing = Math.max(0, width - text.length());
    if (parts.group(1).isEmpty()) {
      return " ".repeat(missing) + text;
    }
    return text.startsWith("-")
        ? "-" + "0".repeat(missing) + text.substring(1)
        : "0".repeat(missing) + text;
  }

  private static IllegalArgumentException wrong(String pattern, String form, String expected) {
    return new IllegalArgumentException(
        "the file name '" + pattern + "' has the form '" + form + "'; expected " + expected);
  }
}
