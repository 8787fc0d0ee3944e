package dev.tenon.tokenizers.internal.normalizer;

import dev.tenon.tokenizers.internal.text.AlignedText;
import dev.tenon.tokenizers.internal.unicode.CodePointSet;
import dev.tenon.tokenizers.internal.unicode.UnicodeData;

/** BERT's clean-up: control characters, white space, Chinese characters, accents, case. */
public final class BertNormalizer implements TextNormalizer {
  private static final CodePointSet WHITE = UnicodeData.whiteSpace();
  private static final CodePointSet OTHER = UnicodeData.other();
  private static final CodePointSet NON_SPACING = UnicodeData.nonSpacingMarks();
  private static final int FIRST_CHINESE = 0x3400;
  private static final int FIRST_MARK = 0x300;

  private final boolean cleanText;
  private final boolean handleChineseChars;
  private final boolean stripAccents;
  private final boolean lowercase;

  /** Creates the normalizer with the options of the file format. */
  public BertNormalizer(
      boolean cleanText, boolean handleChineseChars, boolean stripAccents, boolean lowercase) {
    this.cleanText = cleanText;
    this.handleChineseChars = handleChineseChars;
    this.stripAccents = stripAccents;
    this.lowercase = lowercase;
  }

  @Override
  public AlignedText normalize(AlignedText text) {
    AlignedText result = cleanText ? clean(text) : text;
    int highest = highest(result);
    if (handleChineseChars && highest >= FIRST_CHINESE) {
      result = separateChinese(result);
    }
    if (stripAccents && highest >= 0xA0) {
      result = UnicodeForms.decompose(result, false);
      if (highest(result) >= FIRST_MARK) {
        result = CharacterNormalizers.remove(result, NON_SPACING);
      }
    }
    return lowercase ? CharacterNormalizers.lowercase(result) : result;
  }

  private static int highest(AlignedText text) {
    int highest = 0;
    for (int i = 0; i < text.length(); i++) {
      highest = Math.max(highest, text.codePoint(i));
    }
    return highest;
  }

  private static AlignedText clean(AlignedText text) {
    boolean removes = false;
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePoint(i);
      if (c > ' ' && c < 127) {
        continue;
      }
      if (isRemoved(c)) {
        removes = true;
      } else if (WHITE.contains(c)) {
        text.set(i, ' ');
      }
    }
    if (!removes) {
      return text;
    }
    AlignedText result = new AlignedText(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!isRemoved(text.codePoint(i))) {
        result.add(text.codePoint(i), text, i);
      }
    }
    return result;
  }

  private static boolean isRemoved(int c) {
    return c == 0 || c == 0xFFFD || OTHER.contains(c);
  }

  private static AlignedText separateChinese(AlignedText text) {
    AlignedText result = new AlignedText(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePoint(i);
      boolean chinese = isChinese(c);
      if (chinese) {
        result.add(' ', text, i);
      }
      result.add(c, text, i);
      if (chinese) {
        result.add(' ', text, i);
      }
    }
    return result;
  }

  /** The blocks that the library names; its range from 2B920 is not Unicode's. */
  private static boolean isChinese(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2B73F)
        || (c >= 0x2B740 && c <= 0x2B81F)
        || (c >= 0x2B920 && c <= 0x2CEAF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }
}
