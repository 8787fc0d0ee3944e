package dev.tenon.tokenizers.internal.pattern;

import dev.tenon.tokenizers.internal.pattern.RegexNode.Greed;
import dev.tenon.tokenizers.internal.text.AlignedText;
import dev.tenon.tokenizers.internal.unicode.CodePointSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses the part of Oniguruma's Ruby syntax that tokenizer files use.
 *
 * <p>Anchors but {@code $}, look-behind, back references, intersections of classes and POSIX
 * classes are refused with an {@link IllegalArgumentException}.
 */
final class RegexParser {
  private static final int MOST_LEVELS = 40;
  private static final int MOST_REPEATS = 1000;

  private final int[] regex;
  private final RegexClasses classes;
  private int at;
  private int level;

  private RegexParser(String regex) {
    this.regex = AlignedText.codePoints(regex);
    this.classes = new RegexClasses(this.regex);
  }

  static RegexNode parse(String regex) {
    RegexParser parser = new RegexParser(regex);
    RegexNode node = parser.choice(false);
    if (parser.at < parser.regex.length) {
      throw parser.refused("a closing parenthesis without an opening one");
    }
    return node;
  }

  private RegexNode choice(boolean ignoreCase) {
    if (++level > MOST_LEVELS) {
      throw refused("more than " + MOST_LEVELS + " levels of groups");
    }
    List<RegexNode> alternatives = new ArrayList<>();
    do {
      alternatives.add(sequence(ignoreCase));
    } while (take('|'));
    level--;
    return alternatives.size() == 1 ? alternatives.get(0) : new RegexNode.Choice(alternatives);
  }

  private RegexNode sequence(boolean ignoreCase) {
    boolean ignore = ignoreCase;
    int lastLetter = 0;
    List<RegexNode> parts = new ArrayList<>();
    while (at < regex.length && regex[at] != '|' && regex[at] != ')') {
      if (startsWith("(?i)")) {
        at += 4;
        ignore = true;
        continue;
      }
      int c = regex[at];
      if (ignore) {
        checkPair(lastLetter, c);
      }
      lastLetter = c;
      parts.add(quantified(atom(ignore)));
    }
    return parts.size() == 1 ? parts.get(0) : new RegexNode.Sequence(parts);
  }

  /** Without case these pairs also match one character, such as ß. */
  private void checkPair(int first, int second) {
    String pair =
        new StringBuilder().appendCodePoint(first | 32).appendCodePoint(second | 32).toString();
    if (List.of("ss", "ff", "fi", "fl", "st").contains(pair)) {
      throw refused("letters that are one character in another case");
    }
  }

  private RegexNode quantified(RegexNode atom) {
    RegexNode result = atom;
    while (at < regex.length) {
      int least = 0;
      int most = -1;
      boolean braces = false;
      if (take('+')) {
        least = 1;
      } else if (take('?')) {
        most = 1;
      } else if (regex[at] == '{') {
        int[] range = braces();
        least = range[0];
        most = range[1];
        braces = true;
      } else if (!take('*')) {
        return result;
      }
      Greed greed = Greed.GREEDY;
      if (take('?')) {
        greed = Greed.LAZY;
      } else if (!braces && take('+')) {
        greed = Greed.POSSESSIVE;
      }
      if (RegexNode.mayBeEmpty(result)) {
        throw refused("a repetition of what may be empty");
      }
      result = new RegexNode.Repeat(result, least, most, greed);
    }
    return result;
  }

  private int[] braces() {
    at++;
    int least = at < regex.length && regex[at] == ',' ? 0 : number();
    int most = least;
    if (take(',')) {
      most = at < regex.length && regex[at] == '}' ? -1 : number();
    }
    if (!take('}') || (most >= 0 && most < least)) {
      throw refused("a repetition that is not {n}, {n,} or {n,m}");
    }
    return new int[] {least, most};
  }

  private int number() {
    int result = 0;
    int start = at;
    while (at < regex.length && regex[at] >= '0' && regex[at] <= '9') {
      result = result * 10 + regex[at++] - '0';
      if (result > MOST_REPEATS) {
        throw refused("more than " + MOST_REPEATS + " repetitions");
      }
    }
    if (at == start) {
      throw refused("a repetition without a number");
    }
    return result;
  }

  private RegexNode atom(boolean ignoreCase) {
    int c = regex[at];
    switch (c) {
      case '(' -> {
        return group(ignoreCase);
      }
      case '[', '\\', '.' -> {
        RegexClasses.Found found = classes.at(at, ignoreCase);
        at = found.end();
        return new RegexNode.OneOf(found.set());
      }
      case '$' -> {
        at++;
        return new RegexNode.LineEnd();
      }
      case '^', '*', '+', '?', '{' -> throw refused("this character here");
      default -> {
        at++;
        return new RegexNode.OneOf(RegexClasses.letter(c, ignoreCase));
      }
    }
  }

  private RegexNode group(boolean ignoreCase) {
    int kind = '(';
    boolean ignore = ignoreCase;
    at++;
    if (startsWith("?i:")) {
      at += 3;
      ignore = true;
    } else if (startsWith("?:")) {
      at += 2;
    } else if (startsWith("?=") || startsWith("?!") || startsWith("?>")) {
      kind = regex[at + 1];
      at += 2;
    } else if (startsWith("?")) {
      throw refused("this kind of group");
    }
    RegexNode part = choice(ignore);
    if (!take(')')) {
      throw refused("a group that is not closed");
    }
    return switch (kind) {
      case '=' -> new RegexNode.LookAhead(part, false);
      case '!' -> new RegexNode.LookAhead(part, true);
      case '>' -> new RegexNode.Atomic(part);
      default -> part;
    };
  }

  private boolean startsWith(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (at + i >= regex.length || regex[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean take(char c) {
    if (at < regex.length && regex[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  private IllegalArgumentException refused(String what) {
    return RegexClasses.refused(what, at);
  }

  static CodePointSet any() {
    return new CodePointSet.Builder().add('\n', '\n' + 1).build().complement();
  }
}
