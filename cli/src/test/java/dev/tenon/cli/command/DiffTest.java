package dev.tenon.cli.command;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.graph;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.port;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command diff sees: each pair of files differs in one thing only. */
final class DiffTest {
  private static final int FINDINGS = 1;

  @TempDir private Path folder;

  private int files;

  /** The parts of a small file that a test changes. */
  private record Net(long opset, float constant, float branch, long target, long length) {
    static final Net USUAL = new Net(13, 1, 2, 6, 6);

    byte[] bytes() {
      GraphProto.Builder main =
          GraphProto.newBuilder()
              .addInput(floats("x", -1, length))
              .addInput(port("flag", TensorProto.DataType.BOOL_VALUE))
              .addInitializer(OnnxFile.proto("lengths", Tensor.of(new long[] {-1, target}, 2)))
              .addOutput(floats("y", -1, target))
              .addNode(constant("one", constant))
              .addNode(node("Add", List.of("x", "one"), List.of("sum")))
              .addNode(
                  node(
                      "If",
                      List.of("flag"),
                      List.of("picked"),
                      graph("then_branch", branch("then", branch)),
                      graph("else_branch", branch("else", 7))))
              .addNode(node("Mul", List.of("sum", "picked"), List.of("product")))
              .addNode(node("Reshape", List.of("product", "lengths"), List.of("y")));
      return model(main, opset).build().toByteArray();
    }

    private static GraphProto branch(String name, float value) {
      return GraphProto.newBuilder()
          .setName(name)
          .addNode(constant(name + "_value", value))
          .addOutput(floats(name + "_value", 1))
          .build();
    }

    private static ai.onnx.proto.OnnxMl.NodeProto constant(String name, float value) {
      return node(
          "Constant",
          List.of(),
          List.of(name),
          AttributeProto.newBuilder()
              .setName("value")
              .setType(AttributeProto.AttributeType.TENSOR)
              .setT(OnnxFile.proto("", Tensor.of(new float[] {value}, 1)))
              .build());
    }
  }

  private String changed(Net other) throws IOException {
    return differs(written(Net.USUAL.bytes()), written(other.bytes()));
  }

  private Path written(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("net" + files++ + ".onnx"), bytes);
  }

  private static String differs(Path one, Path two) {
    Ran ran = Ran.of("diff", one, two);
    assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(FINDINGS);
    return ran.out();
  }

  @Test
  void equalFilesAreTheSame() throws IOException {
    Ran ran = Ran.of("diff", written(Net.USUAL.bytes()), written(Net.USUAL.bytes()));
    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
  }

  @Test
  void aConvertedModelIsTheSame() {
    Path model = Checkout.file("samples/models/mnist_cnn.h5");
    Path archive = folder.resolve("model.keras");
    Ran.done("convert", model, archive);
    assertThat(Ran.done("diff", model, archive)).contains("15 weights are equal");
  }

  @Test
  void opsetsAreCompared() throws IOException {
    assertThat(changed(new Net(17, 1, 2, 6, 6))).contains("opset of ai.onnx: 13 and 17");
  }

  @Test
  void tensorsInNodesAreCompared() throws IOException {
    assertThat(changed(new Net(13, 1.5f, 2, 6, 6)))
        .contains("node_one (Constant): value: differs by at most 0.5");
  }

  @Test
  void graphsInNodesAreCompared() throws IOException {
    assertThat(changed(new Net(13, 1, 3, 6, 6)))
        .contains("node_picked/then_branch/node_then_value (Constant): value: differs by at most 1")
        .doesNotContain("else_branch");
  }

  @Test
  void initializersThatAreNotLearnedAreCompared() throws IOException {
    assertThat(changed(new Net(13, 1, 2, 3, 6)))
        .contains("output y: float32(N, 6) is y: float32(N, 3) in the second model")
        .contains("lengths: element 1 is 3, expected 6");
  }

  @Test
  void inputsAreCompared() throws IOException {
    assertThat(changed(new Net(13, 1, 2, 6, 12)))
        .contains("input x: float32(N, 6) is x: float32(N, 12) in the second model");
  }

  @Test
  void inputsAndOutputsOfKerasModelsAreCompared() throws IOException {
    Path small = folder.resolve("small.keras");
    Path large = folder.resolve("large.keras");
    try (Model model =
        Model.sequential(
            Layers.input("series", 4, 3), Layers.globalAveragePooling1D().name("mean"))) {
      model.save(small);
    }
    try (Model model =
        Model.sequential(
            Layers.input("series", 5, 3), Layers.globalAveragePooling1D().name("mean"))) {
      model.save(large);
    }
    assertThat(differs(small, large)).contains(", 4, 3)").contains(", 5, 3) in the second model");

    KerasTensor x = Layers.input("x", 4);
    KerasTensor a = x.then(dense(2).name("a"));
    KerasTensor b = a.then(dense(2).name("b"));
    Path one = folder.resolve("one.keras");
    Path two = folder.resolve("two.keras");
    try (Model first = Model.of(List.of(x), List.of(b));
        Model second = Model.of(List.of(x), List.of(a, b))) {
      second.setWeights(first.weights());
      first.save(one);
      second.save(two);
    }
    assertThat(differs(one, two)).contains("output a: float32").contains("only in the second");
  }
}
