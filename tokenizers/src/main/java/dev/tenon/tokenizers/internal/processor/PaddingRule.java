package dev.tenon.tokenizers.internal.processor;

import java.util.List;

/**
 * How sequences are filled up.
 *
 * @param length the wanted length, or −1 for that of the longest
 * @param multiple what the length is to be a multiple of, or 0
 * @param id the number of the token that fills up
 * @param typeId its type
 * @param token its text
 * @param left whether it goes in front
 */
public record PaddingRule(
    int length, int multiple, int id, int typeId, String token, boolean left) {
  /** Stands for the length of the longest sequence. */
  public static final int LONGEST = -1;

  /** Returns filled sequences. */
  public List<TokenSequence> apply(List<TokenSequence> all) {
    int target =
        length != LONGEST ? length : all.stream().mapToInt(TokenSequence::size).max().orElse(0);
    if (multiple > 0 && target % multiple > 0) {
      target = Math.addExact(target, multiple - target % multiple);
    }
    int wanted = target;
    return all.stream().map(each -> fill(each, wanted)).toList();
  }

  private TokenSequence fill(TokenSequence sequence, int target) {
    List<TokenSequence> overflowing =
        sequence.overflowing().stream().map(each -> fill(each, target)).toList();
    if (sequence.size() >= target) {
      return sequence.withOverflowing(overflowing);
    }
    int count = target - sequence.size();
    int[] ids = new int[count];
    String[] tokens = new String[count];
    java.util.Arrays.fill(ids, id);
    java.util.Arrays.fill(tokens, token);
    TokenSequence filling = TokenSequence.special(ids, tokens, typeId).withoutAttention();
    TokenSequence plain = sequence.withOverflowing(List.of());
    return TokenSequence.merged(left ? List.of(filling, plain) : List.of(plain, filling))
        .withOverflowing(overflowing);
  }
}
