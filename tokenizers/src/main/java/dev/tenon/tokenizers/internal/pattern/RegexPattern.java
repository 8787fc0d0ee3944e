package dev.tenon.tokenizers.internal.pattern;

import dev.tenon.tokenizers.internal.unicode.CodePointSet;

/** A regular expression in Oniguruma's Ruby syntax with Unicode classes as Oniguruma has them. */
public final class RegexPattern implements TextPattern {
  private static final int MOST_CHARACTERS = 2000;

  private final RegexProgram program;
  private final int[] numbers;
  private final CodePointSet[] sets;

  private RegexPattern(RegexProgram program) {
    this.program = program;
    this.numbers = program.numbers();
    this.sets = program.sets();
  }

  /**
   * Returns the pattern of a regular expression.
   *
   * @throws IllegalArgumentException where it uses what is not supported, or may match nothing
   */
  public static TextPattern of(String regex) {
    if (regex.equals(Gpt2Pattern.REGEX)) {
      return Gpt2Pattern.INSTANCE;
    }
    if (regex.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException("more than " + MOST_CHARACTERS + " characters");
    }
    RegexNode node = RegexParser.parse(regex);
    if (RegexNode.mayBeEmpty(node)) {
      throw new IllegalArgumentException("a pattern that may match nothing");
    }
    return new RegexPattern(RegexProgram.of(node));
  }

  @Override
  public Search search(int[] text, int start, int end) {
    return new RegexSearch(program, numbers, sets, text, start, end);
  }
}
