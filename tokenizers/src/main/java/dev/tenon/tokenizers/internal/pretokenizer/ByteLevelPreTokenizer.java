package dev.tenon.tokenizers.internal.pretokenizer;

import dev.tenon.tokenizers.internal.pattern.Gpt2Pattern;
import dev.tenon.tokenizers.internal.text.AlignedText;
import dev.tenon.tokenizers.internal.text.Pieces;
import java.util.Arrays;

/**
 * GPT-2's split into words, with each byte of UTF-8 as a visible character.
 *
 * @see <a href="https://github.com/openai/gpt-2/blob/master/src/encoder.py">encoder.py</a>
 */
public final class ByteLevelPreTokenizer implements PreTokenizer {
  private static final int[] CHARACTERS = characters();
  private static final int[] BYTES = bytes();

  private final boolean addPrefixSpace;
  private final boolean useRegex;

  /** Creates the pre-tokenizer with the options of the file format. */
  public ByteLevelPreTokenizer(boolean addPrefixSpace, boolean useRegex) {
    this.addPrefixSpace = addPrefixSpace;
    this.useRegex = useRegex;
  }

  @Override
  public Pieces split(Pieces pieces) {
    AlignedText text = pieces.text();
    AlignedText bytes = new AlignedText(text.length() + text.length() / 4 + 16);
    Pieces result = new Pieces(bytes, pieces.size() + text.length() / 4 + 8);
    for (int i = 0; i < pieces.size(); i++) {
      int start = pieces.start(i);
      int end = pieces.end(i);
      if (pieces.token(i) != Pieces.NO_TOKEN) {
        int from = bytes.length();
        bytes.add(text, start, end);
        result.add(from, bytes.length(), pieces.token(i));
      } else if (addPrefixSpace && text.codePoint(start) != ' ') {
        AlignedText spaced = new AlignedText(end - start + 1);
        spaced.add(' ', text, start);
        spaced.add(text, start, end);
        split(spaced, 0, spaced.length(), result);
      } else {
        split(text, start, end, result);
      }
    }
    return result;
  }

  private void split(AlignedText text, int start, int end, Pieces result) {
    AlignedText bytes = result.text();
    for (int from = start, to; from < end; from = to) {
      to = useRegex ? Gpt2Pattern.matchEnd(text.codePoints(), from, end) : end;
      int first = bytes.length();
      addBytes(text, from, to, bytes);
      result.add(first, bytes.length());
    }
  }

  /** Returns the bytes of a text as visible characters. */
  public static AlignedText bytes(AlignedText text) {
    AlignedText bytes = new AlignedText(text.length() + text.length() / 4 + 16);
    addBytes(text, 0, text.length(), bytes);
    return bytes;
  }

  private static void addBytes(AlignedText text, int start, int end, AlignedText bytes) {
    for (int i = start; i < end; i++) {
      int c = text.codePoint(i);
      if (c < 0x80) {
        bytes.add(CHARACTERS[c], text, i);
      } else if (c < 0x800) {
        bytes.add(CHARACTERS[c >> 6 | 0xC0], text, i);
        bytes.add(CHARACTERS[(c & 0x3F) | 0x80], text, i);
      } else if (c < 0x10000) {
        bytes.add(CHARACTERS[c >> 12 | 0xE0], text, i);
        bytes.add(CHARACTERS[(c >> 6 & 0x3F) | 0x80], text, i);
        bytes.add(CHARACTERS[(c & 0x3F) | 0x80], text, i);
      } else {
        bytes.add(CHARACTERS[c >> 18 | 0xF0], text, i);
        bytes.add(CHARACTERS[(c >> 12 & 0x3F) | 0x80], text, i);
        bytes.add(CHARACTERS[(c >> 6 & 0x3F) | 0x80], text, i);
        bytes.add(CHARACTERS[(c & 0x3F) | 0x80], text, i);
      }
    }
  }

  /** Returns the character that stands for a byte from 0 to 255. */
  public static int character(int value) {
    return CHARACTERS[value];
  }

  /** Returns the byte that a character stands for, or −1. */
  public static int byteOf(int character) {
    return character < BYTES.length ? BYTES[character] : -1;
  }

  private static int[] characters() {
    int[] characters = new int[256];
    int next = 256;
    for (int value = 0; value < 256; value++) {
      boolean visible = (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
      characters[value] = visible ? value : next++;
    }
    return characters;
  }

  private static int[] bytes() {
    int[] bytes = new int[512];
    Arrays.fill(bytes, -1);
    for (int value = 0; value < 256; value++) {
      bytes[CHARACTERS[value]] = value;
    }
    return bytes;
  }
}
