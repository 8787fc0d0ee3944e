package dev.tenon.importers.onnx.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxStructureTest {
  private static ValueInfoProto port(String name) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("batch");
    shape.addDimBuilder().setDimValue(3);
    shape.addDimBuilder();
    TypeProto.Builder type = TypeProto.newBuilder();
    type.getTensorTypeBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE).setShape(shape);
    return ValueInfoProto.newBuilder().setName(name).setType(type).build();
  }

  private static NodeProto node(String opType, List<String> inputs, List<String> outputs) {
    return NodeProto.newBuilder()
        .setOpType(opType)
        .addAllInput(inputs)
        .addAllOutput(outputs)
        .build();
  }

  private static GraphProto.Builder graph() {
    return GraphProto.newBuilder()
        .setName("net")
        .addInput(port("x"))
        .addInitializer(OnnxFile.proto("w", Tensor.of(new float[6], 3, 2)))
        .addInitializer(OnnxFile.proto("axes", Tensor.of(new long[] {1}, 1)))
        .addNode(node("MatMul", List.of("x", "w"), List.of("h")))
        .addNode(node("Relu", List.of("h"), List.of("y")))
        .addOutput(port("y"));
  }

  private static OnnxStructure read(GraphProto.Builder graph) {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .setProducerName("tool")
            .setProducerVersion("1.2")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1))
            .addMetadataProps(StringStringEntryProto.newBuilder().setKey("a").setValue("b"))
            .setGraph(graph)
            .build();
    return OnnxStructure.read(Source.of("m.onnx", model.toByteArray()));
  }

  @Test
  void namesTypesAndSizesAreRead() {
    OnnxStructure structure = read(graph());
    assertThat(structure.name()).isEqualTo("net");
    assertThat(structure.irVersion()).isEqualTo(8);
    assertThat(structure.producer()).isEqualTo("tool 1.2");
    assertThat(structure.opsets()).isEqualTo(Map.of("ai.onnx", 17L, "com.microsoft", 1L));
    assertThat(structure.metadata()).containsEntry("a", "b");
    assertThat(structure.inputs()).hasToString("[x: float32(batch, 3, ?)]");
    assertThat(structure.outputs()).hasToString("[y: float32(batch, 3, ?)]");
    assertThat(structure.nodes().get(0).inputs()).containsExactly("x", "w");
    assertThat(structure.operatorCounts()).isEqualTo(Map.of("MatMul", 1, "Relu", 1));
    assertThat(structure.parameterCount()).isEqualTo(6);
    assertThat(structure.weightBytes()).isEqualTo(32);
  }

  @Test
  void anInitializerMayBeAnInputToo() {
    assertThat(read(graph().addInput(port("w"))).inputs()).hasSize(1);
  }

  @Test
  void nodesMayStandInAnyOrder() {
    GraphProto.Builder graph = graph();
    NodeProto first = graph.getNode(0);
    graph.setNode(0, graph.getNode(1)).setNode(1, first);
    assertThat(read(graph).nodes()).hasSize(2);
  }

  @Test
  void nestedGraphsSeeOuterNamesAndAreCounted() {
    GraphProto body =
        GraphProto.newBuilder()
            .addNode(node("Neg", List.of("h"), List.of("inner")))
            .addOutput(port("inner"))
            .build();
    NodeProto branch =
        node("If", List.of("x"), List.of("z")).toBuilder()
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("then_branch")
                    .setType(AttributeProto.AttributeType.GRAPH)
                    .setG(body))
            .build();
    assertThat(read(graph().addNode(branch)).operatorCounts())
        .containsEntry("Neg", 1)
        .containsEntry("If", 1);
    GraphProto broken =
        body.toBuilder().setNode(0, body.getNode(0).toBuilder().setInput(0, "q")).build();
    NodeProto wrong =
        branch.toBuilder().setAttribute(0, branch.getAttribute(0).toBuilder().setG(broken)).build();
    refused(graph().addNode(wrong), "node #0 (Neg) reads 'q', which nothing gives");
    GraphProto self =
        body.toBuilder().setNode(0, body.getNode(0).toBuilder().setInput(0, "z")).build();
    NodeProto cycle =
        branch.toBuilder().setAttribute(0, branch.getAttribute(0).toBuilder().setG(self)).build();
    refused(graph().addNode(cycle), "node #2 (If) waits for its own result");
  }

  @Test
  void contradictionsAreNamed() {
    refused(
        graph().addNode(node("Neg", List.of("missing"), List.of("n"))),
        "node #2 (Neg) reads 'missing', which nothing gives");
    refused(
        graph().addNode(node("Neg", List.of("x"), List.of("h"))),
        "node #2 (Neg) gives 'h', which is given already");
    refused(
        graph()
            .addNode(node("Add", List.of("x", "b"), List.of("a")))
            .addNode(node("Neg", List.of("a"), List.of("b"))),
        "node #2 (Add) waits for its own result: there is a cycle");
    refused(graph().addOutput(port("none")), "output 'none' is given by nothing");
    refused(graph().addInput(port("x")), "two inputs are called 'x'");
    refused(
        graph().addInitializer(OnnxFile.proto("w", Tensor.of(new float[1]))),
        "two initializers are called 'w'");
    refused(
        graph()
            .addInitializer(OnnxFile.proto("k", Tensor.of(new float[2])).toBuilder().setDims(0, 3)),
        "initializer 'k': shape [3] of float32 needs 12 bytes, the file has 8");
    refused(
        graph()
            .addInitializer(
                OnnxFile.proto("k", Tensor.of(new float[2])).toBuilder()
                    .addDims(Long.MAX_VALUE)
                    .addDims(Long.MAX_VALUE)),
        "more elements than can be counted");
  }

  private static void refused(GraphProto.Builder graph, String message) {
    assertThatThrownBy(() -> read(graph))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("m.onnx: ")
        .hasMessageContaining(message);
  }
}
