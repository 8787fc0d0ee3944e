package dev.tenon.text;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * BERT's masking: 15 % of the tokens are learned, at least one of a text. Of these 80 % are seen as
 * the mask, 10 % as a random word, and 10 % as they are.
 */
final class RandomMasking implements MaskedTokens.Masking {
  private static final double LEARNED = 0.15;
  private static final double MASKED = 0.8;
  private static final double REPLACED = 0.9;

  private final Random random;
  private final int maskId;
  private final int words;

  /**
   * Creates it.
   *
   * @param words the size of the vocabulary
   */
  RandomMasking(long seed, int maskId, int words) {
    this.random = new Random(seed);
    this.maskId = maskId;
    this.words = words;
  }

  @Override
  public int[] seen(int[] ids, boolean[] special) {
    int[] seen = new int[ids.length];
    Arrays.fill(seen, NOT_LEARNED);
    int[] candidates = IntStream.range(0, ids.length).filter(i -> !special[i]).toArray();
    int[] learned = Arrays.stream(candidates).filter(i -> random.nextDouble() < LEARNED).toArray();
    if (learned.length == 0 && candidates.length > 0) {
      learned = new int[] {candidates[random.nextInt(candidates.length)]};
    }
    for (int i : learned) {
      double share = random.nextDouble();
      seen[i] = share < MASKED ? maskId : share < REPLACED ? random.nextInt(words) : ids[i];
    }
    return seen;
  }
}
