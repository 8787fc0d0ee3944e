package dev.tenon.tokenizers.internal.normalizer;

import dev.tenon.tokenizers.error.MalformedTokenizerException;
import dev.tenon.tokenizers.internal.text.AlignedText;
import dev.tenon.tokenizers.internal.text.Changes;
import dev.tenon.tokenizers.internal.unicode.GraphemeClusters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * SentencePiece's {@code precompiled_charsmap}: the size of a double array, the array, and texts
 * that end with a zero byte.
 *
 * <p>As in Hugging Face's library the shortest key that a grapheme cluster begins with decides, and
 * clusters of six bytes and more are looked up one code point at a time.
 */
final class PrecompiledNormalizer implements TextNormalizer {
  private static final String DAMAGED =
      "normalizer.precompiled_charsmap: Expected: a double array and texts in UTF-8. Received: other bytes";
  private static final int MOST_BYTES = 5;
  private static final int NONE = -1;

  private final int[] units;
  private final byte[] texts;
  private final int[] ascii = new int[128];

  PrecompiledNormalizer(byte[] charsMap) {
    ByteBuffer bytes = ByteBuffer.wrap(charsMap).order(ByteOrder.LITTLE_ENDIAN);
    long size = bytes.remaining() < 4 ? -1 : Integer.toUnsignedLong(bytes.getInt());
    if (size < 4 || size > bytes.remaining()) {
      throw damaged();
    }
    units = new int[(int) (size / 4)];
    bytes.asIntBuffer().get(units);
    texts = Arrays.copyOfRange(charsMap, 4 + units.length * 4, charsMap.length);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(texts));
    } catch (CharacterCodingException e) {
      throw new MalformedTokenizerException(DAMAGED, e);
    }
    for (int c = 0; c < ascii.length; c++) {
      ascii[c] = find(new int[] {c}, 0, 1);
    }
  }

  private static MalformedTokenizerException damaged() {
    return new MalformedTokenizerException(DAMAGED);
  }

  @Override
  public AlignedText normalize(AlignedText text) {
    int[] codePoints = text.codePoints();
    int length = text.length();
    Changes changes = new Changes(length + 16);
    boolean modified = false;
    for (int start = 0, end; start < length; start = end) {
      end = GraphemeClusters.end(codePoints, start, length);
      int found = bytes(codePoints, start, end) > MOST_BYTES ? NONE : find(codePoints, start, end);
      if (found != NONE) {
        replace(changes, end - start, found);
        modified = true;
        continue;
      }
      for (int i = start; i < end; i++) {
        int one = end - start == 1 ? NONE : find(codePoints, i, i + 1);
        if (one != NONE) {
          replace(changes, 1, one);
          modified = true;
        } else {
          changes.add(codePoints[i], 0);
        }
      }
    }
    return modified ? changes.apply(text) : text;
  }

  private static int bytes(int[] codePoints, int start, int end) {
    int bytes = 0;
    for (int i = start; i < end && bytes <= MOST_BYTES; i++) {
      int c = codePoints[i];
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
    return bytes;
  }

  private void replace(Changes changes, int removed, int textStart) {
    int added = 0;
    for (int i = textStart; i < texts.length && texts[i] != 0; added++) {
      int first = texts[i] & 0xFF;
      int more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
      int c = more == 0 ? first : first & 0x3F >> more;
      for (int k = 1; k <= more; k++) {
        c = c << 6 | (texts[i + k] & 0x3F);
      }
      i += 1 + more;
      changes.add(c, 0);
    }
    if (added > removed) {
      for (int i = changes.size() - (added - removed); i < changes.size(); i++) {
        changes.set(i, 1);
      }
    } else {
      changes.addToLast(added - removed);
    }
  }

  /** Returns where the text of the shortest key begins that a part starts with, or −1. */
  private int find(int[] codePoints, int start, int end) {
    int first = codePoints[start];
    int known = first < ascii.length ? ascii[first] : 0;
    if (known > 0 || (known == NONE && end - start == 1)) {
      return known;
    }
    int node = offset(unit(0));
    for (int i = start; i < end; i++) {
      int c = codePoints[i];
      int count = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      for (int k = 0; k < count; k++) {
        int value = byteOf(c, k, count);
        if (value == 0) {
          return NONE;
        }
        node ^= value;
        int unit = unit(node);
        if ((unit & (1 << 31 | 0xFF)) != value) {
          return NONE;
        }
        node ^= offset(unit);
        if ((unit >> 8 & 1) == 1) {
          return textStart(unit(node) & Integer.MAX_VALUE);
        }
      }
    }
    return NONE;
  }

  private int textStart(int index) {
    if (index > texts.length || (index < texts.length && (texts[index] & 0xC0) == 0x80)) {
      throw damaged();
    }
    return index;
  }

  private static int byteOf(int c, int index, int count) {
    if (count == 1) {
      return c;
    }
    int shifted = c >> (6 * (count - 1 - index));
    return index > 0 ? (shifted & 0x3F) | 0x80 : shifted | (0xF00 >> count & 0xFF);
  }

  private int unit(int index) {
    if (index < 0 || index >= units.length) {
      throw damaged();
    }
    return units[index];
  }

  private static int offset(int unit) {
    return unit >>> 10 << ((unit & 1 << 9) >> 6);
  }
}
