package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.graph;
import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.number;
import static dev.tenon.testing.Protos.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.Model;
import dev.tenon.OnnxSequences;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sequences of tensors, sparse weights, and functions of an opset of their own. */
class OnnxSequencesTest {
  private static final Tensor X = Tensor.of(new float[][] {{1, -2, 3}, {-4, 5, 0.5f}});

  @TempDir private Path folder;

  private Path write(ModelProto.Builder model) throws Exception {
    return Files.write(folder.resolve("net.onnx"), model.build().toByteArray());
  }

  private static ValueInfoProto sequence(String name) {
    ValueInfoProto.Builder info = ValueInfoProto.newBuilder().setName(name);
    info.getTypeBuilder()
        .getSequenceTypeBuilder()
        .getElemTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(TensorProto.DataType.FLOAT_VALUE);
    return info.build();
  }

  @Test
  void aSequenceIsOneTensorForEachElement() throws Exception {
    GraphProto body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(floats("each", 2, 3))
            .addNode(node("Neg", List.of("each"), List.of("turned")))
            .addOutput(floats("turned", 2, 3))
            .build();
    GraphProto.Builder net =
        GraphProto.newBuilder()
            .addInput(sequence("xs"))
            .addNode(node("SequenceMap", List.of("xs"), List.of("ys"), graph("body", body)))
            .addNode(node("ConcatFromSequence", List.of("ys"), List.of("all"), integer("axis", 0)))
            .addOutput(sequence("ys"))
            .addOutput(floats("all", -1, 3));
    Path file = write(model(net, 17));
    try (Model loaded = OnnxSequences.load(file, Map.of("xs", 2))) {
      assertThat(loaded.inputs().stream().map(TensorSpec::name)).containsExactly("xs[0]", "xs[1]");
      Map<String, Tensor> fed = new LinkedHashMap<>();
      fed.put("xs[0]", X);
      fed.put("xs[1]", X.scale(2, 0));
      for (String engine : List.of("tensorflow", "onnxruntime")) {
        Map<String, Tensor> found = loaded.on(engine).predict(fed);
        assertThat(found.keySet()).containsExactly("ys[0]", "ys[1]", "all");
        assertThat(found.get("ys[1]")).isEqualTo(X.scale(-2, 0));
        assertThat(found.get("all").shape()).containsExactly(4, 3);
      }
    }
    assertThatThrownBy(
            () -> {
              try (Model loaded = Model.load(file)) {
                Map<String, Tensor> unused = loaded.on("tensorflow").predict(Map.of("xs", X));
              }
            })
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("sequence");
  }

  private void equalOnBoth(ModelProto.Builder model) throws Exception {
    try (Model loaded = Model.load(write(model))) {
      Map<String, Tensor> fed = Map.of("x", X);
      assertThat(loaded.on("tensorflow").predict(fed))
          .isEqualTo(loaded.on("onnxruntime").predict(fed));
    }
  }

  @Test
  void sparseWeightsAreReadWithTheirZeros() throws Exception {
    Tensor values = Tensor.of(new float[] {2, -3, 0.5f}, 3);
    for (Tensor places :
        List.of(
            Tensor.of(new long[] {1, 3, 8}, 3), Tensor.of(new long[] {0, 1, 1, 0, 2, 2}, 3, 2))) {
      SparseTensorProto weight =
          SparseTensorProto.newBuilder()
              .setValues(OnnxFile.proto("w", values))
              .setIndices(OnnxFile.proto("", places))
              .addDims(3)
              .addDims(3)
              .build();
      GraphProto.Builder net =
          GraphProto.newBuilder()
              .addInput(floats("x", -1, 3))
              .addSparseInitializer(weight)
              .addNode(node("MatMul", List.of("x", "w"), List.of("y")))
              .addOutput(floats("y", -1, 3));
      equalOnBoth(model(net, 17));
    }
  }

  @Test
  void aFunctionHasAnOpsetOfItsOwn() throws Exception {
    // Up to opset 10 the bounds of Clip are attributes; the model itself is of opset 17.
    FunctionProto function =
        FunctionProto.newBuilder()
            .setName("Bounded")
            .setDomain("mine")
            .addInput("a")
            .addOutput("b")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(6))
            .addNode(node("Clip", List.of("a"), List.of("b"), number("min", -1), number("max", 2)))
            .build();
    GraphProto.Builder net =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addNode(node("Bounded", List.of("x"), List.of("y")).toBuilder().setDomain("mine"))
            .addOutput(port("y", TensorProto.DataType.FLOAT_VALUE, -1, 3));
    ModelProto.Builder model =
        model(net, 17)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("mine").setVersion(1))
            .addFunctions(function);
    try (Model loaded = Model.load(write(model))) {
      // ONNX Runtime refuses functions of another opset than the model's.
      assertThat(loaded.on("tensorflow").predict(Map.of("x", X)).get("y"))
          .isEqualTo(Tensor.of(new float[][] {{1, -1, 2}, {-1, 2, 0.5f}}));
    }
  }
}
