package dev.tenon.cli.command;

import static dev.tenon.cli.Shipped.LAYERS;
import static dev.tenon.cli.Shipped.MNIST;
import static dev.tenon.cli.Shipped.MNIST_GOLDEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Ran;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What convert writes, and what it says of it. */
final class ConvertCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"--verify", "--golden"})
  void weightsAloneCannotBeCompared(String option) {
    Path target = folder.resolve("mnist.weights.h5");
    Object[] golden = option.equals("--golden") ? new Object[] {MNIST_GOLDEN} : new Object[0];
    Object[] words = new Object[4 + golden.length];
    words[0] = "convert";
    words[1] = MNIST;
    words[2] = target;
    words[3] = option;
    System.arraycopy(golden, 0, words, 4, golden.length);
    Ran ran = Ran.of(words);
    assertThat(ran.code()).as(ran.all()).isEqualTo(2);
    assertThat(ran.err())
        .startsWith("tenon: " + option + " checks nothing of weights alone")
        .contains(".keras or .h5");
    assertThat(ran.err().strip().lines()).hasSize(1);
    assertThat(target).doesNotExist();
  }

  @Test
  void aFileIsNotOverwrittenByItselfUnlessAnotherKindIsAskedFor() throws IOException {
    Path copy = folder.resolve("mnist.h5");
    Files.copy(MNIST, copy);
    assertThat(Ran.refused("convert", copy, folder.resolve("./mnist.h5")))
        .contains(copy.toString(), "are the same file");
    assertThat(copy).hasSameBinaryContentAs(MNIST);
    Ran.done("convert", copy, copy, "--to", "keras3-h5");
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 18, 21, 24})
  void theOpsetIsThatAskedFor(int opset) throws IOException {
    Path target = folder.resolve("mnist.onnx");
    Ran ran = Ran.of("convert", MNIST, target, "--opset", opset, "--golden", MNIST_GOLDEN);
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(ran.out()).contains(MNIST + " -> " + target + " (opset " + opset + ")");
    assertThat(OnnxStructure.read(target).opsets())
        .containsExactlyEntriesOf(Map.of("ai.onnx", (long) opset));
  }

  @Test
  void anOpsetThatCannotBeWrittenIsRefused() {
    Path target = folder.resolve("mnist.onnx");
    for (String opset : List.of("12", "25", "eighteen")) {
      Ran ran = Ran.of("convert", MNIST, target, "--opset", opset);
      assertThat(ran.code()).as(ran.all()).isEqualTo(2);
      assertThat(target).doesNotExist();
    }
    assertThat(Ran.of("convert", MNIST, target, "--opset", "12").err()).contains("from 13 to 24");
  }

  @Test
  void batchNormalisationIsKeptWhereThatIsAskedFor() throws IOException {
    Path folded = folder.resolve("folded.onnx");
    Path kept = folder.resolve("kept.onnx");
    assertThat(Ran.of("convert", MNIST, folded, "--golden", MNIST_GOLDEN).code()).isZero();
    Ran ran = Ran.of("convert", MNIST, kept, "--no-fold", "--golden", MNIST_GOLDEN);
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(OnnxStructure.read(folded).operatorCounts()).doesNotContainKey("BatchNormalization");
    assertThat(OnnxStructure.read(kept).operatorCounts()).containsEntry("BatchNormalization", 2);
  }

  @Test
  void weightsAloneAreWrittenWhereNothingIsCompared() {
    Path target = folder.resolve("mnist.weights.h5");
    Ran ran = Ran.of("convert", MNIST, target);
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(target).exists();
  }

  @Test
  void masksThatTheOtherGenerationJoinsOtherwiseAreSaid() {
    Path target = folder.resolve("masks.keras");
    Path older = LAYERS.resolve("merging/add_two_masks.tf.h5");
    Path newer = LAYERS.resolve("merging/add_two_masks.k3.keras");
    assertThat(Ran.of("convert", older, target).all()).contains("tensors whose masks differ");
    assertThat(Ran.of("convert", newer, target).all()).doesNotContain("masks differ");
  }
}
