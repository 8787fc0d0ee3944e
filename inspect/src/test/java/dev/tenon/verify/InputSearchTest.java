package dev.tenon.verify;

import static dev.tenon.layers.Layers.conv1D;
import static dev.tenon.layers.Layers.embedding;
import static dev.tenon.layers.Layers.globalAveragePooling1D;
import static dev.tenon.layers.Layers.maxPooling1D;
import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.longs;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.port;
import static dev.tenon.testing.Protos.text;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.Model;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.preprocessing.StringLookup;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Protos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random inputs fit the model, or the check says that it found none. */
final class InputSearchTest {
  @TempDir private Path folder;

  private Path write(GraphProto.Builder graph) throws IOException {
    Path file = folder.resolve("network.onnx");
    Files.write(file, model(graph, 17).build().toByteArray());
    return file;
  }

  private static ValueInfoProto longPort(String name, long... lengths) {
    return Protos.port(name, TensorProto.DataType.INT64_VALUE, lengths);
  }

  private Map<String, Tensor> found(GraphProto.Builder graph) throws IOException {
    Path file = write(graph);
    try (Model network = Model.load(file)) {
      Map<String, Tensor> inputs = InputSearch.find(network, 2, 1).inputs();
      Path written = folder.resolve("x.pb");
      network.save(written);
      assertThat(Conversion.compare(network, written).good()).isTrue();
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
    StringLookup known = StringLookup.DEFAULTS.vocabulary(List.of("cat", "dog", "owl"));
    try (Model keras = Model.of(words, words.then(known))) {
      Tensor drawn = InputSearch.find(keras, 2, 1).inputs().get("words");
      assertThat(drawn.toStringArray()).contains("cat", "dog", "owl");
    }
  }
}
