package dev.tenon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {
  private static final String ROWS =
      "length,\"the, width\",kind\n1.5,2,b\n3,4e1,\"a \"\"x\"\"\"\n\n-5, 6 ,b\n";

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("rows.csv"), text);
  }

  @Test
  void wordsAreNumberedInTheirOrder() throws IOException {
    CsvFile data = Dataset.fromCsv(file("\ufeff" + ROWS)).batch(2);
    assertThat(data.classNames()).containsExactly("a \"x\"", "b");
    assertThat(data.featureNames()).containsExactly("length", "the, width");
    assertThat(data.batches()).hasValue(2);
    for (int pass = 0; pass < 2; pass++) {
      Iterator<Batch> batches = data.pass(pass);
      Batch first = batches.next();
      assertThat(first.features()).containsExactly(Tensor.of(new float[] {1.5f, 2, 3, 40}, 2, 2));
      assertThat(first.targets()).containsExactly(Tensor.of(new int[] {1, 0}, 2));
      assertThat(batches.next().targets()).containsExactly(Tensor.of(new int[] {1}, 1));
      assertThat(batches.hasNext()).isFalse();
    }
    assertThat(data.classNames(List.of("b", "a \"x\"")).iterator().next().targets())
        .containsExactly(Tensor.of(new int[] {0, 1}, 2));
  }

  @Test
  void textsAreStringsWithTheirLabels() throws IOException {
    CsvFile data =
        Dataset.fromCsv(file("id,text,other,label\n1,\"a, b\",,1\n2,c,d,0\n"))
            .texts("text", "other");
    assertThat(data.featureNames()).containsExactly("text", "other");
    assertThat(data.classNames()).containsExactly("0", "1");
    Batch all = data.iterator().next();
    assertThat(all.features())
        .containsExactly(
            Tensor.ofStrings(new String[] {"a, b", "c"}, 2),
            Tensor.ofStrings(new String[] {"", "d"}, 2));
    assertThat(all.targets()).containsExactly(Tensor.ofStrings(new String[] {"1", "0"}, 2));
    assertThat(data.texts("label").iterator().next().targets()).isEmpty();
    assertThat(data.noLabel().iterator().next().targets()).isEmpty();
    assertThat(data.texts().label("id").noLabel().texts("id").iterator().next().features())
        .containsExactly(Tensor.ofStrings(new String[] {"1", "2"}, 2));
    assertThatThrownBy(() -> data.texts("texts").iterator())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown column 'texts'; nearest");
    assertThatThrownBy(() -> data.classNames(List.of("0", "2")).iterator().next())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2, column 'label': expected one of [0, 2], received '1'");
  }

  @Test
  void aPassThatIsLeftEarlyKeepsNoFileOpen() throws IOException {
    Path open = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(open), "open files are read from Linux's /proc");
    Path path = file(ROWS);
    Iterator<Batch> left = Dataset.fromCsv(path).batch(1).pass(0);
    left.next();
    try (Stream<Path> files = Files.list(open)) {
      assertThat(files.map(CsvFileTest::target)).doesNotContain(path.toRealPath().toString());
    }
    assertThat(left.hasNext()).isTrue();
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      // Closed since.
      return "";
    }
  }

  @Test
  void filesAreLongerThanABlock() throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    int rows = 100_000;
    for (int i = 0; i < rows; i++) {
      text.append(i).append(",\"\u00e4\u20ac").append(i % 7).append("\"\n");
    }
    CsvFile data = Dataset.fromCsv(file(text.toString())).batch(rows);
    Batch all = data.iterator().next();
    assertThat(data.classNames()).hasSize(7);
    assertThat(all.features().get(0).getDouble(rows - 1)).isEqualTo(rows - 1);
    assertThat(all.targets().get(0).getLong(rows - 1)).isEqualTo((rows - 1) % 7);
  }

  @Test
  void numbersMayBeLabels() throws IOException {
    Path path = file("1;2;3\n4;5.5;6\n");
    CsvFile data = Dataset.fromCsv(path).header(false).delimiter(';');
    assertThat(data.iterator().next().targets()).containsExactly(Tensor.of(new int[] {3, 6}, 2));
    Batch second = data.label(1).iterator().next();
    assertThat(second.targets()).containsExactly(Tensor.of(new float[] {2, 5.5f}, 2));
    assertThat(second.features()).containsExactly(Tensor.of(new float[] {1, 3, 4, 6}, 2, 2));
    assertThat(data.noLabel().iterator().next().targets()).isEmpty();
    assertThat(data.label("0").iterator().next().targets().get(0).dtype()).isEqualTo(DType.INT32);
  }

  @Test
  void whatIsWrongIsNamedByLineAndColumn() throws IOException {
    assertThatThrownBy(() -> Dataset.fromCsv(file(ROWS.replace("4e1", "x"))).iterator().next())
        .hasMessageContaining("rows.csv line 3, column 'the, width': expected a number")
        .hasMessageContaining("received 'x'");
    assertThatThrownBy(() -> Dataset.fromCsv(file(ROWS + "1,2\n")).iterator())
        .hasMessageContaining("line 6: expected 3 columns, received 2");
    assertThatThrownBy(() -> Dataset.fromCsv(file(ROWS)).label("lenght").iterator())
        .hasMessageContaining("'length'");
    assertThatThrownBy(() -> Dataset.fromCsv(file(ROWS)).label(3).iterator())
        .hasMessageContaining("from 0 to 2, received 3");
    assertThatThrownBy(() -> Dataset.fromCsv(file(ROWS)).classNames(List.of("b")).iterator().next())
        .hasMessageContaining("line 3, column 'kind': expected one of [b]");
    assertThatThrownBy(() -> Dataset.fromCsv(file("")).iterator()).hasMessageContaining("is empty");
    assertThatThrownBy(() -> Dataset.fromCsv(file("a,b\n")).iterator())
        .hasMessageContaining("no rows");
  }

  @Test
  void aStreamIsShuffledBatchedMappedTakenAndReadAhead() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      rows.append(i).append(',').append(i % 3).append('\n');
    }
    Dataset data =
        Dataset.fromCsv(file(rows.toString()))
            .header(false)
            .shuffle(20, 7)
            .batch(8)
            .map(batch -> Batch.of(List.of(batch.features().get(0).scale(2, 0)), batch.targets()))
            .prefetch(2);
    double sum = 0;
    int count = 0;
    boolean moved = false;
    for (Batch batch : data) {
      assertThat(batch.size()).isEqualTo(count < 96 ? 8 : 4);
      for (int i = 0; i < batch.size(); i++) {
        double value = batch.features().get(0).getDouble(i);
        assertThat(batch.targets().get(0).getLong(i)).isEqualTo(Math.round(value / 2) % 3);
        // A buffer of 20 lets no sample come more than 19 places early.
        assertThat(value / 2).isLessThan(count + 20);
        moved |= value / 2 != count;
        sum += value;
        count++;
      }
    }
    assertThat(count).isEqualTo(100);
    assertThat(sum).isEqualTo(2 * 4950);
    assertThat(moved).isTrue();
    assertThat(data.pass(0).next().features()).isEqualTo(data.pass(0).next().features());
    assertThat(data.pass(0).next().features()).isNotEqualTo(data.pass(1).next().features());
    assertThat(data.take(3)).hasSize(3);
    assertThat(Dataset.of(Tensor.of(new float[10], 10, 1), Tensor.of(new int[10], 10)).batch(4))
        .hasSize(3);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Dataset.fromCsv(Path.of("no.csv")).iterator().next())
        .hasMessage("no.csv: there is no such file");
  }
}
