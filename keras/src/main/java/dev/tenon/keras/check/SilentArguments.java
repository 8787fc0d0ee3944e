package dev.tenon.keras.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.keras.ResourceTable;
import dev.tenon.keras.signature.SignatureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Arguments that change nothing: {@code silent.tsv} has a line for each.
 *
 * <p>Its columns are the kind of object, the class where it is one class's alone, the key, and the
 * values that change nothing, {@code *} for any: where a file is read by a layer without the key,
 * where it is written by whoever, and where it is written for a class that does not take the key;
 * last the reason. An argument that is not listed, or that has another value, is said by no other
 * means: the file is not written.
 */
public final class SilentArguments {
  private static final List<Row> ROWS = new ArrayList<>();
  private static final Set<String> OBJECTS = Set.of("initializer", "regularizer", "constraint");

  static {
    for (List<String> cells : ResourceTable.rows(SilentArguments.class, "silent.tsv")) {
      ROWS.add(
          new Row(
              SignatureKind.valueOf(cells.get(0).toUpperCase(Locale.ROOT)),
              cells.get(1),
              cells.get(2),
              new Values(cells.get(3)),
              new Values(cells.get(4)),
              new Values(cells.get(5)),
              cells.get(6)));
    }
  }

  private SilentArguments() {}

  private record Values(String listed) {
    boolean has(@Nullable JsonNode value) {
      return listed.equals("*") || List.of(listed.split(" ", -1)).contains(String.valueOf(value));
    }
  }

  private record Row(
      SignatureKind kind,
      String className,
      String key,
      Values read,
      Values written,
      Values untaken,
      String reason) {
    boolean isOf(SignatureKind other, String argument) {
      return kind == other && key.equals(argument);
    }
  }

  /** What a key that a layer's record does not have means for the model. */
  public enum Meaning {
    /** Nothing. */
    HARMLESS,
    /** Tenon does not know it; the user is told. */
    UNKNOWN,
    /** Tenon knows that the layer computes something else with this value. */
    UNSUPPORTED
  }

  /** Returns what a key means that a layer's record does not have. */
  public static Meaning read(String fileClass, ObjectNode config, String key) {
    if (OBJECTS.contains(key.substring(key.lastIndexOf('_') + 1)) && key.contains("_")) {
      return Meaning.HARMLESS;
    }
    Meaning meaning = Meaning.UNKNOWN;
    for (Row row : ROWS) {
      if (row.isOf(SignatureKind.LAYER, key)
          && !row.read.listed.isEmpty()
          && (row.className.isEmpty() || row.className.equals(fileClass))) {
        meaning = row.read.has(config.get(key)) ? Meaning.HARMLESS : Meaning.UNSUPPORTED;
      }
    }
    return meaning;
  }

  /** Takes the keys out of a layer's configuration that say nothing to any reader. */
  public static void removeSilent(ObjectNode config) {
    for (Row row : ROWS) {
      if (config.has(row.key)
          && row.isOf(SignatureKind.LAYER, row.key)
          && row.written.has(config.get(row.key))) {
        config.remove(row.key);
      }
    }
  }

  /** Returns why an argument that a class does not take changes nothing; null where it may. */
  public static @Nullable String reason(Offence.UnknownArgument argument) {
    return ROWS.stream()
        .filter(row -> row.isOf(argument.signature().kind(), argument.key()))
        .filter(row -> row.untaken.has(argument.value()))
        .map(Row::reason)
        .findFirst()
        .orElse(null);
  }
}
