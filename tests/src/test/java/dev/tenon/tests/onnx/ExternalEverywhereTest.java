package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.graph;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.port;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.Model;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is saved elsewhere needs no other file, wherever in it values lay outside. */
class ExternalEverywhereTest {
  /** ONNX's number of a type that Tenon has not. */
  private static final int UINT4 = 21;

  @TempDir private Path folder;

  /** Three numbers of {@code data.bin}, which holds 0, 1, 2, …. */
  private static TensorProto outside(String name, int first) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(3)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    tensor.addExternalDataBuilder().setKey("location").setValue("data.bin");
    tensor.addExternalDataBuilder().setKey("offset").setValue(Integer.toString(4 * first));
    tensor.addExternalDataBuilder().setKey("length").setValue("12");
    return tensor.build();
  }

  private static AttributeProto value(TensorProto tensor) {
    return AttributeProto.newBuilder()
        .setName("value")
        .setType(AttributeProto.AttributeType.TENSOR)
        .setT(tensor)
        .build();
  }

  private static GraphProto branch(String name, int first) {
    return GraphProto.newBuilder()
        .setName(name)
        .addInitializer(outside(name + "/w", first))
        .addNode(node("Add", List.of("x", name + "/w"), List.of(name + "/y")))
        .addOutput(floats(name + "/y", 3))
        .build();
  }

  private static ModelProto network() {
    FunctionProto function =
        FunctionProto.newBuilder()
            .setName("Shift")
            .setDomain("mine")
            .addInput("a")
            .addOutput("b")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .addNode(node("Constant", List.of(), List.of("s"), value(outside("", 3))))
            .addNode(node("Add", List.of("a", "s"), List.of("b")))
            .build();
    SparseTensorProto sparse =
        SparseTensorProto.newBuilder()
            .setValues(outside("sparse", 6))
            .setIndices(OnnxFile.proto("at", Tensor.of(new long[] {0, 1, 2}, 3)))
            .addDims(3)
            .build();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", 3))
            .addInput(port("choice", TensorProto.DataType.BOOL_VALUE))
            .addInitializer(outside("w", 9))
            .addSparseInitializer(sparse)
            .addNode(
                node(
                    "If",
                    List.of("choice"),
                    List.of("h"),
                    graph("then_branch", branch("yes", 12)),
                    graph("else_branch", branch("no", 15))))
            .addNode(node("Constant", List.of(), List.of("c"), value(outside("", 18))))
            .addNode(node("Add", List.of("h", "c"), List.of("h2")))
            .addNode(node("Add", List.of("h2", "w"), List.of("h3")))
            .addNode(node("Add", List.of("h3", "sparse"), List.of("h4")))
            .addNode(node("Shift", List.of("h4"), List.of("y")).toBuilder().setDomain("mine"))
            .addOutput(floats("y", 3));
    return model(graph, 17)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("mine").setVersion(1))
        .addFunctions(function)
        .build();
  }

  @Test
  void nothingOutsideIsLeft() throws Exception {
    Path here = Files.createDirectory(folder.resolve("here"));
    Path there = Files.createDirectory(folder.resolve("there"));
    ByteBuffer data = ByteBuffer.allocate(4 * 21).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 21; i++) {
      data.putFloat(i);
    }
    Files.write(here.resolve("data.bin"), data.array());
    Files.write(here.resolve("net.onnx"), network().toByteArray());
    try (Model model = Model.load(here.resolve("net.onnx"))) {
      model.save(there.resolve("net.onnx"));
    }
    try (Model model = Model.load(there.resolve("net.onnx"))) {
      for (boolean choice : List.of(true, false)) {
        Map<String, Tensor> fed =
            Map.of(
                "x", Tensor.of(new float[] {100, 200, 300}, 3),
                "choice", Tensor.of(new boolean[] {choice}, 1).reshape());
        // 3 + 6 + 9 + 18 + 12 or 15, and five times the position.
        float sum = choice ? 48 : 51;
        Tensor expected = Tensor.of(new float[] {100 + sum, 205 + sum, 310 + sum}, 3);
        assertThat(model.on("onnxruntime").predict(fed).get("y")).isEqualTo(expected);
        assertThat(model.on("tensorflow").predict(fed).get("y")).isEqualTo(expected);
      }
    }
  }

  /** Of a type that Tenon has not, the bytes are taken as they are. */
  @Test
  void typesThatTenonHasNotComeAlongToo() throws Exception {
    Path here = Files.createDirectory(folder.resolve("here"));
    Path there = Files.createDirectory(folder.resolve("there"));
    Files.write(here.resolve("data.bin"), new byte[] {9, 0x21, 0x43, 9});
    TensorProto.Builder nibbles =
        TensorProto.newBuilder()
            .setName("n")
            .setDataType(UINT4)
            .addDims(4)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    nibbles.addExternalDataBuilder().setKey("location").setValue("data.bin");
    nibbles.addExternalDataBuilder().setKey("offset").setValue("1");
    nibbles.addExternalDataBuilder().setKey("length").setValue("2");
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", 4))
            .addInitializer(nibbles)
            .addInitializer(OnnxFile.proto("scale", Tensor.of(new float[] {1}, 1).reshape()))
            .addNode(node("DequantizeLinear", List.of("n", "scale"), List.of("d")))
            .addNode(node("Add", List.of("x", "d"), List.of("y")))
            .addOutput(floats("y", 4));
    Files.write(here.resolve("net.onnx"), model(graph, 21).setIrVersion(10).build().toByteArray());
    try (Model model = Model.load(here.resolve("net.onnx"))) {
      model.save(there.resolve("net.onnx"));
    }
    try (Model model = Model.load(there.resolve("net.onnx"))) {
      assertThat(model.predict(Tensor.of(new float[4], 4)))
          .isEqualTo(Tensor.of(new float[] {1, 2, 3, 4}, 4));
    }
  }
}
