package dev.tenon.verify;

import static dev.tenon.layers.Layers.conv1D;
import static dev.tenon.layers.Layers.embedding;
import static dev.tenon.layers.Layers.globalAveragePooling1D;
import static dev.tenon.layers.Layers.maxPooling1D;
import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.Model;
import dev.tenon.ir.layer.KerasTensor;
import dev.tenon.layers.Layers;
import dev.tenon.layers.preprocessing.StringLookup;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Protos;
import dev.tenon.tests.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random inputs fit the model, or the check says that it found none. */
final class InputSearchTest {
  @TempDir private Path folder;

  private Path write(GraphProto.Builder graph) throws IOException {
    Path file = folder.resolve("network.onnx");
    Files.write(file, model(graph, 17).build().toByteArray());
    return file;
  }

  private static TensorProto longs(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor.build();
  }

  /** Returns a port of float32 whose lengths are numbers or symbols. */
  private static ValueInfoProto port(String name, String... lengths) {
    ValueInfoProto.Builder port = floats(name).toBuilder();
    for (String length : lengths) {
      var dim = port.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().addDimBuilder();
      if (length.matches("[0-9]+")) {
        dim.setDimValue(Long.parseLong(length));
      } else {
        dim.setDimParam(length);
      }
    }
    return port.build();
  }

  private static ValueInfoProto longPort(String name, long... lengths) {
    return Protos.port(name, TensorProto.DataType.INT64_VALUE, lengths);
  }

  private Map<String, Tensor> found(GraphProto.Builder graph) throws IOException {
    Path file = write(graph);
    try (Model network = Model.load(file)) {
      Map<String, Tensor> inputs = InputSearch.find(network, 2, 1).inputs();
      assertThat(Ran.of("convert", file, folder.resolve("x.pb"), "--verify").code()).isZero();
      return inputs;
    }
  }

  @Test
  void aPadFindsTheLengthThatItReflects() throws IOException {
    Map<String, Tensor> inputs =
        found(
            GraphProto.newBuilder()
                .addInput(port("x", "N", "L"))
                .addOutput(port("y", "N", "M"))
                .addInitializer(longs("pads", 0, 64, 0, 64))
                .addNode(node("Pad", List.of("x", "pads"), List.of("y"), text("mode", "reflect"))));
    assertThat(inputs.get("x").dim(1)).isGreaterThan(64);
  }

  @Test
  void windowsFindALongEnoughInput() {
    KerasTensor x = Layers.input("x", -1, 8);
    KerasTensor y = x.then(conv1D(4, 16)).then(maxPooling1D(8)).then(conv1D(4, 5));
    try (Model keras = Model.of(x, y.then(globalAveragePooling1D()))) {
      Tensor drawn = InputSearch.find(keras, 2, 1).inputs().get("x");
      assertThat(drawn.dim(1)).isGreaterThanOrEqualTo(16 - 1 + 8 * 5);
    }
  }

  @Test
  void lengthsThatAddUpAreFound() throws IOException {
    Map<String, Tensor> inputs =
        found(
            GraphProto.newBuilder()
                .addInput(port("past", "N", "P", "4"))
                .addInput(port("x", "N", "S", "4"))
                .addInput(port("mask", "N", "P_S", "1"))
                .addOutput(port("y", "N", "P_S", "4"))
                .addNode(node("Concat", List.of("past", "x"), List.of("both"), integer("axis", 1)))
                .addNode(node("Mul", List.of("both", "mask"), List.of("y"))));
    long sum = inputs.get("past").dim(1) + inputs.get("x").dim(1);
    assertThat(inputs.get("mask").dim(1)).isIn(sum, 1L);
  }

  @Test
  void aReshapeFindsItsNumberOfElements() throws IOException {
    Map<String, Tensor> inputs =
        found(
            GraphProto.newBuilder()
                .addInput(port("x", "N", "L"))
                .addOutput(port("y", "N", "28", "28"))
                .addInitializer(longs("shape", -1, 28, 28))
                .addNode(node("Reshape", List.of("x", "shape"), List.of("y"))));
    assertThat(inputs.get("x").dim(1) % (28 * 28)).isZero();
  }

