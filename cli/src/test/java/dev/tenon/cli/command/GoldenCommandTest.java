package dev.tenon.cli.command;

import static dev.tenon.cli.Shipped.MNIST;
import static dev.tenon.cli.Shipped.MNIST_GOLDEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings with inner values, with too little in them, and damaged ones. */
final class GoldenCommandTest {
  private static final Path INSPECT = Checkout.file("tests/goldens/inspect");
  private static final Path NESTED = INSPECT.resolve("nested.keras");
  private static final Path NESTED_GOLDEN = INSPECT.resolve("nested.npz");

  @TempDir private Path folder;

  private static Map<String, Tensor> read(Path npz) throws IOException {
    try (Source source = Source.of(npz)) {
      return new LinkedHashMap<>(Npz.read(source));
    }
  }

  /** Writes a recording anew, so that it outlives the file it was read from. */
  private Path write(Map<String, Tensor> tensors) throws IOException {
    Path file = folder.resolve("golden.npz");
    Npz.write(file, tensors);
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.onnx", "x.keras"})
  void whatKerasRecordedOfLayersIsComparedWithThoseLayers(String target) {
    Ran ran = Ran.of("convert", NESTED, folder.resolve(target), "--golden", NESTED_GOLDEN);
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(ran.out())
        .contains("  encoder/dense_1: largest", "  encoder@2/dense_1: largest")
        .contains("  shared@2: largest", "  head/first: largest", "  answer: largest")
        .contains("verified against nested.npz: equal within 1e-5");
  }

  @Test
  void layersThatTheWrittenFileDoesNotHaveAreNamed() {
    Ran ran = Ran.of("convert", NESTED, folder.resolve("x.h5"), "--golden", NESTED_GOLDEN);
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(ran.out())
        .contains("not compared: 'encoder/dense_1', which the written file has not as a value")
        .contains("  shared@2: largest", "  answer: largest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.onnx", "x.keras"})
  void aWrongInnerValueIsFound(String target) throws IOException {
    Map<String, Tensor> tensors = read(NESTED_GOLDEN);
    Tensor right = tensors.get("inner:shared@2");
    tensors.put("inner:shared@2", tensors.get("inner:shared"));
    assertThat(right).isNotNull();
    Ran ran = Ran.of("convert", NESTED, folder.resolve(target), "--golden", write(tensors));
    assertThat(ran.code()).as(ran.all()).isEqualTo(1);
    assertThat(ran.out()).contains("verified against golden.npz: DIFFERENT; the bound is 1e-5");
  }

  @Test
  void imagesInsideAnOnnxFileAreTurned() throws IOException {
    Map<String, Tensor> tensors = read(MNIST_GOLDEN);
    try (Model model = Model.load(MNIST)) {
      String input = model.inputs().get(0).name();
      List<String> images =
          model.info().innerNames().stream()
              .filter(name -> name.matches("(max_pool|re_?lu).*"))
              .toList();
      assertThat(images).isNotEmpty();
      model
          .on("tensorflow")
          .run(Map.of(input, tensors.get("in0")), images)
          .forEach((name, tensor) -> tensors.put("inner:" + name, tensor));
      Ran ran = Ran.of("convert", MNIST, folder.resolve("x.onnx"), "--golden", write(tensors));
      assertThat(ran.code()).as(ran.all()).isZero();
      assertThat(ran.out()).contains("  " + images.get(0) + ": largest");
    }
  }

  @Test
  void outputsThatTheGoldenLacksAreNamed() throws IOException {
    Path model = Checkout.file("tests/goldens/layers/policy/mixed_float16_images.k3.keras");
    Map<String, Tensor> tensors =
        read(Checkout.file("tests/goldens/layers/policy/mixed_float16_images.k3.npz"));
    assertThat(tensors.keySet().removeIf(key -> key.equals("out1"))).isTrue();
    Path golden = write(tensors);
    Ran verified = Ran.of("verify", model, golden);
    assertThat(verified.code()).as(verified.all()).isZero();
    assertThat(verified.out())
        .contains("\"status\":\"ok\"")
        .contains("not compared, as the golden lacks: 'softmax'");
    Ran converted = Ran.of("convert", model, folder.resolve("x.onnx"), "--golden", golden);
    assertThat(converted.code()).as(converted.all()).isZero();
    assertThat(converted.out()).contains("not compared: 'softmax', which the golden lacks");
  }

  private void blamed(Path golden, String sentence) {
    Ran verified = Ran.of("verify", MNIST, golden);
    assertThat(verified.code()).as(verified.all()).isEqualTo(1);
    assertThat(verified.out()).contains("\"status\":\"error\"").contains("golden", sentence);
    Path target = folder.resolve("x.onnx");
    Ran converted = Ran.of("convert", MNIST, target, "--golden", golden);
    assertThat(converted.code()).as(converted.all()).isEqualTo(2);
    assertThat(converted.err()).startsWith("tenon: ").contains(sentence);
    assertThat(converted.err().strip().lines()).hasSize(1);
  }

  @Test
  void aWrongGoldenIsBlamedAndNotTheModel() throws IOException {
    byte[] bytes = Files.readAllBytes(MNIST_GOLDEN);
    Path half = folder.resolve("half.npz");
    Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));
    blamed(half, "the golden is wrong: half.npz");
    assertThat(folder.resolve("x.onnx")).doesNotExist();
    Path text = folder.resolve("text.npz");
    Files.writeString(text, "no archive");
    blamed(text, "the golden is wrong: text.npz");
    Map<String, Tensor> tensors = read(MNIST_GOLDEN);
    blamed(write(Map.of("out0", tensors.get("out0"))), "no 'in:");
    blamed(write(Map.of("in0", tensors.get("in0"))), "no outputs; expected keys");
    blamed(
        write(Map.of("in0", tensors.get("in0"), "out7", tensors.get("out0"))),
        "'out7', but the model has 1 outputs");
    blamed(
        write(Map.of("in0", tensors.get("in0"), "inner:nowhere", tensors.get("out0"))),
        "'inner:nowhere' is no output or layer");
    blamed(folder.resolve("nowhere.npz"), "nowhere.npz");
  }
}
