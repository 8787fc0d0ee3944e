package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.ints;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.Model;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that stand in less usual places of a file are learned too. */
class LearnedPlacesTest {
  private static final double RATE = 0.1;
  private static final String KIND = "pkg.torch.export.graph_signature.InputSpec.kind";
  private static final String FOLDED = "pkg.onnxscript.optimizer.folded_from";

  @TempDir private Path folder;

  /**
   * Learns one step of SGD on the mean square towards zero; returns the weights before and after.
   */
  private List<Map<String, Tensor>> step(ModelProto model, Tensor x, Tensor y) throws Exception {
    Path file = folder.resolve("net.onnx");
    Files.write(file, model.toByteArray());
    try (Model network = Model.load(file)) {
      Map<String, Tensor> before = network.weights();
      network.compile(Optimizers.sgd(RATE), "mse");
      double unused = network.trainOnBatch(x, y).loss();
      Map<String, Tensor> after = network.weights();
      network.save(folder.resolve("tuned.onnx"));
      return List.of(before, after);
    }
  }

  private static Tensor numbers(long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) Math.sin(1.7 * i + 0.3);
    }
    return Tensor.of(values, shape);
  }

  private static void assertLearned(List<Map<String, Tensor>> weights, String... names) {
    assertThat(weights.get(0)).containsOnlyKeys(names);
    for (String name : names) {
      assertThat(weights.get(1).get(name)).as(name).isNotEqualTo(weights.get(0).get(name));
    }
  }

  @Test
  void scalesOfGroups() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 4, 3))
            .addInitializer(OnnxFile.proto("norm.weight", numbers(4)))
            .addInitializer(OnnxFile.proto("norm.bias", numbers(4)))
            .addNode(
                node(
                    "GroupNormalization",
                    List.of("x", "norm.weight", "norm.bias"),
                    List.of("y"),
                    integer("num_groups", 2)))
            .addOutput(floats("y", -1, 4, 3));
    assertLearned(
        step(model(graph, 21).build(), numbers(2, 4, 3), Tensor.of(new float[24], 2, 4, 3)),
        "norm.weight",
        "norm.bias");
  }

  @Test
  void kernelsOfDeformedConvolutions() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", 1, 2, 4, 4))
            .addInitializer(OnnxFile.proto("dcn.weight", numbers(3, 2, 2, 2)))
            .addInitializer(OnnxFile.proto("dcn.bias", numbers(3)))
            .addInitializer(OnnxFile.proto("offset", Tensor.of(new float[72], 1, 8, 3, 3)))
            .addNode(
                node(
                    "DeformConv",
                    List.of("x", "dcn.weight", "offset", "dcn.bias"),
                    List.of("y"),
                    ints("kernel_shape", 2, 2)))
            .addOutput(floats("y", 1, 3, 3, 3));
    assertLearned(
        step(model(graph, 19).build(), numbers(1, 2, 4, 4), Tensor.of(new float[27], 1, 3, 3, 3)),
        "dcn.weight",
        "dcn.bias");
  }

  @Test
  void singleNumbersWithThePathOfAModule() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addInitializer(OnnxFile.proto("block.0.scale", Tensor.scalar(DType.FLOAT32, 0.5)))
            .addInitializer(OnnxFile.proto("scalar_2", Tensor.scalar(DType.FLOAT32, 2)))
            .addNode(node("Mul", List.of("x", "block.0.scale"), List.of("h")))
            .addNode(node("Mul", List.of("h", "scalar_2"), List.of("y")))
            .addOutput(floats("y", -1, 3));
    assertLearned(
        step(model(graph, 17).build(), numbers(2, 3), Tensor.of(new float[6], 2, 3)),
        "block.0.scale");
  }

  /** The weight is learned in float32, and the file keeps it in the half precision that it had. */
  @Test
  void weightsInHalfPrecision() throws Exception {
    Tensor stored = numbers(3, 1).cast(DType.FLOAT16);
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addInitializer(OnnxFile.proto("w/float16", stored))
            .addNode(
                node(
                    "Cast",
                    List.of("w/float16"),
                    List.of("w"),
                    integer("to", TensorProto.DataType.FLOAT_VALUE)))
            .addNode(node("MatMul", List.of("x", "w"), List.of("y")))
            .addOutput(floats("y", -1, 1));
    Tensor x = Tensor.of(new float[] {1, 2, -1}, 1, 3);
    List<Map<String, Tensor>> weights =
        step(model(graph, 17).build(), x, Tensor.of(new float[1], 1, 1));
    assertLearned(weights, "w/float16");
    double y = 0;
    for (int i = 0; i < 3; i++) {
      y += x.getDouble(i) * stored.getDouble(i);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(weights.get(1).get("w/float16").getDouble(i))
          .isCloseTo(stored.getDouble(i) - RATE * 2 * y * x.getDouble(i), within(1e-6));
    }
    ModelProto tuned = ModelProto.parseFrom(Files.readAllBytes(folder.resolve("tuned.onnx")));
    assertThat(OnnxFile.tensor(tuned.getGraph().getInitializer(0), null))
        .isEqualTo(weights.get(1).get("w/float16").cast(DType.FLOAT16));
  }

  /** PyTorch's {@code export_modules_as_functions} hands its weights to a function. */
  @Test
  void whatFunctionsRead() throws Exception {
    FunctionProto linear =
        FunctionProto.newBuilder()
            .setName("Linear")
            .setDomain("torch.nn")
            .addAllInput(List.of("a", "w", "b"))
            .addOutput("c")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .addNode(node("MatMul", List.of("a", "w"), List.of("m")))
            .addNode(node("Add", List.of("m", "b"), List.of("c")))
            .build();
    FunctionProto block =
        FunctionProto.newBuilder()
            .setName("Block")
            .setDomain("torch.nn")
            .addAllInput(List.of("a", "w", "b"))
            .addOutput("d")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("torch.nn").setVersion(1))
            .addNode(
                node("Linear", List.of("a", "w", "b"), List.of("c")).toBuilder()
                    .setDomain("torch.nn"))
            .addNode(node("Tanh", List.of("c"), List.of("d")))
            .build();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addInitializer(OnnxFile.proto("fc.weight", numbers(3, 2)))
            .addInitializer(OnnxFile.proto("fc.bias", numbers(2)))
            .addNode(
                node("Block", List.of("x", "fc.weight", "fc.bias"), List.of("y")).toBuilder()
                    .setDomain("torch.nn"))
            .addOutput(floats("y", -1, 2));
    ModelProto model =
        model(graph, 17)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("torch.nn").setVersion(1))
            .addFunctions(linear)
            .addFunctions(block)
            .build();
    assertLearned(
        step(model, numbers(4, 3), Tensor.of(new float[8], 4, 2)), "fc.weight", "fc.bias");
  }

  /** A state of zeros is how exporters write that a recurrence begins from nothing. */
  @Test
  void statesThatBeginAtZero() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", 1, 3, 4))
            .addInitializer(OnnxFile.proto("kernel", numbers(1, 6, 4)))
            .addInitializer(OnnxFile.proto("recurrent", numbers(1, 6, 2)))
            .addInitializer(OnnxFile.proto("zeros", Tensor.zeros(DType.FLOAT32, 1, 3, 2)))
            .addInitializer(OnnxFile.proto("begin", numbers(1, 3, 2)))
            .addNode(gru("zeros", "h"))
            .addNode(gru("begin", "i"))
            .addNode(node("Add", List.of("h", "i"), List.of("y")))
            .addOutput(floats("y", 1, 3, 2));
    assertLearned(
        step(model(graph, 17).build(), numbers(1, 3, 4), Tensor.of(new float[6], 1, 3, 2)),
        "kernel",
        "recurrent",
        "begin");
  }

  private static NodeProto gru(String state, String result) {
    return node(
        "GRU",
        List.of("x", "kernel", "recurrent", "", "", state),
        List.of("", result),
        integer("hidden_size", 2));
  }

  /** PyTorch's second exporter says what was no parameter; files of others say nothing. */
  @Test
  void whatPyTorchNotes() throws Exception {
    GraphProto.Builder graph = GraphProto.newBuilder().addInput(floats("x", -1, 3));
    String last = "x";
    for (List<String> note :
        List.of(
            List.of("layer.weight", KIND, "PARAMETER"),
            List.of("table", KIND, "BUFFER"),
            List.of("val_1", FOLDED, "['q.weight', 'val_0']"),
            List.of("val_2", FOLDED, "['p']"),
            List.of("val_3", FOLDED, "['p', 'val_0']"),
            List.of("val_4", FOLDED, "['node_h0', 'val_0']"),
            List.of("cos", FOLDED, "['arange', 'cat', 'f', 'val_8']"),
            List.of("plain", "another", "note"))) {
      String name = note.get(0);
      graph.addInitializer(OnnxFile.proto(name, numbers(3)));
      ValueInfoProto.Builder value = floats(name, 3).toBuilder();
      value.addMetadataPropsBuilder().setKey(note.get(1)).setValue(note.get(2));
      graph.addValueInfo(value);
      String next = "node_h" + graph.getNodeCount();
      graph.addNode(node("Add", List.of(last, name), List.of(next)));
      last = next;
    }
    graph.addNode(node("Identity", List.of(last), List.of("y"))).addOutput(floats("y", -1, 3));
    assertLearned(
        step(model(graph, 18).build(), numbers(2, 3), Tensor.of(new float[6], 2, 3)),
        "layer.weight",
        "val_1",
        "val_2",
        "val_3",
        "plain");
  }
}
