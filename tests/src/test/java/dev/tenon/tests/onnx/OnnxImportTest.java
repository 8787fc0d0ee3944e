package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.graph;
import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.ints;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.number;
import static dev.tenon.testing.Protos.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
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
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Difference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small ONNX files: what TensorFlow makes of them is what ONNX Runtime makes of the file itself.
 */
class OnnxImportTest {
  private static final Tensor X = Tensor.of(new float[][] {{1, -2, 3}, {-4, 5, 0.5f}});

  @TempDir private Path folder;

  private void agree(ModelProto model, Map<String, Tensor> inputs) throws Exception {
    Path file = folder.resolve("net.onnx");
    Path written = folder.resolve("again.onnx");
    Files.write(file, model.toByteArray());
    try (Model loaded = Model.load(file)) {
      Map<String, Tensor> expected = loaded.on("onnxruntime").predict(inputs);
      compare(expected, loaded.on("tensorflow").predict(inputs));
      loaded.save(written, OnnxOptions.DEFAULTS);
      try (Model again = Model.load(written)) {
        compare(expected, again.predict(inputs));
      }
    }
  }

  private static void compare(Map<String, Tensor> expected, Map<String, Tensor> found) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, tensor) -> {
          Difference difference = Difference.of(tensor, found.get(name));
          assertThat(difference.problem()).isEmpty();
          assertThat(difference.relative()).as(name).isLessThan(1e-6);
        });
  }

  @Test
  void oldFormsMeanWhatTheyMeant() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addInitializer(OnnxFile.proto("w", Tensor.of(new float[] {2, 1, 0.5f}, 3)))
            // The order of the nodes is not that of the computation.
            .addNode(node("Softmax", List.of("u"), List.of("y"), integer("axis", 1)))
            .addNode(node("Clip", List.of("x"), List.of("c"), number("min", -3), number("max", 2)))
            .addNode(node("Mul", List.of("c", "w"), List.of("m")))
            .addNode(node("Unsqueeze", List.of("m"), List.of("u"), ints("axes", 1)))
            .addNode(
                node(
                    "Slice",
                    List.of("m"),
                    List.of("s"),
                    ints("axes", 1),
                    ints("starts", 0),
                    ints("ends", 2)))
            .addNode(node("ReduceSum", List.of("s"), List.of("r"), ints("axes", -1)))
            .addNode(node("Dropout", List.of("r"), List.of("z"), number("ratio", 0.5f)))
            .addOutput(floats("y", -1, 1, 3))
            .addOutput(floats("z", -1, 1));
    agree(model(graph, 8).build(), Map.of("x", X));
  }

  @Test
  void functionsAreExpandedWithTheirAttributes() throws Exception {
    NodeProto.Builder leaky = node("LeakyRelu", List.of("a"), List.of("b")).toBuilder();
    leaky
        .addAttributeBuilder()
        .setName("alpha")
        .setRefAttrName("slope")
        .setType(AttributeProto.AttributeType.FLOAT);
    FunctionProto function =
        FunctionProto.newBuilder()
            .setName("Bent")
            .setDomain("mine")
            .addAttribute("slope")
            .addInput("a")
            .addOutput("c")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .addNode(leaky)
            .addNode(node("Add", List.of("b", "a"), List.of("c")))
            .build();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addNode(
                node("Bent", List.of("x"), List.of("h"), number("slope", 0.3f)).toBuilder()
                    .setDomain("mine"))
            .addNode(
                node("Bent", List.of("h"), List.of("y"), number("slope", 0.1f)).toBuilder()
                    .setDomain("mine"))
            .addOutput(floats("y", -1, 3));
    ModelProto model =
        model(graph, 17)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("mine").setVersion(1))
            .addFunctions(function)
            .build();
    agree(model, Map.of("x", X));
  }

  @Test
  void functionsCallFunctionsAndHaveBranchesDefaultsAndInputsLeftOut() throws Exception {
    NodeProto.Builder leaky = node("LeakyRelu", List.of("a"), List.of("b")).toBuilder();
    leaky
        .addAttributeBuilder()
        .setName("alpha")
        .setRefAttrName("slope")
        .setType(AttributeProto.AttributeType.FLOAT);
    FunctionProto.Builder inner =
        function("Bent", List.of("a", "most"), "c")
            .addAttributeProto(number("slope", 0.25f))
            .addNode(leaky)
            .addNode(node("Clip", List.of("b", "", "most"), List.of("c")));
    GraphProto yes = branch("yes", node("Mul", List.of("h", "x"), List.of("product")), "product");
    GraphProto no = branch("no", node("Neg", List.of("h"), List.of("negative")), "negative");
    FunctionProto.Builder outer =
        function("Chosen", List.of("x", "choice"), "y")
            .addNode(local("Bent", List.of("x"), "h"))
            .addNode(
                node(
                    "If",
                    List.of("choice"),
                    List.of("y"),
                    graph("then_branch", yes),
                    graph("else_branch", no)));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addNode(node("ReduceSum", List.of("x"), List.of("sum"), integer("keepdims", 0)))
            .addNode(node("Less", List.of("sum", "zero"), List.of("choice")))
            .addInitializer(OnnxFile.proto("zero", Tensor.scalar(DType.FLOAT32, 0.0)))
            .addNode(local("Chosen", List.of("x", "choice"), "first"))
            .addNode(local("Chosen", List.of("first", "choice"), "y"))
            .addOutput(floats("y", -1, 3));
    ModelProto model =
        model(graph, 17)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("mine").setVersion(1))
            .addFunctions(outer)
            .addFunctions(inner)
            .build();
    agree(model, Map.of("x", X));
  }

  private static FunctionProto.Builder function(String name, List<String> inputs, String output) {
    return FunctionProto.newBuilder()
        .setName(name)
        .setDomain("mine")
        .addAllInput(inputs)
        .addOutput(output)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("mine").setVersion(1));
  }

  private static NodeProto local(String name, List<String> inputs, String output) {
    return node(name, inputs, List.of(output)).toBuilder().setDomain("mine").build();
  }

  private static GraphProto branch(String name, NodeProto node, String output) {
    return GraphProto.newBuilder()
        .setName(name)
        .addNode(node)
        .addOutput(floats(output, -1, 3))
        .build();
  }

  @Test
  void branchesAndLoopsReadTheGraphAroundThem() throws Exception {
    GraphProto body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(port("i", TensorProto.DataType.INT64_VALUE))
            .addInput(port("go", TensorProto.DataType.BOOL_VALUE))
            .addInput(floats("s", -1, 3))
            .addNode(node("Mul", List.of("s", "w"), List.of("t")))
            .addNode(node("Add", List.of("t", "x"), List.of("next")))
            .addNode(node("Identity", List.of("go"), List.of("on")))
            .addNode(node("Identity", List.of("t"), List.of("kept")))
            .addOutput(port("on", TensorProto.DataType.BOOL_VALUE))
            .addOutput(floats("next", -1, 3))
            .addOutput(floats("kept", -1, 3))
            .build();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addInput(port("choice", TensorProto.DataType.BOOL_VALUE))
            .addInput(port("turns", TensorProto.DataType.INT64_VALUE))
            .addInitializer(OnnxFile.proto("w", Tensor.of(new float[] {0.5f, -1, 2}, 3)))
            .addNode(
                node(
                    "If",
                    List.of("choice"),
                    List.of("h"),
                    graph(
                        "then_branch",
                        branch("a", node("Mul", List.of("x", "w"), List.of("p")), "p")),
                    graph(
                        "else_branch", branch("b", node("Neg", List.of("x"), List.of("q")), "q"))))
            .addNode(
                node("Loop", List.of("turns", "", "h"), List.of("y", "all"), graph("body", body)))
            .addOutput(floats("y", -1, 3))
            .addOutput(port("all", TensorProto.DataType.FLOAT_VALUE, -1, 2, 3));
    for (boolean choice : List.of(true, false)) {
      agree(
          model(graph, 17).build(),
          Map.of(
              "x", X,
              "choice", Tensor.of(new boolean[] {choice}, 1).reshape(),
              "turns", Tensor.of(new long[] {3}, 1).reshape()));
    }
  }

  @Test
  void innerValuesHaveTheFilesNames() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addNode(node("Relu", List.of("x"), List.of("positive/part")))
            .addNode(node("Neg", List.of("positive/part"), List.of("y")))
            .addOutput(floats("y", -1, 3));
    Files.write(folder.resolve("net.onnx"), model(graph, 17).build().toByteArray());
    try (Model loaded = Model.load(folder.resolve("net.onnx"))) {
      List<String> wanted = List.of("positive/part", "y");
      compare(
          loaded.on("onnxruntime").run(Map.of("x", X), wanted),
          loaded.on("tensorflow").run(Map.of("x", X), wanted));
    }
  }

  private void refused(ModelProto model, Class<? extends Exception> kind, String sentence)
      throws Exception {
    Path file = folder.resolve("bad.onnx");
    Files.write(file, model.toByteArray());
    assertThatThrownBy(
            () -> {
              try (Model loaded = Model.load(file)) {
                Map<String, Tensor> unused = loaded.on("tensorflow").predict(Map.of("x", X));
              }
            })
        .isInstanceOf(kind)
        .hasMessageContaining(sentence);
  }

  /** Refused on the engine that an ONNX file runs on by default, which never reads its graph. */
  private void refusedAtOnce(ModelProto model, Class<? extends Exception> kind, String sentence)
      throws Exception {
    Path file = folder.resolve("bad.onnx");
    Files.write(file, model.toByteArray());
    assertThatThrownBy(
            () -> {
              try (Model loaded = Model.load(file)) {
                Map<String, Tensor> unused = loaded.on("onnxruntime").predict(Map.of("x", X));
              }
            })
        .isInstanceOf(kind)
        .hasMessageContaining(sentence);
  }

  private static FunctionProto doubling(String name, String calls) {
    FunctionProto.Builder function =
        FunctionProto.newBuilder()
            .setName(name)
            .setDomain("mine")
            .addInput("a")
            .addOutput("c")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17));
    String domain = calls.equals("Neg") ? "" : "mine";
    return function
        .addNode(node(calls, List.of("a"), List.of("b")).toBuilder().setDomain(domain))
        .addNode(node(calls, List.of("b"), List.of("c")).toBuilder().setDomain(domain))
        .build();
  }

  private static ModelProto.Builder calling(String function) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addNode(node(function, List.of("x"), List.of("y")).toBuilder().setDomain("mine"))
            .addOutput(floats("y", -1, 3));
    return model(graph, 17)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("mine").setVersion(1));
  }

  @Test
  void functionsThatCallThemselvesAndBombsAreRefused() throws Exception {
    refused(
        calling("F").addFunctions(doubling("F", "F")).build(),
        MalformedModelException.class,
        "calls itself");
    ModelProto.Builder bomb = calling("F30");
    for (int i = 1; i <= 30; i++) {
      bomb.addFunctions(doubling("F" + i, i == 1 ? "Neg" : "F" + (i - 1)));
    }
    refused(bomb.build(), UnsupportedModelException.class, "nodes; the limit is 1000000");
    refusedAtOnce(bomb.build(), UnsupportedModelException.class, "nodes; the limit is 1000000");
    ModelProto.Builder chain = calling("F90");
    for (int i = 1; i <= 90; i++) {
      FunctionProto.Builder link = doubling("F" + i, i == 1 ? "Neg" : "F" + (i - 1)).toBuilder();
      link.getNodeBuilder(1).setOpType("Neg").setDomain("");
      chain.addFunctions(link);
    }
    refusedAtOnce(chain.build(), UnsupportedModelException.class, "deeper than");
  }

  @Test
  void functionsWhoseBodiesAreCyclesAreRefused() throws Exception {
    FunctionProto.Builder circle = doubling("F", "Neg").toBuilder();
    circle.getNodeBuilder(0).setInput(0, "c");
    refusedAtOnce(
        calling("F").addFunctions(circle).build(),
        MalformedModelException.class,
        "function 'mine:F': node 'node_b' (Neg) waits for its own result");
  }

  @Test
  void shapesThatOverflowAndNamesThatClashAreRefused() throws Exception {
    GraphProto.Builder wide =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addInitializer(OnnxFile.proto("shape", Tensor.of(new long[] {1L << 62, 1L << 62}, 2)))
            .addNode(node("Expand", List.of("x", "shape"), List.of("e")))
            .addNode(node("Flatten", List.of("e"), List.of("y"), integer("axis", 0)))
            .addOutput(floats("y", -1, -1));
    refused(model(wide, 17).build(), MalformedModelException.class, "node_");
    GraphProto.Builder twice =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addNode(node("Relu", List.of("x"), List.of("y")))
            .addNode(node("Neg", List.of("x"), List.of("y")))
            .addOutput(floats("y", -1, 3));
    refused(model(twice, 17).build(), MalformedModelException.class, "given already");
  }
}
