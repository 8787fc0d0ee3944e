package dev.tenon.tokenizers.internal.decoder;

import dev.tenon.tokenizers.internal.pattern.TextPattern;
import dev.tenon.tokenizers.internal.pretokenizer.ByteLevelPreTokenizer;
import dev.tenon.tokenizers.internal.text.AlignedText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The decoders of Hugging Face's library. */
final class TokenDecoders {
  private static final int BYTE_TOKEN_LENGTH = 6;

  private TokenDecoders() {}

  /** Characters that stand for bytes become text; bytes that are no UTF-8 become U+FFFD. */
  static List<String> byteLevel(List<String> tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String token : tokens) {
      if (token.codePoints().allMatch(c -> ByteLevelPreTokenizer.byteOf(c) >= 0)) {
        token.codePoints().forEach(c -> bytes.write(ByteLevelPreTokenizer.byteOf(c)));
      } else {
        bytes.writeBytes(token.getBytes(StandardCharsets.UTF_8));
      }
    }
    return List.of(bytes.toString(StandardCharsets.UTF_8));
  }

  /** The prefix of inner tokens goes, other tokens get a blank in front. */
  static List<String> wordPiece(List<String> tokens, String prefix, boolean cleanup) {
    List<String> result = new ArrayList<>();
    for (String token : tokens) {
      String text = token;
      if (!result.isEmpty()) {
        text = token.startsWith(prefix) ? token.substring(prefix.length()) : " " + token;
      }
      result.add(cleanup ? cleanUp(text) : text);
    }
    return result;
  }

  private static String cleanUp(String text) {
    return text.replace(" .", ".")
        .replace(" ?", "?")
        .replace(" !", "!")
        .replace(" ,", ",")
        .replace(" ' ", "'")
        .replace(" n't", "n't")
        .replace(" 'm", "'m")
        .replace(" do not", " don't")
        .replace(" 's", "'s")
        .replace(" 've", "'ve")
        .replace(" 're", "'re");
  }

  /** The sign of blanks becomes blanks; in the first token it goes where one was added. */
  static List<String> metaspace(List<String> tokens, int replacement, boolean prepended) {
    String sign = Character.toString(replacement);
    List<String> result = new ArrayList<>();
    for (String token : tokens) {
      result.add(token.replace(sign, result.isEmpty() && prepended ? "" : " "));
    }
    return result;
  }

  /** The suffix of a word becomes a blank, at the end nothing. */
  static List<String> suffix(List<String> tokens, String suffix) {
    List<String> result = new ArrayList<>();
    for (String token : tokens) {
      result.add(token.replace(suffix, result.size() == tokens.size() - 1 ? "" : " "));
    }
    return result;
  }

  /** Repeated tokens and padding go. */
  static List<String> ctc(List<String> tokens, String pad, String delimiter, boolean cleanup) {
    List<String> result = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (i > 0 && tokens.get(i).equals(tokens.get(i - 1))) {
        continue;
      }
      String text = pad.isEmpty() ? tokens.get(i) : tokens.get(i).replace(pad, "");
      if (cleanup) {
        text = cleanUp(text).replace(delimiter, " ");
      }
      if (!text.isEmpty()) {
        result.add(text);
      }
    }
    return result;
  }

  static List<String> replace(List<String> tokens, TextPattern pattern, String content) {
    List<String> result = new ArrayList<>();
    for (String token : tokens) {
      int[] text = AlignedText.codePoints(token);
      StringBuilder replaced = new StringBuilder();
      TextPattern.Search search = pattern.search(text, 0, text.length);
      int last = 0;
      while (search.next()) {
        replaced.append(new String(text, last, search.start() - last)).append(content);
        last = search.end();
      }
      result.add(replaced.append(new String(text, last, text.length - last)).toString());
    }
    return result;
  }

  /** Up to so many equal characters go at the start and at the end of each token. */
  static List<String> strip(List<String> tokens, int content, int start, int stop) {
    List<String> result = new ArrayList<>();
    for (String token : tokens) {
      int[] text = AlignedText.codePoints(token);
      int from = 0;
      while (from < Math.min(start, text.length) && text[from] == content) {
        from++;
      }
      int to = text.length;
      while (to > from && text.length - to < stop && text[to - 1] == content) {
        to--;
      }
      result.add(new String(text, from, to - from));
    }
    return result;
  }

  /** Tokens such as {@code <0x0A>} become text; where they are no UTF-8, each becomes U+FFFD. */
  static List<String> byteFallback(List<String> tokens) {
    List<String> result = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String token : tokens) {
      int value = byteOf(token);
      if (value >= 0) {
        bytes.write(value);
      } else {
        flush(bytes, result);
        result.add(token);
      }
    }
    flush(bytes, result);
    return result;
  }

  private static int byteOf(String token) {
    if (token.length() != BYTE_TOKEN_LENGTH || !token.startsWith("<0x") || !token.endsWith(">")) {
      return -1;
    }
    int high = token.charAt(3) < 128 ? Character.digit(token.charAt(3), 16) : -1;
    int low = token.charAt(4) < 128 ? Character.digit(token.charAt(4), 16) : -1;
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static void flush(ByteArrayOutputStream bytes, List<String> result) {
    if (bytes.size() == 0) {
      return;
    }
    try {
      ByteBuffer all = ByteBuffer.wrap(bytes.toByteArray());
      result.add(StandardCharsets.UTF_8.newDecoder().decode(all).toString());
    } catch (CharacterCodingException e) {
      for (int i = 0; i < bytes.size(); i++) {
        result.add("\uFFFD");
      }
    }
    bytes.reset();
  }
}
