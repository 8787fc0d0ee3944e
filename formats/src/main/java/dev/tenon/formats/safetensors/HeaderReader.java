package dev.tenon.formats.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Memory;
import dev.tenon.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of a safetensors file and checks that it describes each byte exactly once.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
final class HeaderReader {
  static final String METADATA = "__metadata__";
  private static final String DTYPE = "dtype";
  private static final String SHAPE = "shape";
  private static final String OFFSETS = "data_offsets";
  private static final int LONGEST_NAME = 50_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(LONGEST_NAME)
                  .maxNestingDepth(8)
                  .maxStringLength(SafetensorsFile.LONGEST_HEADER)
                  .build())
          .build();

  private final String file;
  private final long data;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<SafetensorsEntry> entries = new ArrayList<>();
  private final List<String> unsupported = new ArrayList<>();

  private HeaderReader(String file, long data) {
    this.file = file;
    this.data = data;
  }

  /** What a header says: the texts beside the tensors, and the tensors in the order of the data. */
  record Header(Map<String, String> metadata, List<SafetensorsEntry> entries) {}

  /**
   * Reads a header.
   *
   * @param bytes the JSON
   * @param data the number of bytes after the header
   */
  static Header read(String file, ByteBuffer bytes, long data) {
    HeaderReader reader = new HeaderReader(file, data);
    Memory.checkText(file + ": the header", bytes.remaining());
    String text = reader.decoded(bytes);
    if (!text.startsWith("{")) {
      throw reader.malformed("the header does not begin with '{': this is no safetensors file");
    }
    try (JsonParser parser = JSON.createParser(text)) {
      reader.tensors(parser);
    } catch (JsonProcessingException e) {
      throw new MalformedModelException(
          file, "the header is no valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!reader.unsupported.isEmpty()) {
      throw new UnsupportedModelException(
          file,
          "has tensors of types that Tenon lacks: "
              + String.join(", ", reader.unsupported)
              + "; convert them, such as to F32");
    }
    return new Header(reader.metadata, reader.checkedOrder());
  }

  private String decoded(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedModelException(file, "the header is no text in UTF-8", e);
    }
  }

  private void tensors(JsonParser parser) throws IOException {
    expect(parser.nextToken(), JsonToken.START_OBJECT, "the header");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      expect(parser.nextToken(), JsonToken.START_OBJECT, "'" + name + "'");
      if (name.equals(METADATA)) {
        metadata(parser);
      } else {
        tensor(parser, name);
      }
    }
    if (parser.nextToken() != null) {
      throw malformed("the header continues after its last '}'");
    }
  }

  private void metadata(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      expect(parser.nextToken(), JsonToken.VALUE_STRING, "'" + METADATA + "': '" + key + "'");
      metadata.put(key, parser.getText());
    }
  }

  private void tensor(JsonParser parser, String name) throws IOException {
    String where = "'" + name + "'";
    String dtype = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (key) {
        case DTYPE -> {
          expect(value, JsonToken.VALUE_STRING, where + ": '" + key + "'");
          dtype = parser.getText();
        }
        case SHAPE -> shape = numbers(parser, where + ": '" + key + "'");
        case OFFSETS -> offsets = numbers(parser, where + ": '" + key + "'");
        default ->
            throw malformed(
                where + " has '" + key + "'; expected dtype, shape and data_offsets only");
      }
    }
    if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
      throw malformed(where + " needs a dtype, a shape and two data_offsets");
    }
    add(name, dtype, shape, offsets.get(0), offsets.get(1));
  }

  private void add(String name, String dtype, List<Long> shape, long start, long end) {
    DType type = StoredType.find(dtype);
    if (type != null) {
      SafetensorsEntry entry = new SafetensorsEntry(name, type, shape, start, end);
      checkSize(entry);
      entries.add(entry);
    } else if (StoredType.isKnownWithoutDtype(dtype)) {
      unsupported.add("'" + name + "' (" + dtype + ")");
    } else {
      throw malformed(
          "'" + name + "' has the type '" + dtype + "'; expected one of " + StoredType.names());
    }
  }

  private void checkSize(SafetensorsEntry entry) {
    long start = entry.start();
    long end = entry.end();
    if (start > end || end > data) {
      throw malformed(
          "'"
              + entry.name()
              + "' is said to lie from byte "
              + start
              + " to "
              + end
              + " of "
              + data
              + ": the file is truncated or damaged");
    }
    long bytes = entry.dtype().bytes();
    for (long length : entry.shape()) {
      long high = Math.multiplyHigh(bytes, length);
      bytes *= length;
      if (high != 0 || bytes < 0) {
        throw malformed("'" + entry.name() + "' has the shape " + entry.shape());
      }
    }
    if (bytes != end - start) {
      throw malformed(
          "'"
              + entry.name()
              + "' of shape "
              + entry.shape()
              + " and type "
              + entry.dtype().numpyName()
              + " needs "
              + bytes
              + " bytes; its data_offsets give "
              + (end - start));
    }
  }

  /** Returns the tensors in the order of their data, which have neither gaps nor overlaps. */
  private List<SafetensorsEntry> checkedOrder() {
    List<SafetensorsEntry> ordered = new ArrayList<>(entries);
    ordered.sort(
        Comparator.comparingLong(SafetensorsEntry::start).thenComparingLong(SafetensorsEntry::end));
    long at = 0;
    for (SafetensorsEntry entry : ordered) {
      if (entry.start() != at) {
        throw malformed(
            "'"
                + entry.name()
                + "' begins at byte "
                + entry.start()
                + "; the tensor before it ends at "
                + at
                + (entry.start() > at
                    ? ": the bytes between belong to no tensor"
                    : ": they overlap"));
      }
      at = entry.end();
    }
    if (at != data) {
      throw malformed(
          "the tensors end at byte " + at + " of " + data + ": the rest belongs to no tensor");
    }
    return ordered;
  }

  /** Returns the whole numbers of a list; none is negative. */
  private List<Long> numbers(JsonParser parser, String where) throws IOException {
    expect(parser.currentToken(), JsonToken.START_ARRAY, where);
    List<Long> numbers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, where);
      if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || parser.getLongValue() < 0) {
        throw malformed(where + " has the number " + parser.getText());
      }
      numbers.add(parser.getLongValue());
    }
    return numbers;
  }

  private void expect(@Nullable JsonToken found, JsonToken expected, String where) {
    if (found != expected) {
      throw malformed(where + " is " + found + " in the header; expected " + expected);
    }
  }

  private MalformedModelException malformed(String what) {
    return new MalformedModelException(file, what);
  }

  /** Returns the names of tensors, in order, for a message. */
  static String names(Iterable<String> names) {
    TreeSet<String> sorted = new TreeSet<>();
    names.forEach(sorted::add);
    return sorted.toString();
  }
}
