package dev.tenon.runtime.tensorflow.saving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.limits.LoadLimits;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.StoredModel;
import dev.tenon.runtime.tensorflow.TensorFlowEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;

/**
 * What is written is a SavedModel and a graph to TensorFlow's own loaders: they give the numbers
 * that the weights make on paper.
 */
final class WrittenModelsTest {
  /** Of {@code x · kernel + bias}: small whole numbers, so that all sums are exact. */
  private static final float[][] ROWS = {{1, 2}, {-3, 0}, {4, -1}};

  private static final float[] EXPECTED = {9, 12, 11, 0, 0, 0, 0, 3, 2};
  private static final float[] KERNEL = {1, 2, 3, 4, 5, 6};

  @TempDir private Path folder;
  private final TensorFlowEngine engine = new TensorFlowEngine();
  private final ParameterStore store = new ParameterStore();

  private Graph graph() {
    GraphBuilder builder = new GraphBuilder("small");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value x =
        builder.input("x", new TensorType(DType.FLOAT32, Shape.of(Dim.symbol("N"), Dim.of(2))));
    Value kernel = weight(builder, "dense/kernel", KERNEL, 2, 3);
    Value bias = weight(builder, "dense/bias", new float[] {0, 0, -4}, 3);
    Value y = ops.relu(ops.add(ops.matMul(x, kernel), bias));
    return builder.build(List.of(y), List.of("scores"));
  }

  private Value weight(GraphBuilder builder, String path, float[] values, long... shape) {
    String name = path.substring(path.indexOf('/') + 1);
    Parameter parameter =
        new Parameter(path, name, shape, DType.FLOAT32, Parameter.Role.WEIGHT, null);
    store.put(parameter, Tensor.of(values, shape));
    return builder.read(parameter);
  }

  private static float[] numbers(Result result) {
    TFloat32 found = (TFloat32) result.get(0);
    float[] values = new float[(int) found.size()];
    float[][] rows = StdArrays.array2dCopyOf(found);
    for (int i = 0; i < values.length; i++) {
      values[i] = rows[i / 3][i % 3];
    }
    return values;
  }

  private static float[] own(Result result) {
    try (result) {
      return numbers(result);
    }
  }

  @Test
  void aSavedModelIsOneToTensorFlowsOwnLoader() throws IOException {
    Path target = Files.createDirectory(folder.resolve("small"));
    engine.writeSavedModel(graph(), store, target);
    try (SavedModelBundle bundle = SavedModelBundle.load(target.toString(), "serve");
        TFloat32 x = TFloat32.tensorOf(StdArrays.ndCopyOf(ROWS))) {
      SignatureDef signature = bundle.metaGraphDef().getSignatureDefOrThrow("serving_default");
      assertThat(signature.getInputsMap()).containsOnlyKeys("x");
      assertThat(signature.getOutputsMap()).containsOnlyKeys("scores");
      assertThat(own(bundle.call(Map.of("x", x)))).containsExactly(EXPECTED);
    }
  }

  /** The engine gives all that it was given: the numbers, the names and the weights. */
  @Test
  void aSavedModelIsReadAgain() throws IOException {
    Path target = Files.createDirectory(folder.resolve("small"));
    engine.writeSavedModel(graph(), store, target);
    try (StoredModel model = engine.read(target, LoadLimits.DEFAULTS)) {
      assertThat(model.inputs()).extracting(Value::name).containsExactly("x");
      assertThat(model.inputs().get(0).shape().toLongs()).containsExactly(-1, 2);
      assertThat(run(model, "scores")).containsExactly(EXPECTED);
      assertThat(model.variables())
          .extracting(Value::name)
          .containsExactlyInAnyOrder("dense/kernel", "dense/bias");
      assertThat(model.variable("dense/kernel")).isEqualTo(Tensor.of(KERNEL, 2, 3));
      assertThat(model.kinds()).containsEntry("MatMul", 1).containsEntry("VarHandleOp", 2);
      assertThat(model.steps()).extracting(StoredModel.Step::operator).contains("Relu");
      assertThat(model.facts()).containsEntry("format", "TensorFlow SavedModel");
    }
  }

  private static float[] run(StoredModel model, String output) {
    return model
        .run(Map.of("x", Tensor.of(ROWS)), List.of(output), Deadline.NONE)
        .get(0)
        .toFloatArray();
  }

  @Test
  void aFrozenGraphRunsInASessionOfTensorFlow() throws IOException {
    Path file = folder.resolve("small.pb");
    engine.writeFrozenGraph(graph(), store, file);
    GraphDef message = GraphDef.parseFrom(Files.readAllBytes(file));
    assertThat(message.getNodeList()).noneMatch(node -> node.getOp().equals("VarHandleOp"));
    try (org.tensorflow.Graph own = new org.tensorflow.Graph();
        TFloat32 x = TFloat32.tensorOf(StdArrays.ndCopyOf(ROWS))) {
      own.importGraphDef(message);
      try (Session session = new Session(own)) {
        assertThat(own(session.runner().feed("x", x).fetch("scores").run()))
            .containsExactly(EXPECTED);
      }
    }
    try (StoredModel model = engine.read(file, LoadLimits.DEFAULTS)) {
      assertThat(model.outputs()).extracting(Value::name).containsExactly("scores");
      assertThat(run(model, "scores")).containsExactly(EXPECTED);
      assertThat(model.variables()).isEmpty();
    }
  }
}
