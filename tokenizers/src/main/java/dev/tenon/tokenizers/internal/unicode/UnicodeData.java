package dev.tenon.tokenizers.internal.unicode;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Properties of code points as Hugging Face's library has them, which uses five Unicode versions.
 *
 * <p>{@code tests/goldens/tokenizers/unicode_tables.py} reads them off the library and writes
 * {@code unicode.bin}. The JDK's own tables differ by its version.
 */
public final class UnicodeData {
  private static final List<String> CATEGORIES =
      List.of(
          "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe",
          "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cn");
  private static final UnicodeData DATA = read();

  /** The first code point of a range and the one behind its last, again and again. */
  private final Map<String, int[]> ranges = new HashMap<>();

  private final Map<String, CodePointSet> sets = new ConcurrentHashMap<>();
  private final byte[] combiningClasses = new byte[CodePointSet.CODE_POINTS];
  private CodePointMap lowerCase = new CodePointMap();
  private CodePointMap canonical = new CodePointMap();
  private CodePointMap compatible = new CodePointMap();
  private CodePointMap composed = new CodePointMap();
  private final Map<Long, Integer> compositions = new HashMap<>();

  private UnicodeData() {}

  /** Returns Rust's white space. */
  public static CodePointSet whiteSpace() {
    return set("white");
  }

  /** Returns Rust's numeric characters. */
  public static CodePointSet numeric() {
    return set("numeric");
  }

  /** Returns what BERT takes for punctuation. */
  public static CodePointSet punctuation() {
    return set("punctuation");
  }

  /** Returns the categories Cc, Cf, Cn and Co, without tab and line ends. */
  public static CodePointSet other() {
    return set("other");
  }

  /** Returns the category Mn. */
  public static CodePointSet nonSpacingMarks() {
    return set("nonspacing");
  }

  /** Returns the category M. */
  public static CodePointSet combiningMarks() {
    return set("combining");
  }

  /** Returns {@code \w} of Rust's regular expressions. */
  public static CodePointSet rustWord() {
    return set("word");
  }

  /** Returns {@code \s} of Rust's regular expressions. */
  public static CodePointSet rustSpace() {
    return set("space");
  }

  /** Returns {@code \s}, {@code \w} or {@code \d} of Oniguruma. */
  public static CodePointSet onigurumaClass(char letter) {
    return set("\\" + letter);
  }

  static CodePointSet cluster(String name) {
    return set(name);
  }

  /** Returns a general category such as {@code Lu}, or all that begin with {@code L}; or null. */
  public static @Nullable CodePointSet category(String name) {
    String[] members =
        CATEGORIES.stream()
            .filter(each -> each.equals(name) || (name.length() == 1 && each.startsWith(name)))
            .toArray(String[]::new);
    return members.length == 0
        ? null
        : DATA.sets.computeIfAbsent("category " + name, each -> DATA.build(members));
  }

  /** Returns the lower-case forms of single code points. */
  public static CodePointMap lowerCase() {
    return DATA.lowerCase;
  }

  static CodePointMap canonical() {
    return DATA.canonical;
  }

  static CodePointMap compatible() {
    return DATA.compatible;
  }

  /** Returns a rank that sorts as the canonical combining class does; 0 is a starter. */
  static int combiningClass(int codePoint) {
    return DATA.combiningClasses[codePoint];
  }

  /** Returns the code point that two compose to, or −1. */
  static int composition(int first, int second) {
    Integer found = DATA.compositions.get((long) first << 32 | second);
    return found == null ? -1 : found;
  }

  private static CodePointSet set(String name) {
    return DATA.sets.computeIfAbsent(name, each -> DATA.build(each));
  }

  private CodePointSet build(String... names) {
    CodePointSet.Builder builder = new CodePointSet.Builder();
    for (String name : names) {
      int[] pairs = ranges.getOrDefault(name, new int[0]);
      for (int i = 0; i < pairs.length; i += 2) {
        builder.add(pairs[i], pairs[i + 1]);
      }
    }
    return builder.build();
  }

  private static UnicodeData read() {
    UnicodeData data = new UnicodeData();
    try (InputStream file = UnicodeData.class.getResourceAsStream("unicode.bin")) {
      if (file == null) {
        throw new IllegalStateException("unicode.bin is missing in the jar of tenon-tokenizers");
      }
      data.fill(new BufferedInputStream(new GZIPInputStream(file, 8192), 8192));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return data;
  }

  private void fill(InputStream in) throws IOException {
    for (String name :
        List.of(
            "white",
            "numeric",
            "punctuation",
            "other",
            "nonspacing",
            "combining",
            "word",
            "space",
            "\\s",
            "\\w",
            "\\d",
            "extend",
            "prepend",
            "control",
            "pictographic",
            "l",
            "v",
            "t")) {
      ranges.put(name, readRanges(in));
    }
    for (String name : CATEGORIES) {
      ranges.put(name, readRanges(in));
    }
    int classes = number(in);
    for (int rank = 1; rank <= classes; rank++) {
      int[] pairs = readRanges(in);
      for (int i = 0; i < pairs.length; i += 2) {
        Arrays.fill(combiningClasses, pairs[i], pairs[i + 1], (byte) rank);
      }
    }
    lowerCase = readMap(in);
    canonical = readMap(in);
    compatible = readMap(in);
    composed = readMap(in);
    fillCompositions();
  }

  private void fillCompositions() {
    for (int c = 0; c < CodePointSet.CODE_POINTS; c++) {
      int pair = composed.find(c);
      if (pair != 0) {
        compositions.put((long) composed.get(pair, 0) << 32 | composed.get(pair, 1), c);
      }
    }
  }

  private static int[] readRanges(InputStream in) throws IOException {
    int[] pairs = new int[2 * number(in)];
    int last = 0;
    for (int i = 0; i < pairs.length; i++) {
      last += number(in);
      pairs[i] = last;
    }
    return pairs;
  }

  private static CodePointMap readMap(InputStream in) throws IOException {
    CodePointMap map = new CodePointMap();
    int entries = number(in);
    int last = 0;
    for (int i = 0; i < entries; i++) {
      last += number(in);
      int[] value = new int[number(in)];
      for (int k = 0; k < value.length; k++) {
        value[k] = number(in);
      }
      map.put(last, value);
    }
    return map;
  }

  private static int number(InputStream in) throws IOException {
    int result = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.read();
      result |= (next & 127) << shift;
      if (next < 128) {
        return result;
      }
    }
  }
}
