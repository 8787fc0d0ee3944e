package dev.tenon.samples;

import dev.tenon.tensor.Tensor;
import java.util.Random;

/**
 * Made-up reviews as token numbers, in place of real ones that would have to be downloaded.
 *
 * <p>Tokens 10 to 29 praise, 30 to 49 complain, those from 50 on say nothing. A review is good
 * where praise prevails; token 1, which every other review has somewhere, says that all of it is
 * meant the other way round.
 *
 * @param tokens (reviews, steps)
 * @param good (reviews, 1), 1 for a good one
 */
record TokenReviews(Tensor tokens, Tensor good) {
  static final int STEPS = 24;
  static final int VOCABULARY = 100;

  private static final int IRONY = 1;
  private static final int PRAISE = 10;
  private static final int COMPLAINT = 30;
  private static final int NEUTRAL = 50;

  static TokenReviews make(int count, long seed) {
    Random random = new Random(seed);
    float[] tokens = new float[count * STEPS];
    float[] good = new float[count];
    for (int review = 0; review < count; ) {
      int score = 0;
      for (int step = 0; step < STEPS; step++) {
        int token = PRAISE + random.nextInt(VOCABULARY - PRAISE);
        tokens[review * STEPS + step] = token;
        score += token >= NEUTRAL ? 0 : token < COMPLAINT ? 1 : -1;
      }
      boolean ironic = random.nextBoolean();
      if (ironic) {
        int place = random.nextInt(STEPS);
        float replaced = tokens[review * STEPS + place];
        score -= replaced >= NEUTRAL ? 0 : replaced < COMPLAINT ? 1 : -1;
        tokens[review * STEPS + place] = IRONY;
      }
      if (score != 0) {
        good[review++] = ironic == (score < 0) ? 1 : 0;
      }
    }
    return new TokenReviews(Tensor.of(tokens, count, STEPS), Tensor.of(good, count, 1));
  }
}
