package dev.tenon.zoo.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of families and heads in docs/huggingface.md: each full cell has a recording, which
 * {@link HuggingFaceFoldersTest} compares, and each other cell a reason.
 */
class FamilyTableTest {
  private static final Pattern TYPE = Pattern.compile("`([a-z-]+)`.*");

  @TempDir Path folder;

  @Test
  void fullCellsAreTheRecordings() throws IOException {
    Set<String> full = new TreeSet<>();
    List<List<String>> table = table();
    List<String> heads = table.get(0);
    for (List<String> row : table.subList(1, table.size())) {
      for (int i = 1; i < row.size(); i++) {
        if (row.get(i).equals("✓")) {
          full.add(type(row).replace('-', '_') + "." + heads.get(i));
        }
      }
    }
    assertThat(full).isEqualTo(new TreeSet<>(HuggingFaceFoldersTest.cases()));
  }

  @Test
  void otherCellsNameAReason() throws IOException {
    Set<String> reasons =
        page()
            .lines()
            .filter(line -> line.matches("[1-9]\\. .+"))
            .map(line -> line.substring(0, 1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> named =
        table().stream()
            .skip(1)
            .flatMap(row -> row.stream().skip(1))
            .filter(cell -> !cell.equals("✓"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named).isNotEmpty().isEqualTo(reasons);
  }

  /** What is refused is refused with the list of what is known. */
  @Test
  void rowsAreTheKnownArchitectures() throws IOException {
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"mamba\"}");
    String known =
        table().stream()
            .skip(1)
            .map(FamilyTableTest::type)
            .sorted()
            .collect(Collectors.joining(", "));
    assertThatThrownBy(() -> Model.load(folder)).hasMessageEndingWith("Tenon reads " + known);
  }

  private static String type(List<String> row) {
    return TYPE.matcher(row.get(0)).replaceFirst("$1");
  }

  private static String page() throws IOException {
    return Files.readString(Checkout.file("docs/huggingface.md"));
  }

  /** Returns the rows of the table, the heading first. */
  private static List<List<String>> table() throws IOException {
    List<List<String>> rows =
        page()
            .lines()
            .dropWhile(line -> !line.startsWith("| `model_type`"))
            .takeWhile(line -> line.startsWith("|"))
            .filter(line -> !line.startsWith("| ---"))
            .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).skip(1).toList())
            .toList();
    assertThat(rows).hasSizeGreaterThan(7).allMatch(row -> row.size() == rows.get(0).size());
    return rows;
  }
}
