package dev.tenon.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The confusion matrix has the numbers that a person counts. */
final class ConfusionMatrixTest {
  private static final List<String> LABELS = List.of("cat", "dog", "owl");

  /** Three cats, one taken for a dog; four dogs, one for a cat and one for an owl; one owl. */
  private static final ConfusionMatrix MATRIX =
      ConfusionMatrix.of(
          LABELS, new int[] {0, 0, 0, 1, 1, 1, 1, 2}, new int[] {0, 1, 0, 1, 0, 2, 1, 2});

  @TempDir private Path folder;

  @Test
  void countsByHand() {
    long[][] expected = {{2, 1, 0}, {1, 2, 1}, {0, 0, 1}};
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(MATRIX.count(i, j)).isEqualTo(expected[i][j]);
      }
    }
    assertThat(MATRIX.samples()).isEqualTo(8);
    assertThat(MATRIX.accuracy()).isEqualTo(5 / 8.0);
    assertThat(MATRIX.recall(0)).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(MATRIX.recall(1)).isEqualTo(0.5);
  }

  @Test
  void theTableHasThem() {
    List<String> rows = MATRIX.toString().lines().filter(line -> line.startsWith("│")).toList();
    assertThat(rows)
        .containsExactly(
            "│ cat            │   2 │   1 │   · │  66.7 % │",
            "│ dog            │   1 │   2 │   1 │  50.0 % │",
            "│ owl            │   · │   · │   1 │ 100.0 % │");
  }

  @Test
  void ofManyClassesTheTableSaysTheWorstMistakes() {
    List<String> labels = IntStream.range(0, 13).mapToObj(i -> "c" + i).toList();
    String table =
        ConfusionMatrix.of(labels, new int[] {0, 0, 0, 0, 3}, new int[] {0, 2, 2, 1, 3}).toString();
    assertThat(table).contains("c2 (2)").contains("25.0 %").contains("100.0 %");
  }

  @Test
  void theImageIsDarkWhereTheSamplesAre() throws IOException {
    Path png = folder.resolve("confusion.png");
    MATRIX.plot(png);
    BufferedImage image = ImageIO.read(png.toFile());
    assertThat(image.getWidth()).isGreaterThan(300);
    int dark = 0;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        dark += (image.getRGB(x, y) & 0xffffff) == 0x08306b ? 1 : 0;
      }
    }
    // One cell only has all of its row: that of the owl, less its number and edges.
    assertThat(dark).isBetween(56 * 56 * 8 / 10, 56 * 56);
  }

  @Test
  void aClassWithoutANameIsRefused() {
    assertThatThrownBy(() -> ConfusionMatrix.of(LABELS, new int[] {3}, new int[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("class 3");
  }
}
