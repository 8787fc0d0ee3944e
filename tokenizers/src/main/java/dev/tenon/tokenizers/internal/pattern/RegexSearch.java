package dev.tenon.tokenizers.internal.pattern;

import dev.tenon.tokenizers.error.UnsupportedTokenizerException;
import dev.tenon.tokenizers.internal.unicode.CodePointSet;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds matches by backtracking.
 *
 * <p>Where that takes long, it notes which steps failed where and tries none twice, so that the
 * time is linear in the text. Groups that look ahead are not noted; they have a limit of steps.
 */
final class RegexSearch implements TextPattern.Search {
  private static final long QUICK = 16;
  private static final long MOST = 4000;

  private final RegexProgram program;
  private final int[] numbers;
  private final CodePointSet[] sets;
  private final int[] text;
  private final int begin;
  private final int end;
  private int matchStart;
  private int matchEnd;
  private long steps;
  private long[] stack = new long[32];
  private int depth;
  private @Nullable BitSet failed;

  RegexSearch(
      RegexProgram program, int[] numbers, CodePointSet[] sets, int[] text, int start, int end) {
    this.program = program;
    this.numbers = numbers;
    this.sets = sets;
    this.text = text;
    this.begin = start;
    this.end = end;
    this.matchEnd = start;
  }

  @Override
  public boolean next() {
    if (failed != null) {
      // What a match went through did not fail.
      failed.clear(
          (matchEnd - begin) * program.splits(), (matchEnd - begin + 1) * program.splits());
    }
    for (int at = matchEnd; at < end; at++) {
      int found = run(0, at);
      if (found >= 0) {
        matchStart = at;
        matchEnd = found;
        return true;
      }
    }
    return false;
  }

  @Override
  public int start() {
    return matchStart;
  }

  @Override
  public int end() {
    return matchEnd;
  }

  /** Returns where a match of the instructions ends, or −1. */
  private int run(int first, int from) {
    int base = depth;
    int pc = first;
    int at = from;
    while (true) {
      boolean fits = true;
      switch (program.code(pc)) {
        case RegexProgram.SET -> {
          fits = at < end && sets[program.first(pc)].contains(text[at]);
          at++;
          pc++;
        }
        case RegexProgram.SPLIT -> {
          fits = isNew(pc, at);
          if (fits) {
            push(program.second(pc), at);
            pc = program.first(pc);
          }
        }
        case RegexProgram.JUMP -> pc = program.first(pc);
        case RegexProgram.LINE_END -> {
          fits = at == end || text[at] == '\n';
          pc++;
        }
        case RegexProgram.DONE -> {
          depth = base;
          return at;
        }
        default -> {
          int inner = run(pc + 1, at);
          fits = inner >= 0 != (program.code(pc) == RegexProgram.LOOK_NOT);
          at = program.code(pc) == RegexProgram.ATOMIC && fits ? inner : at;
          pc = program.first(pc);
        }
      }
      if (!fits) {
        if (depth == base) {
          return -1;
        }
        long saved = stack[--depth];
        pc = (int) (saved >>> 32);
        at = (int) saved;
      }
    }
  }

  private void push(int pc, int at) {
    if (depth == stack.length) {
      stack = Arrays.copyOf(stack, depth * 2);
    }
    stack[depth++] = (long) pc << 32 | at;
  }

  private boolean isNew(int pc, int at) {
    long length = end - begin + 16L;
    if (++steps > QUICK * length
        && failed == null
        && length * program.splits() < Integer.MAX_VALUE) {
      failed = new BitSet();
    }
    if (steps > MOST * length) {
      throw new UnsupportedTokenizerException(
          "The tokenizer's regular expression takes too long for a text of "
              + (end - begin)
              + " characters");
    }
    if (failed == null || numbers[pc] < 0) {
      return true;
    }
    int bit = (at - begin) * program.splits() + numbers[pc];
    if (failed.get(bit)) {
      return false;
    }
    failed.set(bit);
    return true;
  }
}
