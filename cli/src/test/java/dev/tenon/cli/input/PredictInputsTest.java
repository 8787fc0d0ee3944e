package dev.tenon.cli.input;

import static dev.tenon.cli.Shipped.LAYERS;
import static dev.tenon.layers.Layers.concatenate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.formats.npz.Npz;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Input files as spreadsheets, NumPy, pandas and Python's json write them: each is read or refused.
 */
final class PredictInputsTest {
  /** Takes five numbers a sample. */
  private static final Path DENSE = LAYERS.resolve("core/dense.k3.h5");

  private static final String PLAIN = "1,2,3,4,5\n6,7,8,9,10.5\n";

  @TempDir private Path folder;

  private String scores(String name, String content, Charset charset) throws IOException {
    Path input = Files.write(folder.resolve(name), content.getBytes(charset));
    Path target = folder.resolve("scores.csv");
    Ran ran = Ran.of("predict", DENSE, "--input", input, "-o", target, "--engine", "onnxruntime");
    assertThat(ran.code()).as(ran.all()).isZero();
    return Files.readString(target);
  }

  private String error(Object... arguments) {
    Ran ran = Ran.of(arguments);
    assertThat(ran.code()).as(ran.all()).isEqualTo(2);
    assertThat(ran.err()).startsWith("tenon: ").doesNotContain("\tat ");
    return ran.err();
  }

  private String refused(String name, String content) throws IOException {
    Path input = Files.writeString(folder.resolve(name), content);
    return error("predict", DENSE, "--input", input);
  }

