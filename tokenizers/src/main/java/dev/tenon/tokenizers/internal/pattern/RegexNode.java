package dev.tenon.tokenizers.internal.pattern;

import dev.tenon.tokenizers.internal.unicode.CodePointSet;
import java.util.List;

/** The syntax tree of a regular expression. */
sealed interface RegexNode {
  /** One code point of a set. */
  record OneOf(CodePointSet set) implements RegexNode {}

  /** All parts, one after another. */
  record Sequence(List<RegexNode> parts) implements RegexNode {}

  /** The first alternative that fits. */
  record Choice(List<RegexNode> alternatives) implements RegexNode {}

  /** A part several times; {@code most} is −1 where there is no limit. */
  record Repeat(RegexNode part, int least, int most, Greed greed) implements RegexNode {}

  /** Whether a part follows, without taking it. */
  record LookAhead(RegexNode part, boolean negative) implements RegexNode {}

  /** A part that keeps what it took. */
  record Atomic(RegexNode part) implements RegexNode {}

  /** The end of a line. */
  record LineEnd() implements RegexNode {}

  /** How much a repetition takes. */
  enum Greed {
    GREEDY,
    LAZY,
    POSSESSIVE
  }

  /** Says whether the tree may match nothing. */
  static boolean mayBeEmpty(RegexNode node) {
    if (node instanceof OneOf) {
      return false;
    }
    if (node instanceof Sequence sequence) {
      return sequence.parts().stream().allMatch(RegexNode::mayBeEmpty);
    }
    if (node instanceof Choice choice) {
      return choice.alternatives().stream().anyMatch(RegexNode::mayBeEmpty);
    }
    if (node instanceof Repeat repeat) {
      return repeat.least() == 0 || mayBeEmpty(repeat.part());
    }
    return !(node instanceof Atomic atomic) || mayBeEmpty(atomic.part());
  }
}
