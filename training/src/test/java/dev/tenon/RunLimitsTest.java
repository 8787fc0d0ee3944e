package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.error.RunStoppedException;
import dev.tenon.error.RunStoppedException.Reason;
import dev.tenon.limits.RunLimits;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Protos;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of a model's runs, on both engines. */
@Timeout(60)
final class RunLimitsTest {
  private static final int INT64 = TensorProto.DataType.INT64_VALUE;
  private static final int BOOL = TensorProto.DataType.BOOL_VALUE;
  private static final Tensor ONE = Tensor.of(new float[] {1}, 1);

  /**
   * Returns a loop that adds 1, while {@code turns} says and a condition holds that always does.
   */
  private static byte[] counting(boolean bounded) {
    GraphProto.Builder body = GraphProto.newBuilder().setName("turn");
    body.addInput(Protos.port("i", INT64));
    body.addInput(Protos.port("go", BOOL));
    body.addInput(Protos.floats("s", 1));
    body.addNode(Protos.node("Identity", List.of("go"), List.of("on")));
    body.addNode(Protos.node("Add", List.of("s", "step"), List.of("n")));
    body.addNode(Protos.node("Identity", List.of("n"), List.of("each")));
    body.addOutput(Protos.port("on", BOOL));
    body.addOutput(Protos.floats("n", 1));
    body.addOutput(Protos.floats("each", 1));
    GraphProto.Builder graph = GraphProto.newBuilder();
    graph.addInput(Protos.floats("x", 1));
    graph.addInput(Protos.port("turns", INT64));
    graph.addInitializer(TensorProto.newBuilder().setName("yes").setDataType(BOOL).addInt32Data(1));
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("step")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(1)
            .addFloatData(1));
    graph.addNode(
        Protos.node(
            "Loop",
            List.of(bounded ? "turns" : "", "yes", "x"),
            List.of("y", "all"),
            Protos.graph("body", body.build())));
    graph.addOutput(Protos.floats("y", 1));
    graph.addOutput(Protos.floats("all", -1, 1));
    return Protos.model(graph, 17).build().toByteArray();
  }

  private static Reason reason(Throwable thrown) {
    assertThat(thrown).isInstanceOf(RunStoppedException.class);
    return ((RunStoppedException) thrown).reason();
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnxruntime", "tensorflow"})
  void loopTurnsAreLimited(String engine) throws IOException {
    try (Model model = Model.load(counting(true));
        Model on = model.on(engine)) {
      on.runLimits(RunLimits.DEFAULTS.loopTurns(10));
      for (long turns : new long[] {0, 3, 10}) {
        Map<String, Tensor> answer = on.predict(turns(turns));
        assertThat(answer.get("y").getFloat(0)).isEqualTo(1f + turns);
        assertThat(answer.get("all").dim(0)).isEqualTo(turns);
      }
      assertThat(reason(catchThrowable(() -> on.predict(turns(11))))).isEqualTo(Reason.LOOP_TURNS);
      assertThat(reason(catchThrowable(() -> on.run(turns(11), List.of("all")))))
          .isEqualTo(Reason.LOOP_TURNS);
      on.runLimits(RunLimits.DEFAULTS.loopTurns(20));
      assertThat(on.predict(turns(11)).get("y").getFloat(0)).isEqualTo(12);
      on.runLimits(RunLimits.DEFAULTS.loopTurns(Long.MAX_VALUE));
      assertThat(on.predict(turns(11)).get("y").getFloat(0)).isEqualTo(12);
    }
    try (Model model = Model.load(counting(false));
        Model on = model.on(engine)) {
      on.runLimits(RunLimits.DEFAULTS.loopTurns(1000));
      assertThat(reason(catchThrowable(() -> on.predict(turns(1))))).isEqualTo(Reason.LOOP_TURNS);
    }
  }

  /** TensorFlow would make its turns ahead of the run, where no limit holds. */
  @ParameterizedTest
  @ValueSource(strings = {"onnxruntime", "tensorflow"})
  void turnsOfConstantsAreLimited(String engine) throws IOException {
    ModelProto.Builder held = ModelProto.parseFrom(counting(false)).toBuilder();
    held.getGraphBuilder()
        .clearInput()
        .addInitializer(
            TensorProto.newBuilder()
                .setName("x")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(1)
                .addFloatData(1))
        .addInitializer(
            TensorProto.newBuilder().setName("turns").setDataType(INT64).addInt64Data(1));
    try (Model model = Model.load(held.build().toByteArray());
        Model on = model.on(engine)) {
      on.runLimits(RunLimits.DEFAULTS.loopTurns(1000));
      assertThat(reason(catchThrowable(() -> on.run(Map.of(), List.of("all")))))
          .isEqualTo(Reason.LOOP_TURNS);
    }
  }

  private static Map<String, Tensor> turns(long count) {
    return Map.of("x", ONE, "turns", Tensor.scalar(DType.INT64, count));
  }

  private static byte[] sized(NodeProto node, long... size) {
    GraphProto.Builder graph = GraphProto.newBuilder();
    graph.addInput(Protos.floats("x", 1));
    graph.addInput(Protos.port("n", INT64, size));
    graph.addInitializer(
        TensorProto.newBuilder().setName("zero").setDataType(INT64).addInt64Data(0));
    graph.addInitializer(
        TensorProto.newBuilder().setName("one").setDataType(INT64).addInt64Data(1));
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("marks")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(2)
            .addFloatData(0)
            .addFloatData(1));
    graph.addNode(node);
    graph.addNode(Protos.node("Shape", List.of("v"), List.of("y")));
    graph.addOutput(Protos.port("y", INT64, -1));
    return Protos.model(graph, 17).build().toByteArray();
  }

  private static NodeProto node(String operator) {
    return switch (operator) {
      case "Expand" -> Protos.node("Expand", List.of("x", "n"), List.of("v"));
      case "Tile" -> Protos.node("Tile", List.of("x", "n"), List.of("v"));
      case "ConstantOfShape" -> Protos.node("ConstantOfShape", List.of("n"), List.of("v"));
      case "Range" -> Protos.node("Range", List.of("zero", "n", "one"), List.of("v"));
      default -> throw new IllegalArgumentException(operator);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "Expand,onnxruntime", "Expand,tensorflow",
    "Tile,onnxruntime", "Tile,tensorflow",
    "ConstantOfShape,onnxruntime", "ConstantOfShape,tensorflow",
    "Range,onnxruntime", "Range,tensorflow"
  })
  void elementsAreLimited(String operator, String engine) throws IOException {
    boolean scalar = operator.equals("Range");
    byte[] bytes = sized(node(operator), scalar ? new long[0] : new long[] {1});
    try (Model model = Model.load(bytes);
        Model on = model.on(engine)) {
      on.runLimits(RunLimits.DEFAULTS.elements(1000));
      for (long size : new long[] {1, 7, 1000}) {
        Tensor n = Tensor.of(new long[] {size}, 1);
        Map<String, Tensor> fed = Map.of("x", ONE, "n", scalar ? n.reshape() : n);
        assertThat(on.predict(fed).get("y").toLongArray()).containsExactly(size);
      }
      for (long size : new long[] {1001, 1L << 28}) {
        Tensor n = Tensor.of(new long[] {size}, 1);
        Map<String, Tensor> fed = Map.of("x", ONE, "n", scalar ? n.reshape() : n);
        assertThat(reason(catchThrowable(() -> on.predict(fed)))).isEqualTo(Reason.ELEMENTS);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnxruntime", "tensorflow"})
  void sizesInTheFileAreLimited(String engine) throws IOException {
    AttributeProto shape = Protos.ints("shape", 100, 100);
    GraphProto.Builder graph = GraphProto.newBuilder();
    graph.addInput(Protos.floats("x", 1));
    graph.addNode(Protos.node("RandomNormal", List.of(), List.of("r"), shape));
    graph.addNode(
        Protos.node("ReduceMax", List.of("r"), List.of("m"), Protos.integer("keepdims", 0)));
    graph.addNode(Protos.node("Add", List.of("x", "m"), List.of("y")));
    graph.addOutput(Protos.floats("y", 1));
    try (Model model = Model.load(Protos.model(graph, 17).build().toByteArray());
        Model on = model.on(engine)) {
      assertThat(on.predict(ONE).size()).isOne();
      on.runLimits(RunLimits.DEFAULTS.elements(9999));
      assertThat(reason(catchThrowable(() -> on.predict(ONE)))).isEqualTo(Reason.ELEMENTS);
    }
  }
}
