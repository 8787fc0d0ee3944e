package dev.tenon.runtime.tensorflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Callers give their cores up in time, and only to others who want one. */
final class CallerSlicesTest {
  private static final long RUN = 40_000;

  private final List<Long> givenUp = new ArrayList<>();
  private long now = 7_000_000;

  private CallerSlices slices(int cores) {
    return new CallerSlices(cores, () -> now, () -> givenUp.add(now));
  }

  /** Makes runs, one after the other, each as much later than the one before. */
  private void run(CallerSlices slices, int runs, long between) {
    for (int i = 0; i < runs; i++) {
      int number = i;
      int result =
          slices.run(
              () -> {
                now += RUN;
                return number;
              });
      assertThat(result).isEqualTo(number);
      now += between;
    }
  }

  /** Makes runs while another caller is within its own. */
  private void runBesideAnother(CallerSlices slices, int runs, long between) {
    boolean unused =
        slices.run(
            () -> {
              run(slices, runs, between);
              return true;
            });
  }

  @Test
  void aloneNothingIsGivenUp() {
    run(slices(1), 100, 0);
    assertThat(givenUp).isEmpty();
  }

  @Test
  void amongMoreThanTheCoresItIsAfterThreeTenthsOfAMillisecond() {
    runBesideAnother(slices(1), 20, 1_000);
    assertThat(givenUp).hasSize(2);
    long first = 7_000_000 + 7 * 1_000 + 8 * RUN;
    assertThat(givenUp.get(0)).isEqualTo(first);
    assertThat(givenUp.get(1)).isEqualTo(first + 8 * (1_000 + RUN));
  }

  @Test
  void whoWasAwayHasAllOfItsSlice() {
    runBesideAnother(slices(1), 100, 150_000);
    assertThat(givenUp).isEmpty();
  }

  @Test
  void asManyAsTheCoresGiveNothingUp() {
    runBesideAnother(slices(2), 100, 0);
    assertThat(givenUp).isEmpty();
  }

  @Test
  void aFailedRunIsNoCallerAnyMore() {
    CallerSlices slices = slices(1);
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                slices.run(
                    () -> {
                      throw new IllegalStateException("failed");
                    }));
    run(slices, 100, 0);
    assertThat(givenUp).isEmpty();
  }
}
