package dev.tenon.processor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The descriptions of arguments: a noun phrase, which may be followed by sentences.
 *
 * <p>The tag {@code @param} of a record comes first. {@code arguments.tsv} describes the arguments
 * that many layers share, one a line; a name in brackets describes the texts that a kind of object
 * is given as.
 */
final class ArgumentTexts {
  private static final Map<String, String> SHARED = read();

  private ArgumentTexts() {}

  /**
   * Returns the description of a layer's argument.
   *
   * @param documentation the Javadoc of the record
   * @throws IllegalArgumentException if neither the record nor the table describes it
   */
  static String of(String name, String documentation) {
    String own = tag(name, documentation);
    String text = own.isEmpty() ? SHARED.get(name) : own;
    if (text == null) {
      throw new IllegalArgumentException(
          "component '" + name + "' needs @param, or a line in the processor's arguments.tsv");
    }
    return text;
  }

  /** Returns the text of a tag {@code @param}; empty without one. */
  static String tag(String name, String documentation) {
    Matcher tag =
        Pattern.compile("@param " + name + "\\s+(.*?)(?=\\n\\s*@|\\z)", Pattern.DOTALL)
            .matcher(documentation);
    return tag.find() ? tag.group(1).strip() : "";
  }

  /** Returns how a value is given in one form, where that is not plain from its type. */
  static Optional<String> form(Component component, Component.Form form, int rank) {
    if (form.parameter().equals("String") && form.value().contains("ObjectNames.")) {
      return Optional.ofNullable(SHARED.get("(" + component.kind() + ")"));
    }
    if (!form.parameter().equals("long...") || rank < 2) {
      return Optional.empty();
    }
    return Optional.of(
        form.value().startsWith("pairs(")
            ? "Takes one number for all axes, one for each axis, or two for each axis."
            : "One number holds for all axes.");
  }

  private static Map<String, String> read() {
    Map<String, String> texts = new HashMap<>();
    try (InputStream in = ArgumentTexts.class.getResourceAsStream("arguments.tsv");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    Objects.requireNonNull(in, "arguments.tsv"), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .map(line -> line.split("\t", 2))
          .forEach(
              row -> {
                if (row.length < 2 || texts.put(row[0], row[1]) != null) {
                  throw new IllegalStateException("arguments.tsv: bad or second line: " + row[0]);
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(texts);
  }
}
