package dev.tenon.initializers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SeedsTest {
  @Test
  void otherThreadsDrawNothingFromTheSeedsOfAThread() throws InterruptedException {
    Seeds.setRandomSeed(7);
    List<Long> alone = List.of(Seeds.next(), Seeds.next());
    Seeds.setRandomSeed(7);
    List<Long> beside = new ArrayList<>();
    beside.add(Seeds.next());
    Thread other = new Thread(() -> Seeds.next());
    other.start();
    other.join();
    beside.add(Seeds.next());
    assertThat(beside).isEqualTo(alone);
  }

  @Test
  void seedsOfWorkDoNotChangeThoseAfterIt() {
    Seeds.setRandomSeed(7);
    long first = Seeds.next();
    Seeds.setRandomSeed(7);
    Seeds.with(3, Seeds::next);
    assertThat(Seeds.next()).isEqualTo(first);
  }
}
