package dev.tenon.formats.onnx.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** ONNX's own schemas of every version of every operator, as recorded from its library. */
final class OperatorSchemas {
  private static final String FILE = "schemas.txt";

  /** By domain and name the lines by version; a line is taken apart when it is first asked for. */
  private static final Map<String, NavigableMap<Long, String>> LINES = read();

  private static final Map<String, OperatorSchema> KNOWN = new ConcurrentHashMap<>();

  private OperatorSchemas() {}

  /**
   * Returns what an operator means in an opset, or in the first that has it where that is a later
   * one; null where the schemas do not have it.
   *
   * @param domain empty for ONNX's own
   */
  static @Nullable OperatorSchema find(String domain, String operator, long opset) {
    NavigableMap<Long, String> versions = LINES.get(domain + ' ' + operator);
    if (versions == null) {
      return null;
    }
    Map.Entry<Long, String> entry = versions.floorEntry(opset);
    if (entry == null) {
      // Younger than the file says that it is: what it looks like is known all the same.
      entry = versions.firstEntry();
    }
    return entry == null ? null : KNOWN.computeIfAbsent(entry.getValue(), OperatorSchemas::parse);
  }

  private static OperatorSchema parse(String line) {
    String[] words = line.split(" ", -1);
    return OperatorSchema.read(Arrays.copyOfRange(words, 3, words.length));
  }

  private static Map<String, NavigableMap<Long, String>> read() {
    Map<String, NavigableMap<Long, String>> lines = new HashMap<>();
    try (InputStream stream =
            Objects.requireNonNull(OperatorSchemas.class.getResourceAsStream(FILE), FILE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          String[] head = line.split(" ", 4);
          String domain = head[0].equals("-") ? "" : head[0];
          lines
              .computeIfAbsent(domain + ' ' + head[1], key -> new TreeMap<>())
              .put(Long.valueOf(head[2]), line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
