package dev.tenon.hostile;

import static dev.tenon.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.limits.LoadLimits;
import dev.tenon.testing.Checkout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit refuses what is above it, and nothing else, in every format. */
final class LoadLimitsFilesTest {
  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    Path target = folder.resolve(name);
    try (Model model = Model.sequential(dense(8, "relu").inputShape(4), dense(2))) {
      model.save(target);
    }
    return target;
  }

  private static void allowed(Path file, LoadLimits limits) throws IOException {
    Model.load(file, limits).close();
  }

  private static void refused(Path file, LoadLimits limits, String raised) {
    assertThatThrownBy(() -> Model.load(file, limits).close())
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(raised);
  }

  private static long size(Path file) throws IOException {
    try (Stream<Path> files = Files.walk(file)) {
      return files.filter(Files::isRegularFile).mapToLong(each -> each.toFile().length()).sum();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.h5", "m.keras", "m.onnx", "m.pb", "m.savedmodel"})
  void bytesElementsAndNodes(String name) throws IOException {
    Path file = file(name);
    allowed(file, LoadLimits.DEFAULTS);
    allowed(file, LoadLimits.DEFAULTS.bytes(size(file)));
    refused(
        file,
        LoadLimits.DEFAULTS.bytes(size(file) - 1),
        "LoadLimits.DEFAULTS.bytes(" + size(file) + ")");
    allowed(file, LoadLimits.DEFAULTS.elements(32));
    refused(file, LoadLimits.DEFAULTS.elements(31), "LoadLimits.DEFAULTS.elements(32)");
    allowed(file, LoadLimits.DEFAULTS.nodes(100));
    refused(file, LoadLimits.DEFAULTS.nodes(1), "LoadLimits.DEFAULTS.nodes(");
  }

  @Test
  void bytesAndStreams() throws IOException {
    byte[] bytes = Files.readAllBytes(file("m.onnx"));
    LoadLimits less = LoadLimits.DEFAULTS.bytes(bytes.length - 1);
    assertThatThrownBy(() -> Model.load(bytes, less))
        .hasMessageContaining("LoadLimits.DEFAULTS.bytes(");
    assertThatThrownBy(() -> Model.load(new ByteArrayInputStream(bytes), less))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("LoadLimits.DEFAULTS.bytes(");
    Model.load(bytes, LoadLimits.DEFAULTS.bytes(bytes.length)).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"training/runs/frozen_nested.keras", "quantized/nested_int8.h5"})
  void modelsInModels(String golden) throws IOException {
    Path file = Checkout.file("tests/goldens/" + golden);
    allowed(file, LoadLimits.DEFAULTS.nesting(4));
    refused(file, LoadLimits.DEFAULTS.nesting(1), "LoadLimits.DEFAULTS.nesting(2)");
  }

  /** Files with weights outside count with them. */
  @Test
  void externalWeightsCount() throws IOException {
    ModelProto model = nestedIfs(1);
    Files.write(folder.resolve("w.bin"), new byte[4000]);
    TensorProto weight =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(1000)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(
                ai.onnx.proto.OnnxMl.StringStringEntryProto.newBuilder()
                    .setKey("location")
                    .setValue("w.bin"))
            .build();
    ModelProto.Builder with = model.toBuilder();
    with.getGraphBuilder().addInitializer(weight);
    Path file = Files.write(folder.resolve("e.onnx"), with.build().toByteArray());
    allowed(file, LoadLimits.DEFAULTS.bytes(Files.size(file) + 4000));
    refused(file, LoadLimits.DEFAULTS.bytes(Files.size(file) + 3999), "LoadLimits.DEFAULTS.bytes(");
  }

  @Test
  void graphsInGraphs() throws IOException {
    Path file = Files.write(folder.resolve("ifs.onnx"), nestedIfs(4).toByteArray());
    allowed(file, LoadLimits.DEFAULTS.nesting(4));
    refused(file, LoadLimits.DEFAULTS.nesting(3), "LoadLimits.DEFAULTS.nesting(4)");
    Path deep = Files.write(folder.resolve("deep.onnx"), nestedIfs(70).toByteArray());
    refused(deep, LoadLimits.DEFAULTS, "LoadLimits.DEFAULTS.nesting(70)");
  }

  /** Returns a model of so many Ifs, each in the branches of the one before. */
  private static ModelProto nestedIfs(int depth) {
    GraphProto graph =
        GraphProto.newBuilder().setName("g").addNode(identity()).addOutput(port("y")).build();
    for (int i = 0; i < depth; i++) {
      NodeProto.Builder node = NodeProto.newBuilder().setOpType("If").addInput("c").addOutput("y");
      for (String branch : new String[] {"then_branch", "else_branch"}) {
        node.addAttribute(
            AttributeProto.newBuilder()
                .setName(branch)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(branch.startsWith("then") ? graph : leaf()));
      }
      graph = GraphProto.newBuilder().setName("g").addNode(node).addOutput(port("y")).build();
    }
    GraphProto.Builder outer = graph.toBuilder().addInput(port("x"));
    outer.addInput(port("c", TensorProto.DataType.BOOL_VALUE));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(outer)
        .build();
  }

  private static GraphProto leaf() {
    return GraphProto.newBuilder().setName("l").addNode(identity()).addOutput(port("y")).build();
  }

  private static NodeProto identity() {
    return NodeProto.newBuilder().setOpType("Identity").addInput("x").addOutput("y").build();
  }

  private static ValueInfoProto port(String name) {
    return port(name, TensorProto.DataType.FLOAT_VALUE);
  }

  private static ValueInfoProto port(String name, int type) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(type)
                        .setShape(ai.onnx.proto.OnnxMl.TensorShapeProto.getDefaultInstance())))
        .build();
  }
}
