package dev.tenon.tokenizers;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Compares a tokenizer with the records of {@code tests/goldens/tokenizers/record.py}, which
 * describes their format.
 *
 * <p>{@code main} reads them from the standard input, for any number of texts.
 */
final class RecordedTokenizations {
  private static final int MOST_SHOWN = 20;

  private final Tokenizer tokenizer;
  private final UnaryOperator<String> change;
  private final boolean unchanged;
  private final InputStream in;
  private int count;
  private int different;
  private final StringBuilder report = new StringBuilder();

  /**
   * Creates the comparison.
   *
   * @param change what is done to each text before it is tokenized; it keeps all places
   */
  RecordedTokenizations(Tokenizer tokenizer, InputStream in, UnaryOperator<String> change) {
    this.tokenizer = tokenizer;
    this.in = new BufferedInputStream(in, 1 << 16);
    this.change = change;
    this.unchanged = change.apply("\uFFFD").equals("\uFFFD");
  }

  public static void main(String[] arguments) throws IOException {
    RecordedTokenizations all =
        new RecordedTokenizations(Tokenizer.load(Path.of(arguments[0])), System.in, text -> text);
    all.compare();
    System.out.printf(
        "%s: %d texts, %d with other tokens%n%s",
        Path.of(arguments[0]).getFileName(), all.count, all.different, all.report);
    if (all.different > 0 || all.count == 0) {
      System.exit(1);
    }
  }

  int count() {
    return count;
  }

  String report() {
    return report.toString();
  }

  void compare() throws IOException {
    for (int flags = in.read(); flags >= 0; flags = in.read()) {
      count++;
      String first = text();
      String second = (flags & 1) == 1 ? text() : null;
      String changedFirst = change.apply(first);
      String changedSecond = second == null ? null : change.apply(second);
      // Texts that a change does not touch are compared without it already.
      boolean compared =
          unchanged || !first.equals(changedFirst) || !Objects.equals(second, changedSecond);
      Encoding encoding =
          compared
              ? tokenizer.encode(changedFirst, changedSecond, (flags & 2) == 0)
              : tokenizer.encode("");
      String reason = compare(encoding, first, second);
      if (!compared) {
        continue;
      }
      if (!reason.isEmpty() && ++different <= MOST_SHOWN) {
        report.append(
            "%s: %s%s%n"
                .formatted(reason, shown(first), second == null ? "" : " and " + shown(second)));
      }
    }
  }

  private String compare(Encoding encoding, String first, String second) throws IOException {
    int parts = number();
    List<Encoding> all =
        Stream.concat(Stream.of(encoding), encoding.overflowing().stream()).toList();
    String reason =
        parts == all.size() ? "" : "%d parts instead of %d".formatted(all.size(), parts);
    for (int i = 0; i < parts; i++) {
      String found = comparePart(i < all.size() ? all.get(i) : encoding, first, second);
      reason = reason.isEmpty() ? found : reason;
    }
    return reason;
  }

  private String comparePart(Encoding encoding, String first, String second) throws IOException {
    int[] ids = new int[number()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = number();
    }
    int[] starts = new int[ids.length];
    int[] ends = new int[ids.length];
    int last = 0;
    for (int i = 0; i < ids.length; i++) {
      starts[i] = last + signed();
      ends[i] = starts[i] + signed();
      last = starts[i];
    }
    int crc = ByteBuffer.wrap(bytes(4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (!Arrays.equals(ids, encoding.ids())) {
      return "ids %s instead of %s".formatted(shortened(encoding.ids()), shortened(ids));
    }
    int[] firstIndices = indices(first);
    int[] secondIndices = second == null ? firstIndices : indices(second);
    int[] sequences = encoding.sequenceIds();
    for (int i = 0; i < ids.length; i++) {
      int[] indices = sequences[i] == 1 ? secondIndices : firstIndices;
      starts[i] = indices[starts[i]];
      ends[i] = indices[ends[i]];
    }
    if (!Arrays.equals(starts, encoding.starts()) || !Arrays.equals(ends, encoding.ends())) {
      return "places %s to %s instead of %s to %s"
          .formatted(
              shortened(encoding.starts()),
              shortened(encoding.ends()),
              shortened(starts),
              shortened(ends));
    }
    return crc == crc(encoding)
        ? ""
        : "other columns: words %s, types %s, sequences %s, decoded %s, tokens %s"
            .formatted(
                shortened(encoding.wordIds()),
                shortened(encoding.typeIds()),
                shortened(encoding.sequenceIds()),
                shown(tokenizer.decode(encoding.ids())),
                encoding.tokens());
  }

  private int crc(Encoding encoding) {
    CRC32 crc = new CRC32();
    ByteBuffer numbers =
        ByteBuffer.allocate(encoding.size() * 5 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int[] column :
        List.of(
            encoding.wordIds(),
            encoding.typeIds(),
            encoding.attentionMask(),
            encoding.specialTokensMask(),
            encoding.sequenceIds())) {
      numbers.asIntBuffer().put(column);
      numbers.position(numbers.position() + column.length * Integer.BYTES);
    }
    crc.update(numbers.array());
    crc.update(String.join("\0", encoding.tokens()).getBytes(StandardCharsets.UTF_8));
    crc.update(tokenizer.decode(encoding.ids()).getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }

  /** Returns where each code point begins, and the end. */
  private static int[] indices(String text) {
    int[] indices = new int[text.codePointCount(0, text.length()) + 1];
    for (int i = 1; i < indices.length; i++) {
      indices[i] = text.offsetByCodePoints(indices[i - 1], 1);
    }
    return indices;
  }

  private static String shortened(int[] values) {
    return Arrays.toString(Arrays.copyOf(values, Math.min(values.length, 40)));
  }

  private static String shown(String text) {
    StringBuilder result = new StringBuilder("\"");
    text.codePoints()
        .limit(200)
        .forEach(
            c -> {
              if (c >= ' ' && c < 0x7f) {
                result.append((char) c);
              } else {
                result.append("\\u{").append(Integer.toHexString(c)).append('}');
              }
            });
    return result.append('"').toString();
  }

  private String text() throws IOException {
    return new String(bytes(number()), StandardCharsets.UTF_8);
  }

  private int signed() throws IOException {
    int value = number();
    return (value & 1) == 0 ? value >> 1 : -((value + 1) >> 1);
  }

  private int number() throws IOException {
    int result = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      result |= (next & 127) << shift;
      if (next < 128) {
        return result;
      }
    }
  }

  private byte[] bytes(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException();
    }
    return bytes;
  }
}
