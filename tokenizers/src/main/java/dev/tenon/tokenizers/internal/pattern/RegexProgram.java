package dev.tenon.tokenizers.internal.pattern;

import dev.tenon.tokenizers.internal.pattern.RegexNode.Greed;
import dev.tenon.tokenizers.internal.unicode.CodePointSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A regular expression as instructions for {@link RegexSearch}. */
final class RegexProgram {
  static final int SET = 0;
  static final int SPLIT = 1;
  static final int JUMP = 2;
  static final int LOOK = 3;
  static final int LOOK_NOT = 4;
  static final int ATOMIC = 5;
  static final int LINE_END = 6;
  static final int DONE = 7;

  private static final int MOST_INSTRUCTIONS = 20_000;

  private int[] codes = new int[32];
  private int[] first = new int[32];
  private int[] second = new int[32];
  private final List<CodePointSet> sets = new ArrayList<>();
  private int size;
  private int splits;
  private int level;

  private RegexProgram() {}

  static RegexProgram of(RegexNode node) {
    RegexProgram program = new RegexProgram();
    program.write(node);
    program.add(DONE, 0);
    return program;
  }

  int code(int at) {
    return codes[at];
  }

  /** Returns the set of a SET, else an address. */
  int first(int at) {
    return first[at];
  }

  /** Returns the second address of a SPLIT. */
  int second(int at) {
    return second[at];
  }

  CodePointSet set(int at) {
    return sets.get(first[at]);
  }

  CodePointSet[] sets() {
    return sets.toArray(CodePointSet[]::new);
  }

  /** Returns the number of SPLITs outside of look-ahead and atomic groups. */
  int splits() {
    return splits;
  }

  private int add(int code, int operand) {
    if (size == MOST_INSTRUCTIONS) {
      throw new IllegalArgumentException("more than " + MOST_INSTRUCTIONS + " steps");
    }
    if (size == codes.length) {
      codes = Arrays.copyOf(codes, size * 2);
      first = Arrays.copyOf(first, size * 2);
      second = Arrays.copyOf(second, size * 2);
    }
    codes[size] = code;
    first[size] = operand;
    second[size] = -1;
    return size++;
  }

  private void write(RegexNode node) {
    if (node instanceof RegexNode.OneOf one) {
      sets.add(one.set());
      add(SET, sets.size() - 1);
    } else if (node instanceof RegexNode.Sequence sequence) {
      sequence.parts().forEach(this::write);
    } else if (node instanceof RegexNode.Choice choice) {
      writeChoice(choice.alternatives());
    } else if (node instanceof RegexNode.Repeat repeat) {
      writeRepeat(repeat);
    } else if (node instanceof RegexNode.LookAhead look) {
      writeInner(look.negative() ? LOOK_NOT : LOOK, look.part());
    } else if (node instanceof RegexNode.Atomic atomic) {
      writeInner(ATOMIC, atomic.part());
    } else {
      add(LINE_END, 0);
    }
  }

  private void writeInner(int code, RegexNode part) {
    int start = add(code, 0);
    level++;
    write(part);
    level--;
    add(DONE, 0);
    first[start] = size;
  }

  private void writeChoice(List<RegexNode> alternatives) {
    List<Integer> jumps = new ArrayList<>();
    for (int i = 0; i < alternatives.size() - 1; i++) {
      int split = addSplit();
      write(alternatives.get(i));
      jumps.add(add(JUMP, 0));
      link(split, split + 1, size, Greed.GREEDY);
    }
    write(alternatives.get(alternatives.size() - 1));
    jumps.forEach(jump -> first[jump] = size);
  }

  private void writeRepeat(RegexNode.Repeat repeat) {
    if (repeat.greed() == Greed.POSSESSIVE) {
      writeInner(
          ATOMIC, new RegexNode.Repeat(repeat.part(), repeat.least(), repeat.most(), Greed.GREEDY));
      return;
    }
    for (int i = 0; i < repeat.least(); i++) {
      write(repeat.part());
    }
    if (repeat.most() < 0) {
      int split = addSplit();
      write(repeat.part());
      add(JUMP, split);
      link(split, split + 1, size, repeat.greed());
      return;
    }
    List<Integer> open = new ArrayList<>();
    for (int i = repeat.least(); i < repeat.most(); i++) {
      open.add(addSplit());
      write(repeat.part());
    }
    open.forEach(split -> link(split, split + 1, size, repeat.greed()));
  }

  private int addSplit() {
    splits += level == 0 ? 1 : 0;
    return add(SPLIT, 0);
  }

  private void link(int split, int inner, int outer, Greed greed) {
    first[split] = greed == Greed.LAZY ? outer : inner;
    second[split] = greed == Greed.LAZY ? inner : outer;
  }

  /** Returns for each SPLIT outside of groups its number, else −1. */
  int[] numbers() {
    int[] numbers = new int[size];
    Arrays.fill(numbers, -1);
    int end = 0;
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (i >= end && (codes[i] == LOOK || codes[i] == LOOK_NOT || codes[i] == ATOMIC)) {
        end = first[i];
      } else if (i >= end && codes[i] == SPLIT) {
        numbers[i] = count++;
      }
    }
    return numbers;
  }
}
