package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.testing.Processes;
import dev.tenon.testing.TestClassPath;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network of 3 GB, whose weights are a hole in a file: what only looks at it needs a small heap.
 *
 * <p>{@code -Dtenon.large=true} lets it run.
 */
@Tag("soak")
@EnabledIfSystemProperty(named = "tenon.large", matches = "true")
final class LargeModelTest {
  private static final int PARTS = 3;
  private static final long ROWS = 16_384;

  @TempDir private Path folder;

  @Test
  void isReadWithASmallHeap() throws Exception {
    long bytes = 4 * ROWS * ROWS;
    try (RandomAccessFile weights =
        new RandomAccessFile(folder.resolve("weights.bin").toFile(), "rw")) {
      weights.setLength(PARTS * bytes);
    }
    GraphProto.Builder graph = GraphProto.newBuilder().setName("large").addInput(rows("h0"));
    for (int i = 0; i < PARTS; i++) {
      TensorProto.Builder weight =
          TensorProto.newBuilder()
              .setName("w" + i)
              .setDataType(TensorProto.DataType.FLOAT_VALUE)
              .addDims(ROWS)
              .addDims(ROWS)
              .setDataLocation(TensorProto.DataLocation.EXTERNAL);
      weight.addExternalDataBuilder().setKey("location").setValue("weights.bin");
      weight.addExternalDataBuilder().setKey("offset").setValue(Long.toString(i * bytes));
      weight.addExternalDataBuilder().setKey("length").setValue(Long.toString(bytes));
      graph.addInitializer(weight);
      graph
          .addNodeBuilder()
          .setOpType("MatMul")
          .addInput("h" + i)
          .addInput("w" + i)
          .addOutput("h" + (i + 1));
    }
    graph.addOutput(rows("h" + PARTS));
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8).setGraph(graph);
    model.addOpsetImportBuilder().setVersion(17);
    Path file = folder.resolve("large.onnx");
    Files.write(file, model.build().toByteArray());
    String classPath = TestClassPath.text();
    // The check reads the file as a graph of operators, and says what of it runs where.
    Processes.Result result =
        Processes.java(
            List.of("-Xmx64m"), classPath, "dev.tenon.cli.Main", "check", file.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("MatMul");
    assertThat(result.code()).isZero();
  }

  private static ValueInfoProto rows(String name) {
    ValueInfoProto.Builder info = ValueInfoProto.newBuilder().setName(name);
    var type = info.getTypeBuilder().getTensorTypeBuilder();
    type.setElemType(TensorProto.DataType.FLOAT_VALUE);
    type.getShapeBuilder().addDimBuilder().setDimParam("N");
    type.getShapeBuilder().addDimBuilder().setDimValue(ROWS);
    return info.build();
  }
}
