package dev.tenon.tokenizers.internal.normalizer;

import dev.tenon.tokenizers.internal.text.AlignedText;
import dev.tenon.tokenizers.internal.unicode.CodePointMap;
import dev.tenon.tokenizers.internal.unicode.CodePointSet;
import dev.tenon.tokenizers.internal.unicode.UnicodeData;

/** Normalizers that look at one code point at a time. */
final class CharacterNormalizers {
  private static final CodePointSet WHITE = UnicodeData.whiteSpace();
  private static final CodePointMap LOWER = UnicodeData.lowerCase();

  private CharacterNormalizers() {}

  /** Drops the code points of a set. */
  static AlignedText remove(AlignedText text, CodePointSet removed) {
    int first = 0;
    while (first < text.length() && !removed.contains(text.codePoint(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    AlignedText result = new AlignedText(text.length());
    result.add(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      if (!removed.contains(text.codePoint(i))) {
        result.add(text.codePoint(i), text, i);
      }
    }
    return result;
  }

  static AlignedText lowercase(AlignedText text) {
    boolean same = true;
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePoint(i);
      if (c < 128) {
        if (c >= 'A' && c <= 'Z') {
          text.set(i, c + 32);
        }
      } else {
        same &= LOWER.find(c) == 0;
      }
    }
    if (same) {
      return text;
    }
    AlignedText result = new AlignedText(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      int lower = LOWER.find(text.codePoint(i));
      if (lower == 0) {
        result.add(text.codePoint(i), text, i);
      } else {
        for (int k = 0; k < LOWER.length(lower); k++) {
          result.add(LOWER.get(lower, k), text, i);
        }
      }
    }
    return result;
  }

  static AlignedText strip(AlignedText text, boolean left, boolean right) {
    int start = 0;
    int end = text.length();
    while (left && start < end && WHITE.contains(text.codePoint(start))) {
      start++;
    }
    while (right && end > start && WHITE.contains(text.codePoint(end - 1))) {
      end--;
    }
    return start == 0 && end == text.length() ? text : text.slice(start, end);
  }

  static AlignedText prepend(AlignedText text, int[] prefix) {
    if (text.length() == 0) {
      return text;
    }
    AlignedText result = new AlignedText(text.length() + prefix.length);
    for (int c : prefix) {
      result.add(c, text, 0);
    }
    result.add(text, 0, text.length());
    return result;
  }

  /**
   * The rules of SentencePiece's {@code nmt}: control characters go, other spaces become blanks.
   */
  static AlignedText nmt(AlignedText text) {
    AlignedText result = new AlignedText(text.length());
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePoint(i);
      if (!isNmtControl(c)) {
        result.add(isNmtSpace(c) ? ' ' : c, text, i);
      }
    }
    return result;
  }

  private static boolean isNmtControl(int c) {
    return (c >= 1 && c <= 8)
        || c == 0x0B
        || (c >= 0x0E && c <= 0x1F)
        || c == 0x7F
        || c == 0x8F
        || c == 0x9F;
  }

  private static boolean isNmtSpace(int c) {
    return switch (c) {
      case '\t', '\n', '\f', '\r', 0x1680, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD -> true;
      default -> c >= 0x200B && c <= 0x200F;
    };
  }
}
