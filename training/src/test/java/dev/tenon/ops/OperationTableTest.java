package dev.tenon.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table has every public name of {@code keras.ops}, or the list of missing ones a reason. */
final class OperationTableTest {
  private static final int MOST_MISSING = 15;

  @Test
  void everyNameOfKerasIsThereOrMissingWithAReason() throws IOException {
    List<String> names = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    rows("operations.tsv").forEach(row -> names.add(row[0]));
    for (String[] row : rows("missing.tsv")) {
      assertThat(row[2]).as("the reason why %s is missing", row[0]).hasSizeGreaterThan(10);
      missing.add(row[0]);
    }
    assertThat(missing).hasSizeLessThanOrEqualTo(MOST_MISSING);
    assertThat(names).doesNotHaveDuplicates().doesNotContainAnyElementsOf(missing);
    TreeSet<String> all = new TreeSet<>(names);
    all.addAll(missing);
    assertThat(all).containsExactlyElementsOf(new TreeSet<>(RecordedFunctions.names()));
  }

  @Test
  void everyNameOfTheTableIsAMethod() throws IOException {
    for (String[] row : rows("operations.tsv")) {
      String name = row[0].equals("switch") ? "switch_case" : row[0];
      String java = new RecordedFunctions.Case(name, List.of(), List.of(), false).javaName();
      assertThat(JavaCall.knows(java)).as("Ops.%s", java).isTrue();
    }
  }

  @Test
  void everyFunctionOfTheTableIsRecordedTwice() throws IOException {
    List<RecordedFunctions.Case> cases = RecordedFunctions.read();
    for (String[] row : rows("operations.tsv")) {
      if (!row[4].equals("hand")) {
        assertThat(cases.stream().filter(each -> each.function().equals(row[0])).count())
            .as("recorded cases of %s", row[0])
            .isGreaterThanOrEqualTo(2);
      }
    }
  }

  private static List<String[]> rows(String table) throws IOException {
    try (InputStream stream = Objects.requireNonNull(Ops.class.getResourceAsStream(table), table)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split("\t", -1))
          .toList();
    }
  }
}
