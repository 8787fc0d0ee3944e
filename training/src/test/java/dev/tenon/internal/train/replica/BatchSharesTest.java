package dev.tenon.internal.train.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class BatchSharesTest {
  @Test
  void aBatchIsDealtInOrderAndTheFirstHaveMore() {
    BatchShares shares = new BatchShares(21, 8, 3);
    int[] ranks = new int[21];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = shares.rank(i);
    }
    // As numpy.array_split deals, apart from who has one more: 8 of 3 are 3, 3, 2.
    assertThat(Arrays.toString(ranks))
        .isEqualTo("[0, 0, 0, 1, 1, 1, 2, 2, 0, 0, 0, 1, 1, 1, 2, 2, 0, 0, 1, 1, 2]");
    assertThat(shares.batches()).isEqualTo(3);
  }

  @Test
  void sharesAreWhatTheRanksSay() {
    for (int replicas = 1; replicas < 6; replicas++) {
      for (int batchSize = replicas; batchSize < 11; batchSize++) {
        for (int samples = replicas; samples < 31; samples++) {
          BatchShares shares = new BatchShares(samples, batchSize, replicas);
          long[][] found = new long[(int) shares.batches()][replicas];
          long[] whole = new long[replicas];
          for (int i = 0; i < samples; i++) {
            found[i / batchSize][shares.rank(i)]++;
            whole[shares.rank(i)]++;
          }
          for (int rank = 0; rank < replicas; rank++) {
            assertThat(shares.share(rank)).isEqualTo(whole[rank]);
            for (int batch = 0; batch < found.length; batch++) {
              assertThat(shares.share(batch, rank)).isEqualTo((int) found[batch][rank]);
            }
          }
        }
      }
    }
  }

  @Test
  void everyReplicaHasASampleOfTheFirstBatch() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchShares(3, 8, 4))
        .withMessageContaining("fewer tasks or larger batches");
    assertThatIllegalArgumentException().isThrownBy(() -> new BatchShares(100, 3, 4));
  }
}
