package dev.tenon.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import dev.tenon.engine.Engine;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator test passes where the model gives just what was recorded, no more and no less. */
final class OnnxSuiteSurplusTest {
  @TempDir private Path folder;

  @Test
  void anOutputThatWasNotRecordedIsADifference() throws Exception {
    TypeProto.Builder type = TypeProto.newBuilder();
    type.getTensorTypeBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE);
    type.getTensorTypeBuilder().getShapeBuilder().addDimBuilder().setDimValue(2);
    GraphProto.Builder graph = GraphProto.newBuilder().setName("net");
    graph.addInputBuilder().setName("x").setType(type);
    graph.addNode(NodeProto.newBuilder().setOpType("Neg").addInput("x").addOutput("y"));
    graph.addNode(NodeProto.newBuilder().setOpType("Abs").addInput("x").addOutput("z"));
    graph.addOutputBuilder().setName("y").setType(type);
    graph.addOutputBuilder().setName("z").setType(type);
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph)
            .build();
    Files.write(folder.resolve("model.onnx"), model.toByteArray());
    Path set = Files.createDirectory(folder.resolve("test_data_set_0"));
    write(set.resolve("input_0.pb"), 1, -2);
    write(set.resolve("output_0.pb"), -1, 2);
    OnnxSuite suite =
        new OnnxSuite(List.of(Engine.ONNX_RUNTIME), 1e-5, false, (name, outputs) -> {});
    assertThat(suite.verify(folder).message()).isEqualTo("output 1 is not in the recording");
    assertThat(suite.verify(folder).status()).isEqualTo(Verdict.Status.DIFFERS);
    write(set.resolve("output_1.pb"), 1, 2);
    assertThat(suite.verify(folder).status()).isEqualTo(Verdict.Status.OK);
  }

  private static void write(Path file, float... values) throws Exception {
    Files.write(file, OnnxFile.proto("", Tensor.of(values, values.length)).toByteArray());
  }
}
