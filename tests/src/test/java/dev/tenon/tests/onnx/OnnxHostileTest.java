package dev.tenon.tests.onnx;

import static dev.tenon.tests.onnx.Protos.floats;
import static dev.tenon.tests.onnx.Protos.graph;
import static dev.tenon.tests.onnx.Protos.model;
import static dev.tenon.tests.onnx.Protos.node;
import static dev.tenon.tests.onnx.Protos.port;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small files that would take much memory, time or stack: each is refused at once, by name. */
@Timeout(30)
class OnnxHostileTest {
  @TempDir private Path folder;

  private void refused(ModelProto model, Class<? extends Exception> kind, String sentence)
      throws Exception {
    Path file = folder.resolve("bad.onnx");
    Files.write(file, model.toByteArray());
    assertThatThrownBy(
            () -> {
              try (Model loaded = Model.load(file)) {
                loaded.warnings().forEach(OnnxHostileTest::refuse);
              }
            })
        .isInstanceOf(kind)
        .hasMessageContaining(sentence);
  }

  /** What runs on one engine only is a warning of the loaded model. */
  private static void refuse(String warning) {
    throw new UnsupportedModelException(warning);
  }

  private static GraphProto.Builder identity() {
    return GraphProto.newBuilder().addInput(floats("x", -1, 3)).addOutput(floats("y", -1, 3));
  }

  @Test
  void cyclesAreRefused() throws Exception {
    GraphProto.Builder cycle =
        identity()
            .addNode(node("Add", List.of("x", "b"), List.of("a")))
            .addNode(node("Neg", List.of("a"), List.of("b")))
            .addNode(node("Add", List.of("a", "b"), List.of("y")));
    refused(model(cycle, 17).build(), MalformedModelException.class, "there is a cycle");
  }

  @Test
  void tenGigabytesDeclaredInAFewBytesAreRefused() throws Exception {
    TensorProto.Builder weight =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(2_500_000_000L);
    GraphProto.Builder own = identity().addNode(node("Add", List.of("x", "w"), List.of("y")));
    refused(
        model(own.clone().addInitializer(weight), 17).build(),
        MalformedModelException.class,
        "'w'");
    Files.write(folder.resolve("w.bin"), new byte[64]);
    weight.setDataLocation(TensorProto.DataLocation.EXTERNAL);
    weight.addExternalDataBuilder().setKey("location").setValue("w.bin");
    refused(
        model(own.clone().addInitializer(weight), 17).build(),
        MalformedModelException.class,
        "more than 2^31 - 1 elements");
    weight.clearDims().addDims(250_000_000L);
    refused(
        model(own.clone().addInitializer(weight), 17).build(),
        MalformedModelException.class,
        "that file has 64");
  }

  @Test
  void functionsThatCallThemselvesFromABranchAreRefused() throws Exception {
    GraphProto branch =
        GraphProto.newBuilder()
            .setName("again")
            .addNode(node("F", List.of("a", "choice"), List.of("r")).toBuilder().setDomain("mine"))
            .addOutput(floats("r", -1, 3))
            .build();
    FunctionProto function =
        FunctionProto.newBuilder()
            .setName("F")
            .setDomain("mine")
            .addInput("a")
            .addInput("choice")
            .addOutput("c")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .addNode(
                node(
                    "If",
                    List.of("choice"),
                    List.of("c"),
                    graph("then_branch", branch),
                    graph("else_branch", branch)))
            .build();
    GraphProto.Builder net =
        identity()
            .addInput(port("choice", TensorProto.DataType.BOOL_VALUE))
            .addNode(node("F", List.of("x", "choice"), List.of("y")).toBuilder().setDomain("mine"));
    ModelProto model =
        model(net, 17)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("mine").setVersion(1))
            .addFunctions(function)
            .build();
    refused(model, MalformedModelException.class, "calls itself");
  }

  @Test
  void loopsThatCarrySequencesForeverAreRefused() throws Exception {
    GraphProto body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(port("i", TensorProto.DataType.INT64_VALUE))
            .addInput(port("go", TensorProto.DataType.BOOL_VALUE))
            .addInput(floats("s"))
            .addNode(node("Identity", List.of("go"), List.of("on")))
            .addNode(node("SequenceInsert", List.of("s", "x"), List.of("t")))
            .addOutput(port("on", TensorProto.DataType.BOOL_VALUE))
            .addOutput(floats("t"))
            .build();
    GraphProto.Builder net =
        identity()
            .addInitializer(
                OnnxFile.proto("turns", Tensor.of(new long[] {Long.MAX_VALUE}, 1).reshape()))
            .addNode(node("SequenceConstruct", List.of("x"), List.of("one")))
            .addNode(node("Loop", List.of("turns", "", "one"), List.of("all"), graph("body", body)))
            .addNode(node("ConcatFromSequence", List.of("all"), List.of("y")));
    refused(model(net, 17).build(), UnsupportedModelException.class, "turns; at most");
  }
}