  /** Keras says: Data cardinality is ambiguous. */
  @Test
  void inputsOfUnequalLengthAreNamedWithTheStepThatFails() throws IOException {
    KerasTensor a = Layers.input("a", 3);
    KerasTensor b = Layers.input("b", 2);
    Path both = folder.resolve("both.keras");
    try (Model model = Model.of(List.of(a, b), List.of(concatenate().apply(List.of(a, b))))) {
      model.save(both);
    }
    Path three = Files.writeString(folder.resolve("a.csv"), "1,2,3\n4,5,6\n");
    Path two = Files.writeString(folder.resolve("b.csv"), "1,2\n");
    assertThat(Ran.refused("predict", both, "--input", three, two))
        .contains("cannot run 'concatenate", "'a' (2, 3), 'b' (1, 2)", "as many samples");
    assertThat(Ran.refused("predict", both, "--input", three))
        .contains("2 inputs, [a, b]", "received 1 file");
    Path single =
        Files.writeString(folder.resolve("one.json"), "{\"a\": [1, 2, 3], \"b\": [[1, 2]]}");
    assertThat(Ran.refused("predict", both, "--input", single))
        .contains("input 'a' wants shape (batch, 3) and received (3,)", "[[…]] in JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\ufeff" + PLAIN,
        "1;2;3;4;5\r\n6;7;8;9;10.5\r\n",
        "1\t2\t3\t4\t5\n6\t7\t8\t9\t1.05e1",
        "a,b,c,d,e\n" + PLAIN,
        "gr\u00f6\u00dfe,b,c,d,e\n" + PLAIN,
        "label,0,1,2,3\n" + PLAIN,
        "\"a, b\",c,d,e,f\n\"1\",\"2\",3,4,5\n6,7,8,9,10.5\n",
        "\n" + PLAIN + "\n"
      })
  void tablesAreReadAsTheyComeFromOtherPrograms(String text) throws IOException {
    String expected = scores("plain.csv", PLAIN, StandardCharsets.UTF_8);
    assertThat(expected.lines()).hasSizeGreaterThan(2);
    assertThat(scores("other.csv", text, StandardCharsets.UTF_8)).isEqualTo(expected);
    if (!text.startsWith("\ufeff")) {
      assertThat(scores("other.csv", text, StandardCharsets.ISO_8859_1)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,,3,4,5 | :1: column 2: is empty; a model takes no missing values",
        "1.5,x,3,4,5 | :1: column 2: 'x' is no number",
        "1,2;2;3;4;5 | :1: column 1: '1,2' has a decimal comma: write a point",
        "a,b | no rows of numbers",
        "1,2,3 | wants shape"
      })
  void whatIsNoTableOfNumbersIsRefused(String text, String sentence) throws IOException {
    assertThat(refused("wrong.csv", text + "\n")).contains(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[1,2,\"x\",4,5]] | expected a number, found \"x\"",
        "[[1,2,null,4,5]] | expected a number, found null",
        "[[1,2,3,4,5]] tail | not JSON",
        "[[1,2],[3]] | rows of different length",
        "{\"a\":[[1,2,3,4,5]],\"b\":1} | it has [a, b]",
        "[[1,2 | not JSON: Unexpected end-of-input"
      })
  void whatIsNoArrayOfNumbersIsRefused(String text, String sentence) throws IOException {
    assertThat(refused("wrong.json", text)).contains("wrong.json: ").contains(sentence);
  }

  @Test
  void pythonsWordsForNoNumbersAreRead() throws IOException {
    assertThat(scores("nan.json", "[[1,2,NaN,4,-Infinity]]", StandardCharsets.UTF_8))
        .contains("NaN");
  }

  @Test
  void oneInputTakesOneTable() throws IOException {
    Path input = Files.writeString(folder.resolve("a.csv"), PLAIN);
    assertThat(error("predict", DENSE, "--input", input, input))
        .contains("takes one csv file, or images; received 2 files");
  }

  @Test
  void aWrongOutputIsNoticedBeforeAnythingIsRead() {
    assertThat(error("predict", "absent.h5", "--input", "absent.csv", "-o", "scores.txt"))
        .contains("scores.txt' must end in .npz, .json or .csv");
  }

  @Test
  void bytesThatAreScaledKeepTheirFractions() throws IOException {
    String name;
    try (Model model = Model.load(DENSE)) {
      name = model.inputs().get(0).name();
    }
    byte[] bytes = {51, 102, -103, -52, -1};
    Path input = folder.resolve("bytes.npz");
    Npz.write(
        input, Map.of(name, Tensor.of(DType.UINT8, new long[] {1, 5}, ByteBuffer.wrap(bytes))));
    Path target = folder.resolve("scaled.csv");
    Ran.of("predict", DENSE, "--input", input, "--scale", 1 / 255.0, "-o", target);
    // The engines differ in the last digits.
    String expected = scores("s.csv", ".2,.4,.6,.8,1", StandardCharsets.UTF_8);
    assertThat(Files.readString(target))
        .startsWith(expected.substring(0, expected.indexOf(',', 32) - 3));
  }

  @Tag("speed")
  @Test
  void aTableOfManyResultsIsWrittenInTime() throws IOException {
    String rows = PLAIN.repeat(20_000);
    long start = System.nanoTime();
    assertThat(scores("many.csv", rows, StandardCharsets.UTF_8).lines()).hasSizeGreaterThan(40_000);
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(20);
  }

  @Test
  void aPathThatIsNoneStopsNoManifest() throws IOException {
    Path manifest = folder.resolve("models.jsonl");
    Files.writeString(
        manifest, "{\"file\":\"a\\u0000b\"}\n{\"file\":\"" + DENSE + "\"}\n{\"file\":\"no.h5\"}\n");
    Ran ran = Ran.of("verify", "--manifest", manifest, "--engine", "onnxruntime");
    assertThat(ran.code()).as(ran.all()).isEqualTo(1);
    assertThat(ran.out()).contains("no path: Nul character", "3 models: loaded 1, error 2");
  }

  @Test
  void aMissingFolderIsCalledAFolder() throws IOException {
    Path input = Files.writeString(folder.resolve("a.csv"), PLAIN);
    Path target = folder.resolve("absent/scores.csv");
    assertThat(error("predict", DENSE, "--input", input, "-o", target))
        .contains("absent: the folder to write to is missing");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDeviceIsNoModelAndNobodyWaitsForAPipe() throws Exception {
    assertThat(error("summary", "/dev/zero")).contains("/dev/zero: is a pipe or a device");
    Path pipe = folder.resolve("pipe.h5");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(error("summary", pipe)).contains("is a pipe or a device");
  }

  @Test
  void theListOfCommandsHasWholeSentences() {
    Ran ran = Ran.of("--help");
    String list = ran.out().substring(ran.out().indexOf("Commands:"), ran.out().indexOf("Exit"));
    assertThat(list.lines().filter(line -> line.startsWith("  ")).count()).isGreaterThan(15);
    assertThat(list.strip()).endsWith(".");
    assertThat(list).contains("write the result.").doesNotContain("named by their");
  }
}