  @Test
  void rowsOfATableAreDrawnFromAllOfThem() throws IOException {
    KerasTensor ids = Layers.input("ids", DType.INT32, 5);
    try (Model one = Model.of(ids, ids.then(embedding(1, 3)))) {
      Tensor drawn = InputSearch.find(one, 2, 1).inputs().get("ids");
      assertThat(drawn.toLongArray()).containsOnly(0);
    }
    KerasTensor more = Layers.input("more", 500);
    try (Model many = Model.of(more, more.then(embedding(50, 3)))) {
      Tensor drawn = InputSearch.find(many, 2, 1).inputs().get("more");
      assertThat(drawn.toDoubleArray()).contains(0, 49).doesNotContain(50);
    }
  }

  @Test
  void rowsBehindACastAndAnAdditionAreThoseOfTheTable() throws IOException {
    Map<String, Tensor> inputs =
        found(
            GraphProto.newBuilder()
                .addInput(port("x", "N", "40"))
                .addOutput(port("y", "N", "40", "2"))
                .addInitializer(Protos.drawn(new Random(1), 1, "table", 5, 2))
                .addInitializer(longs("two", 2))
                .addNode(
                    node(
                        "Cast",
                        List.of("x"),
                        List.of("i"),
                        integer("to", TensorProto.DataType.INT64_VALUE)))
                .addNode(node("Add", List.of("i", "two"), List.of("j")))
                .addNode(node("Gather", List.of("table", "j"), List.of("y"))));
    assertThat(inputs.get("x").toDoubleArray()).contains(0, 2).doesNotContain(3);
  }

  @Test
  void whatSaysAShapeIsTried() throws IOException {
    Map<String, Tensor> inputs =
        found(
            GraphProto.newBuilder()
                .addInput(port("x", "1", "3", "1"))
                .addInput(longPort("shape", 3))
                .addOutput(port("y", "a", "b", "c"))
                .addNode(node("Expand", List.of("x", "shape"), List.of("y"))));
    assertThat(inputs.get("shape").toLongArray()).doesNotContain(0);
  }

  @Test
  void wordsAreThoseOfTheVocabulary() {
    KerasTensor words = Layers.input("words", DType.STRING, 20);
    StringLookup known = StringLookup.DEFAULTS.withVocabulary(List.of("cat", "dog", "owl"));
    try (Model keras = Model.of(words, words.then(known))) {
      Tensor drawn = InputSearch.find(keras, 2, 1).inputs().get("words");
      assertThat(drawn.toStringArray()).contains("cat", "dog", "owl");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.onnx", "x.pb"})
  void aCheckWithoutAnInputSaysSo(String target) throws IOException {
    Path file =
        write(
            GraphProto.newBuilder()
                .addInput(port("x", "N", "L"))
                .addOutput(port("y", "7919", "104729"))
                .addInitializer(longs("shape", 7919, 104729))
                .addNode(node("Relu", List.of("x"), List.of("r")))
                .addNode(node("Reshape", List.of("r", "shape"), List.of("y"))));
    try (Model network = Model.load(file)) {
      assertThatThrownBy(() -> InputSearch.find(network, 2, 1))
          .isInstanceOf(NoSampleInputException.class);
    }
    Path written = folder.resolve(target);
    Ran ran = Ran.of("convert", file, written, "--verify");
    assertThat(ran.code()).as(ran.all()).isEqualTo(3);
    assertThat(ran.out())
        .contains("not verified: the check's own input failed, not the file", "--golden FILE.npz")
        .doesNotContain("DIFFERENT");
    assertThat(written).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"silero_vad_16k_op15", "silero_vad_legacy", "silero_vad_op18_ifless"})
  void aVoiceDetectorFindsItsWindow(String name) {
    String foreign = System.getProperty("tenon.foreign");
    assumeTrue(foreign != null, "tenon.foreign is not set");
    Path file = Path.of(String.valueOf(foreign), "onnx", "models", name + ".onnx");
    Ran ran = Ran.of("convert", file, folder.resolve("vad.onnx"), "--verify");
    assertThat(ran.code()).as(ran.all()).isZero();
  }

  @Test
  void anOnnxNetworkIsProvedWithoutBeingAsked() {
    Path mnist = folder.resolve("mnist.onnx");
    Ran.done("convert", Checkout.file("samples/models/mnist_cnn.h5"), mnist);
    Path keras = folder.resolve("mnist.keras");
    assertThat(Ran.done("convert", mnist, keras)).contains("verified on random inputs: equal");
    assertThat(keras).exists();
    assertThat(Ran.done("convert", mnist, folder.resolve("m.weights.h5")))
        .contains("not verified: weights alone");
  }
}
