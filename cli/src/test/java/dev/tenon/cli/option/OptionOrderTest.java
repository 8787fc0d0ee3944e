package dev.tenon.cli.option;

import static dev.tenon.cli.Shipped.LAYERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options with any number of values leave the model to the command, wherever it stands. */
final class OptionOrderTest {
  /** Takes five numbers a sample. */
  private static final Path DENSE = LAYERS.resolve("core/dense.k3.h5");

  @TempDir private Path folder;
  private Path input = Path.of("");

  @BeforeEach
  void write() throws IOException {
    input = Files.writeString(folder.resolve("in.csv"), "1,2,3,4,5\n6,7,8,9,10.5\n");
  }

  @Test
  void theModelBehindTheInput() {
    String expected = Ran.done("predict", DENSE, "--input", input);
    assertThat(Ran.done("predict", "--input", input, DENSE)).isEqualTo(expected);
    assertThat(Ran.done("predict", "--input=" + input, DENSE)).isEqualTo(expected);
    assertThat(Ran.done("predict", "--engine", "tensorflow", "--input", input, DENSE))
        .isEqualTo(Ran.done("predict", DENSE, "--input", input, "--engine", "tensorflow"));
    assertThat(Ran.done("predict", "--input", input, "--engine", "tensorflow", DENSE))
        .isEqualTo(Ran.done("predict", DENSE, "--input", input, "--engine", "tensorflow"));
  }

  @Test
  void twoModelsBehindTheInput() {
    String expected = Ran.done("compare", DENSE, DENSE, "--input", input);
    assertThat(Ran.done("compare", "--input", input, DENSE, DENSE)).isEqualTo(expected);
    assertThat(Ran.done("compare", DENSE, "--input", input, DENSE)).isEqualTo(expected);
    assertThat(Ran.done("compare", DENSE, "--input", input, "--all", DENSE))
        .isEqualTo(Ran.done("compare", DENSE, DENSE, "--all", "--input", input));
  }

  @Test
  void layersBeforeTheModel() {
    String expected = Ran.done("inspect", DENSE, "--layer", "relu");
    assertThat(Ran.done("inspect", "--layer", "relu", DENSE)).isEqualTo(expected);
    assertThat(Ran.done("inspect", "--layer", "relu", "--input", input, DENSE))
        .isEqualTo(Ran.done("inspect", DENSE, "--layer", "relu", "--input", input));
    assertThat(Ran.done("inspect", "--input", input, "--layer", "relu", "plain", DENSE))
        .isEqualTo(Ran.done("inspect", DENSE, "--layer", "relu", "plain", "--input", input));
  }

  @Test
  void whatIsMissingIsSaid() {
    Ran none = Ran.of("predict", DENSE, "--input");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("--input").contains("FILE");
    Ran noModel = Ran.of("predict", "--input", input);
    assertThat(noModel.code()).isEqualTo(2);
    assertThat(noModel.err()).contains("MODEL");
    Ran mistyped = Ran.of("predict", DENSE, "--input", input, "--outptu", "x");
    assertThat(mistyped.code()).isEqualTo(2);
    assertThat(mistyped.err()).contains("--outptu");
  }
}
