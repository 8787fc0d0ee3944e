package dev.tenon.schema;

import dev.tenon.tensor.DType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The recorded text by its kinds of lines, which tests/goldens/onnx/schemas.py explains. */
final class SchemaText {
  /** By name the lines of sets of element types. */
  private static final Map<String, String> SETS = new HashMap<>();

  /** By operator, attribute and value the opset that brought the value, where no schema tells. */
  static final Map<String, Integer> VALUES = new HashMap<>();

  /** The names of element types in the order of their numbers. */
  static final List<String> TYPES;

  /** By domain and name the lines of operators by version. */
  static final Map<String, NavigableMap<Long, String>> LINES = new HashMap<>();

  static {
    List<String> types = List.of();
    try (InputStream stream =
            Objects.requireNonNull(SchemaText.class.getResourceAsStream("schemas.txt"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] head = line.split(" ", 4);
        switch (head[0]) {
          case "#" -> {}
          case "~" -> types = Arrays.asList(line.substring(2).split(" "));
          case "=" -> SETS.put(head[1], line);
          case "+" -> {
            int space = line.lastIndexOf(' ');
            VALUES.put(line.substring(2, space), Integer.valueOf(line.substring(space + 1)));
          }
          default ->
              LINES
                  .computeIfAbsent(
                      (head[0].equals("-") ? "" : head[0]) + ' ' + head[1], key -> new TreeMap<>())
                  .put(Long.valueOf(head[2]), line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TYPES = types;
  }

  private SchemaText() {}

  static Set<DType> set(String name) {
    Set<DType> types = EnumSet.noneOf(DType.class);
    for (String word : SETS.getOrDefault(name, "").split(" ")) {
      DType type = TypeNumbers.type(TYPES.indexOf(word));
      if (type != null) {
        types.add(type);
      }
    }
    return types;
  }
}
