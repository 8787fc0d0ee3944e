package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.graph;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenon check} says of ONNX files what is true. */
class OnnxCheckTest {
  @TempDir private Path folder;

  private String check(int code, ModelProto model) throws Exception {
    Path file = folder.resolve("net.onnx");
    Files.write(file, model.toByteArray());
    Ran ran = Ran.of("check", file);
    assertThat(ran.code()).as(ran.all()).isEqualTo(code);
    return ran.out();
  }

  private static GraphProto.Builder one(NodeProto node) {
    return GraphProto.newBuilder()
        .addInput(floats("x", -1, 3))
        .addNode(node)
        .addOutput(floats("y", -1, 3));
  }

  private static ModelProto strange(NodeProto.Builder node) {
    return model(one(node.setDomain("com.acme").build()), 17)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.acme").setVersion(1))
        .build();
  }

  @Test
  void operatorsOfOthersAreNoSupport() throws Exception {
    GraphProto body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(floats("a", -1, 3))
            .addNode(node("Neg", List.of("a"), List.of("b")))
            .addOutput(floats("b", -1, 3))
            .build();
    assertThat(
            check(
                1,
                strange(
                    node("Strange", List.of("x"), List.of("y"), graph("body", body)).toBuilder())))
        .contains("status: unsupported")
        .contains("'node_y' (Strange): holds a graph");
    assertThat(check(1, strange(node("Strange", List.of("x"), List.of("y")).toBuilder())))
        .contains("status: unsupported")
        .contains("com.acme:Strange");
  }

  @Test
  void opsetsThatAreTooNewAreWarnedOf() throws Exception {
    assertThat(check(0, model(one(node("Neg", List.of("x"), List.of("y"))), 30).build()))
        .contains("opset 30 is newer than 24, the newest that Tenon knows");
    assertThat(check(0, model(one(node("Neg", List.of("x"), List.of("y"))), 17).build()))
        .doesNotContain("newer than");
  }

  @Test
  void outputsThatAreNoTensorsAreLeftOut() throws Exception {
    TypeProto.Builder sequence = TypeProto.newBuilder();
    sequence.getSequenceTypeBuilder().setElemType(floats("x", -1, 3).getType());
    GraphProto.Builder graph =
        one(node("Neg", List.of("x"), List.of("y")))
            .addNode(node("SequenceConstruct", List.of("x", "y"), List.of("both")))
            .addOutput(ValueInfoProto.newBuilder().setName("both").setType(sequence));
    ModelProto model = model(graph, 17).build();
    assertThat(check(0, model)).contains("output 'both' is a sequence");
    try (Model loaded = Model.load(folder.resolve("net.onnx"))) {
      Tensor x = Tensor.of(new float[] {1, 2, 3}, 1, 3);
      assertThat(loaded.predict(Map.of("x", x))).containsOnlyKeys("y");
      assertThat(loaded.predict(x)).isEqualTo(x.scale(-1, 0));
      assertThat(loaded.on("tensorflow").predict(x)).isEqualTo(x.scale(-1, 0));
    }
  }
}
