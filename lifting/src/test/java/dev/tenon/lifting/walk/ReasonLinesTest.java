package dev.tenon.lifting.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A refusal stays short, whatever a file holds. */
class ReasonLinesTest {
  private static Failures.Reason node(String operator, String name, String reason) {
    return new Failures.Reason("node (" + operator + ")", name, reason);
  }

  @Test
  void oneReasonIsOneLine() {
    List<Failures.Reason> reasons =
        List.of(node("If", "a", "runs"), new Failures.Reason("input", "h", "has no batch"));
    assertThat(ReasonLines.of(reasons))
        .containsExactly("node 'a' (If): runs", "input 'h': has no batch");
  }

  @Test
  void whatIsAlikeIsCounted() {
    List<Failures.Reason> reasons = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      reasons.add(node("If", "node/" + i, "runs"));
    }
    assertThat(ReasonLines.of(reasons))
        .containsExactly("5000 nodes (If) 'node/0', 'node/1', 'node/2', …: runs");
  }

  @Test
  void thereAreTwentyLinesAtMostAndNoneIsLong() {
    List<Failures.Reason> reasons = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      reasons.add(node("Op" + i, "n".repeat(5_000), "r".repeat(5_000) + i));
    }
    List<String> lines = ReasonLines.of(reasons);
    assertThat(lines).hasSize(20).allMatch(line -> line.length() < 600);
    assertThat(lines.get(19)).isEqualTo("and 2981 more, for 2981 other reasons");
  }
}
