package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.graph;
import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.port;
import static dev.tenon.testing.Protos.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
                loaded.info().warnings().forEach(OnnxHostileTest::refuse);
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

  /** ONNX Runtime would end the process. */
  @Test
  void anEquationForAScalarIsRefusedBeforeItRuns() throws Exception {
    GraphProto.Builder net =
        GraphProto.newBuilder()
            .addInput(port("s", TensorProto.DataType.FLOAT_VALUE))
            .addInput(floats("x", -1, 3))
            .addNode(node("Einsum", List.of("s", "x"), List.of("y"), text("equation", "az,az->a")))
            .addOutput(floats("y", -1));
    refused(model(net, 17).build(), MalformedModelException.class, "names axes of 's'");
  }

  /** TensorFlow would be given an operation for each neighbour. */
  @Test
  void aTrillionNeighboursAreRefused() throws Exception {
    GraphProto.Builder net =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3, 4))
            .addNode(node("LRN", List.of("x"), List.of("y"), integer("size", 1L << 40)))
            .addOutput(floats("y", -1, 3, 4));
    refused(
        model(net, 17).build(),
        MalformedModelException.class,
        "(LRN): size is 1099511627776; expected 1 to 2147483647");
  }

  /** The file is to blame, not who calls. */
  @Test
  void operandsThatNoOperatorTakesMakeAFileMalformed() throws Exception {
    GraphProto.Builder net =
        GraphProto.newBuilder()
            .addInput(floats("x", 4, 2, 3))
            .addInput(floats("w", 1, 6, 3))
            .addInput(floats("r", 1, 6, 2))
            .addNode(node("GRU", List.of("x", "w", "r", "", "x"), List.of("y")))
            .addOutput(floats("y", 4, 1, 2, 2));
    refused(
        model(net, 17).build(), MalformedModelException.class, "(GRU): input 4 is of the shape");
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
            .addNode(node("ConcatFromSequence", List.of("all"), List.of("y"), integer("axis", 0)));
    refused(model(net, 17).build(), UnsupportedModelException.class, "turns; at most");
  }

  /** ONNX Runtime runs such a file: a nested graph's own values hide those around it. */
  @Test
  void aBranchMayCallItsValuesAsItsNodeDoes() throws Exception {
    GraphProto negative = branch(node("Neg", List.of("x"), List.of("y")));
    GraphProto positive = branch(node("Abs", List.of("x"), List.of("y")));
    GraphProto either = branch(choice("choice", negative, positive));
    GraphProto.Builder net =
        identity()
            .addInput(port("choice", TensorProto.DataType.BOOL_VALUE))
            .addNode(choice("choice", either, positive));
    Path file = folder.resolve("names.onnx");
    Files.write(file, model(net, 17).build().toByteArray());
    Tensor x = Tensor.of(new float[] {-1, 2, -3}, 1, 3);
    try (Model model = Model.load(file)) {
      for (boolean first : new boolean[] {true, false}) {
        Map<String, Tensor> inputs =
            Map.of("x", x, "choice", Tensor.of(new boolean[] {first}, new long[0]));
        assertThat(model.on("tensorflow").predict(inputs))
            .isEqualTo(model.on("onnxruntime").predict(inputs));
      }
    }
  }

  private static NodeProto choice(String condition, GraphProto yes, GraphProto no) {
    return node(
        "If",
        List.of(condition),
        List.of("y"),
        graph("then_branch", yes),
        graph("else_branch", no));
  }

  private static GraphProto branch(NodeProto node) {
    return GraphProto.newBuilder()
        .setName("branch")
        .addNode(node)
        .addOutput(floats("y", -1, 3))
        .build();
  }

  /** A constant that is doubled 60 times, and a tensor of more elements than a long counts. */
  @Test
  void constantsThatGrowWithoutEndStayNodesOrAreRefused() throws Exception {
    GraphProto.Builder doubling = identity().addInitializer(ones("w"));
    String last = "w";
    for (int i = 0; i < 60; i++) {
      doubling.addNode(node("Identity", List.of(last), List.of("t" + i)));
      doubling.addNode(
          node("Concat", List.of(last, "t" + i), List.of("c" + i), integer("axis", 0)));
      last = "c" + i;
    }
    GraphProto.Builder tiles =
        identity()
            .addInitializer(ones("w"))
            .addInitializer(OnnxFile.proto("times", Tensor.of(new long[] {1L << 40, 1L << 40}, 2)))
            .addNode(node("Tile", List.of("w", "times"), List.of("big")));
    doubling
        .addNode(node("ReduceMax", List.of(last), List.of("most"), integer("keepdims", 0)))
        .addNode(node("Add", List.of("x", "most"), List.of("y")));
    Path file = folder.resolve("grows.onnx");
    Files.write(file, model(doubling, 17).build().toByteArray());
    Path written = folder.resolve("written.onnx");
    try (Model model = Model.load(file)) {
      model.save(written, OnnxOptions.DEFAULTS);
    }
    assertThat(Files.size(written)).isLessThan(1 << 20);
    tiles
        .addNode(node("ReduceMax", List.of("big"), List.of("most"), integer("keepdims", 0)))
        .addNode(node("Add", List.of("x", "most"), List.of("y")));
    refused(model(tiles, 17).build(), MalformedModelException.class, "(Tile): repeats is");
  }

  private static TensorProto ones(String name) {
    return OnnxFile.proto(name, Tensor.of(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, 3, 3));
  }
}
