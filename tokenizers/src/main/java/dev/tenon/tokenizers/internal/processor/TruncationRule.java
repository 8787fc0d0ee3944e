package dev.tenon.tokenizers.internal.processor;

import java.util.ArrayList;
import java.util.List;

/**
 * How sequences are shortened.
 *
 * @param maxLength the most tokens of all sequences together
 * @param stride how many tokens of a part the next one repeats
 * @param strategy {@code longest_first}, {@code only_first} or {@code only_second}
 * @param left whether the first tokens go
 */
public record TruncationRule(int maxLength, int stride, String strategy, boolean left) {
  /** Returns shortened sequences. */
  List<TokenSequence> apply(List<TokenSequence> all) {
    int total = all.stream().mapToInt(TokenSequence::size).sum();
    if (maxLength == 0) {
      return all.stream().map(each -> cut(each, 0)).toList();
    }
    if (total <= maxLength) {
      return all;
    }
    List<TokenSequence> result = new ArrayList<>(all);
    if (strategy.equals("longest_first")) {
      int[] sizes = sizes(all, total);
      for (int i = 0; i < sizes.length; i++) {
        result.set(i, cut(all.get(i), sizes[i]));
      }
      return result;
    }
    int target = strategy.equals("only_first") ? 0 : 1;
    if (target >= all.size()) {
      throw new IllegalArgumentException(
          "Truncation \"only_second\" needs a second text. Received: one text");
    }
    int size = all.get(target).size() - (total - maxLength);
    if (size <= 0) {
      throw new IllegalArgumentException(
          "Truncation \"%s\": the text has %d tokens, too few to shorten %d tokens to %d"
              .formatted(strategy, all.get(target).size(), total, maxLength));
    }
    result.set(target, cut(all.get(target), size));
    return result;
  }

  private int[] sizes(List<TokenSequence> all, int total) {
    if (all.size() == 1) {
      return new int[] {Math.min(total, maxLength)};
    }
    boolean swapped = all.get(0).size() > all.get(1).size();
    int shorter = all.get(swapped ? 1 : 0).size();
    int longer = shorter > maxLength ? shorter : Math.max(shorter, maxLength - shorter);
    if (shorter + longer > maxLength) {
      shorter = maxLength / 2;
      longer = shorter + maxLength % 2;
    }
    return swapped ? new int[] {longer, shorter} : new int[] {shorter, longer};
  }

  private TokenSequence cut(TokenSequence sequence, int size) {
    int length = sequence.size();
    if (size >= length) {
      return sequence;
    }
    if (size == 0) {
      return sequence.part(0, 0).withOverflowing(List.of(sequence));
    }
    if (stride >= size) {
      throw new IllegalArgumentException(
          "Truncation: stride must be less than the tokens of a text. Expected: less than %d. Received: %d"
              .formatted(size, stride));
    }
    List<TokenSequence> parts = new ArrayList<>();
    int step = size - stride;
    if (left) {
      for (int end = length; end > 0; end -= step) {
        int start = Math.max(0, end - size);
        parts.add(sequence.part(start, end));
        if (start == 0) {
          break;
        }
      }
    } else {
      for (int start = 0; start < length; start += step) {
        int end = Math.min(start + size, length);
        parts.add(sequence.part(start, end));
        if (end == length) {
          break;
        }
      }
    }
    return parts.get(0).withOverflowing(List.copyOf(parts.subList(1, parts.size())));
  }
}
