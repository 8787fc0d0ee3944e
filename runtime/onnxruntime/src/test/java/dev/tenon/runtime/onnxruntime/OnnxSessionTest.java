package dev.tenon.runtime.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.onnx.OnnxExporter;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.ProcStatus;
import dev.tenon.testing.Processes;
import dev.tenon.testing.TestClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX files run as they are. */
class OnnxSessionTest {
  private static final int SIDE = 300;

  @TempDir private Path folder;
  private Path file;

  /** Writes y = relu(x · 2I - 1), with a weight that is large enough to be shared. */
  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("model.onnx");
    GraphBuilder builder = new GraphBuilder("double");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value x =
        builder.input("x", new TensorType(DType.FLOAT32, Shape.of(Dim.symbol("n"), Dim.of(SIDE))));
    float[] twice = new float[SIDE * SIDE];
    for (int i = 0; i < SIDE; i++) {
      twice[i * SIDE + i] = 2;
    }
    Value product = ops.matMul(x, builder.constant("w", Tensor.of(twice, SIDE, SIDE)));
    Value moved = ops.sub(product, 1);
    Graph graph = builder.build(List.of(ops.relu(moved)), List.of("y"));
    OnnxExporter.export(graph, OnnxOptions.DEFAULTS.metadata("source", "a test")).write(file);
  }

  private static Tensor row() {
    float[] values = new float[SIDE];
    for (int i = 0; i < SIDE; i++) {
      values[i] = i * 0.25f;
    }
    return Tensor.of(values, 1, SIDE);
  }

  private static float[] expected(boolean cut) {
    float[] values = new float[SIDE];
    for (int i = 0; i < SIDE; i++) {
      values[i] = cut ? Math.max(0, i * 0.5f - 1) : i * 0.5f - 1;
    }
    return values;
  }

  @Test
  void portsAreNamed() throws IOException {
    try (OnnxSession session = OnnxSession.open(file)) {
      assertThat(session.inputs()).hasToString("['x' (float32[n, 300])]");
      assertThat(session.outputs()).hasToString("['y' (float32[n, 300])]");
      assertThat(session.run(Map.of("x", row()), List.of("y")).get(0).toFloatArray())
          .containsExactly(expected(true));
    }
  }

  @Test
  void innerValuesComeOnRequest() throws IOException {
    try (OnnxSession session = OnnxSession.open(file, List.of("Sub"))) {
      List<Tensor> results = session.run(Map.of("x", row()), List.of("Sub", "y"));
      assertThat(results.get(0).toFloatArray()).containsExactly(expected(false));
      assertThat(results.get(1).toFloatArray()).containsExactly(expected(true));
    }
    assertThatThrownBy(() -> OnnxSession.open(file, List.of("none")))
        .hasMessage("model.onnx: no node of the graph gives 'none'");
  }

  /** PyTorch's exporter leaves such weights behind; ONNX Runtime drops them before it runs. */
  @Test
  void aWeightThatNothingReadsDoesNoHarm() throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    TensorProto weight = model.getGraph().getInitializer(0);
    model.getGraphBuilder().addInitializer(weight.toBuilder().setName("left over"));
    Files.write(file, model.build().toByteArray());
    try (OnnxSession session = OnnxSession.open(file, List.of("Sub"))) {
      assertThat(session.run(Map.of("x", row()), List.of("Sub")).get(0).toFloatArray())
          .containsExactly(expected(false));
    }
  }

  /** Neg has no kernel for halves; ONNX Runtime alone ends the process. */
  @Test
  void aHalfMayBeTheDefaultOfAnInput() throws IOException {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("half");
    graph.addInitializer(OnnxFile.proto("x", Tensor.scalar(DType.FLOAT16, 2)));
    TypeProto.Tensor type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT16_VALUE)
            .setShape(TensorShapeProto.getDefaultInstance())
            .build();
    graph.addInputBuilder().setName("x").getTypeBuilder().setTensorType(type);
    graph.addNodeBuilder().setOpType("Neg").addInput("x").addOutput("y");
    graph.addOutputBuilder().setName("y").getTypeBuilder().setTensorType(type);
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(10).setGraph(graph);
    model.addOpsetImportBuilder().setVersion(18);
    Files.write(file, model.build().toByteArray());
    try (OnnxSession session = OnnxSession.open(file)) {
      assertThat(session.run(Map.of(), List.of("y")).get(0).toFloatArray()).containsExactly(-2);
    }
  }

  @Test
  void weightsMayLieInAnotherFile() throws IOException {
    moveWeight("w.bin");
    try (OnnxSession session = OnnxSession.open(file)) {
      assertThat(session.run(Map.of("x", row()), List.of("y")).get(0).toFloatArray())
          .containsExactly(expected(true));
    }
    moveWeight("../w.bin");
    assertThatThrownBy(() -> OnnxSession.open(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("outside the model's folder");
    moveWeight("missing.bin");
    Files.delete(folder.resolve("missing.bin"));
    assertThatThrownBy(() -> OnnxSession.open(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("missing");
  }

  private void moveWeight(String location) throws IOException {
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    TensorProto weight = model.getGraph().getInitializer(0);
    if (weight.hasRawData()) {
      Files.write(folder.resolve("w.bin"), weight.getRawData().toByteArray());
    }
    if (!location.contains("..") && !location.equals("w.bin")) {
      Files.copy(folder.resolve("w.bin"), folder.resolve(location));
    }
    ModelProto.Builder changed = model.toBuilder();
    changed
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .clearRawData()
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .clearExternalData()
        .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue(location));
    Files.write(file, changed.build().toByteArray());
  }

  @Test
  void anOperatorThatNobodyHasIsUnsupported() throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    model.getGraphBuilder().getNodeBuilder(0).setOpType("NoSuchOperator");
    Files.write(file, model.build().toByteArray());
    assertThatThrownBy(() -> OnnxSession.open(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("model.onnx: ONNX Runtime has no operator NoSuchOperator");
  }

  @Test
  void memoryStaysFlatOverManySessions() throws Exception {
    assumeTrue(ProcStatus.isThere(), "this system has no /proc to read the memory from");
    Processes.Result result =
        Processes.java(
            Processes.FIXED_HEAP, TestClassPath.text(), Sessions.class.getName(), file.toString());
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    // Each session holds a weight of 360 kB: a leak of it alone would be 72 MB.
    assertThat(Long.parseLong(result.out().strip())).isLessThan(40_000);
  }

  /** Prints by how many kilobytes the process grows over 200 sessions. */
  static final class Sessions {
    private Sessions() {}

    /** Takes the model's file. */
    public static void main(String[] args) throws IOException {
      Path file = Path.of(args[0]);
      open(file, 60);
      long before = ProcStatus.residentKilobytes();
      open(file, 200);
      System.out.println(ProcStatus.residentKilobytes() - before);
    }

    private static void open(Path file, int times) throws IOException {
      for (int i = 0; i < times; i++) {
        try (OnnxSession session = OnnxSession.open(file)) {
          session.run(Map.of("x", row()));
        }
      }
    }
  }
}
