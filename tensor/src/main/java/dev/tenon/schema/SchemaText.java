package dev.tenon.schema;

import dev.tenon.tensor.DType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The recorded text, whose lines tests/goldens/onnx/schemas.py explains.
 *
 * <p>It is read as a whole, which takes little time; a line is taken apart when it is needed.
 */
final class SchemaText {
  private static final String TEXT = read();

  /** Where the lines begin that have the same first two words. */
  private static final Map<String, Integer> STARTS = starts();

  private static final Map<String, Set<DType>> SETS = new ConcurrentHashMap<>();

  /** The names of element types in the order of their numbers. */
  static final List<String> TYPES = List.of(line("~ undefined").substring(2).split(" ", -1));

  private SchemaText() {}

  private static String read() {
    try (InputStream stream =
        Objects.requireNonNull(SchemaText.class.getResourceAsStream("schemas.txt"))) {
      return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Integer> starts() {
    Map<String, Integer> starts = new HashMap<>();
    String last = "\n";
    for (int at = 0; at < TEXT.length(); at = end(at) + 1) {
      if (!TEXT.startsWith(last, at)) {
        last = TEXT.substring(at, TEXT.indexOf(' ', TEXT.indexOf(' ', at) + 1) + 1);
        starts.put(last, at);
      }
    }
    return starts;
  }

  private static int end(int at) {
    return TEXT.indexOf('\n', at);
  }

  private static String line(String words) {
    Integer start = STARTS.get(words + ' ');
    return start == null ? "" : TEXT.substring(start, end(start));
  }

  /** Returns the versions of an operator, the oldest first. */
  static List<OperatorSchema> versions(String domain, String operator) {
    String words = (domain.isEmpty() ? "-" : domain) + ' ' + operator + ' ';
    List<OperatorSchema> versions = new ArrayList<>();
    int at = STARTS.getOrDefault(words, TEXT.length());
    for (; TEXT.startsWith(words, at); at = end(at) + 1) {
      versions.add(OperatorSchema.read(TEXT.substring(at, end(at))));
    }
    return versions;
  }

  /** Returns the operators of ONNX's own of which some version has an attribute. */
  static Set<String> having(String attribute) {
    Set<String> operators = new TreeSet<>();
    String word = ' ' + attribute + ':';
    for (int at = TEXT.indexOf(word); at >= 0; at = TEXT.indexOf(word, at + 1)) {
      int start = TEXT.lastIndexOf('\n', at) + 1;
      if (TEXT.startsWith("- ", start)) {
        operators.add(TEXT.substring(start + 2, TEXT.indexOf(' ', start + 2)));
      }
    }
    return operators;
  }

  /** Returns the opset that brought a value of an attribute, where a line tells it; else 0. */
  static int value(String operator, String attribute, String value) {
    String words = "\n+ " + operator + ' ' + attribute + ' ' + value + ' ';
    int at = STARTS.containsKey("+ " + operator + ' ') ? TEXT.indexOf(words) : -1;
    return at < 0 ? 0 : Integer.parseInt(TEXT.substring(at + words.length(), end(at + 1)));
  }

  /**
   * Returns the letter for what an initializer is that an operator reads at a position; - for none.
   */
  static char role(String operator, int input) {
    String words = "< " + operator;
    int at = words.length() + 1 + input;
    String line = line(words);
    return at < line.length() ? line.charAt(at) : '-';
  }

  /** Returns the element types of a named set. */
  static Set<DType> types(String name) {
    return SETS.computeIfAbsent(
        name,
        key -> {
          Set<DType> types = EnumSet.noneOf(DType.class);
          for (String word : line("= " + key).split(" ", -1)) {
            DType type = TypeNumbers.type(TYPES.indexOf(word));
            if (type != null) {
              types.add(type);
            }
          }
          return types;
        });
  }
}
