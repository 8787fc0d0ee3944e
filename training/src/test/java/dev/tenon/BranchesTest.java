package dev.tenon;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.dropout;
import static dev.tenon.layers.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers whose computation depends on values, against the same computation in Java. */
final class BranchesTest {
  private static final float[] DATA = {8, 4, -2, 0.5f, 0.25f, 0.5f, -40, 3, 1};
  private static final long UNBOUNDED = -1;

  @TempDir Path folder;

  /** No weights. */
  public record None() {}

  /** Halves the batch until its largest magnitude is at most 1, and turns a negative sum round. */
  public record Halving(long most) implements Layer<None> {
    @Override
    public None build(Build build, List<Shape> inputs) {
      return new None();
    }

    @Override
    public List<Value> call(None weights, Call call, List<Value> inputs) {
      Ops ops = call.ops();
      Value x = inputs.get(0);
      List<Value> first = List.of(x);
      List<Value> halved =
          most == UNBOUNDED
              ? call.loop(first, now -> isLarge(ops, now), now -> half(ops, now))
              : call.loop(most, first, now -> isLarge(ops, now), now -> half(ops, now));
      Value negative = ops.less(ops.reduceSum(x, true, 0, 1), ops.scalar(x, 0));
      return call.cond(negative, () -> List.of(ops.neg(halved.get(0))), () -> halved);
    }

    private static Value isLarge(Ops ops, List<Value> now) {
      Value largest = ops.reduceMax(ops.abs(now.get(0)), false, 0, 1);
      return ops.greater(largest, ops.scalar(largest, 1));
    }

    private static List<Value> half(Ops ops, List<Value> now) {
      return List.of(ops.mul(now.get(0), 0.5));
    }
  }

  /** Goes through one of two layers, in a loop of two turns inside a choice. */
  public record Routing() implements Layer<Routing.Ways> {
    /** The two ways. */
    public record Ways(SubLayer<?> high, SubLayer<?> low) {}

    @Override
    public Ways build(Build build, List<Shape> inputs) {
      return new Ways(
          build.layer("high", dense(3).kernelInitializer("ones"), inputs),
          build.layer("low", dense(3).kernelInitializer("identity"), inputs));
    }

    @Override
    public List<Value> call(Ways weights, Call call, List<Value> inputs) {
      Ops ops = call.ops();
      Value x = inputs.get(0);
      Value zero = ops.scalar(x, 0);
      return call.cond(
          ops.greater(ops.reduceSum(x, true, 0, 1), zero),
          () ->
              call.loop(
                  2,
                  List.of(x),
                  now -> ops.greater(ops.reduceMax(now.get(0), false, 0, 1), zero),
                  now -> List.of(call.apply(weights.high(), now.get(0)))),
          () -> List.of(call.apply(weights.low(), x)));
    }
  }

  /** What is refused. */
  public record Refused(String what) implements Layer<SubLayer<?>> {
    @Override
    public SubLayer<?> build(Build build, List<Shape> inputs) {
      return build.layer("drop", dropout(0.5), inputs);
    }

    @Override
    public List<Value> call(SubLayer<?> drop, Call call, List<Value> inputs) {
      Ops ops = call.ops();
      Value x = inputs.get(0);
      Value zero = ops.scalar(x, 0);
      Value all = ops.greater(ops.reduceSum(x, false, 0, 1), zero);
      return switch (what) {
        case "growing" ->
            call.loop(3, inputs, now -> all, now -> List.of(ops.reduceSum(x, true, 1)));
        case "fewer" -> call.loop(3, inputs, now -> all, now -> List.of());
        case "each" -> call.cond(ops.greater(x, zero), () -> inputs, () -> inputs);
        case "number" -> call.cond(zero, () -> inputs, () -> inputs);
        case "two" -> call.cond(all, () -> inputs, () -> List.of(x, x));
        default -> call.cond(all, () -> List.of(call.apply(drop, x)), () -> inputs);
      };
    }
  }

  private static float[] expected(float[] data, long most) {
    float[] result = data.clone();
    float sum = 0;
    float largest = 0;
    for (float value : data) {
      sum += value;
      largest = Math.max(largest, Math.abs(value));
    }
    for (long turn = 0; largest > 1 && (most == UNBOUNDED || turn < most); turn++) {
      largest /= 2;
      for (int i = 0; i < result.length; i++) {
        result[i] /= 2;
      }
    }
    for (int i = 0; i < result.length && sum < 0; i++) {
      result[i] = -result[i];
    }
    return result;
  }

  private void check(Model model, Tensor x, float[] expected, String name) throws Exception {
    assertThat(model.predict(x).toFloatArray()).containsExactly(expected);
    assertThat(model.on("onnxruntime").predict(x).toFloatArray()).containsExactly(expected);
    Path file = folder.resolve(name + ".onnx");
    model.save(file);
    try (Model saved = Model.load(file)) {
      assertThat(saved.info().kinds()).containsEntry("If", 1);
      for (String engine : new String[] {"onnxruntime", "tensorflow"}) {
        assertThat(saved.on(engine).predict(x).toFloatArray()).containsExactly(expected);
      }
    }
  }

  @Test
  void bothEnginesAndAFileTakeTheWayThatValuesSay() throws Exception {
    float[] positive = {1, 2, 5};
    for (long most : new long[] {0, 2, 200, UNBOUNDED}) {
      try (Model model = Model.sequential(layer(new Halving(most)).inputShape(3))) {
        check(model, Tensor.of(DATA, 3, 3), expected(DATA, most), "negative" + most);
        check(model, Tensor.of(positive, 1, 3), expected(positive, most), "positive" + most);
      }
    }
  }

  @Test
  void layersInsideANestedGraphHaveTheirWeights() throws Exception {
    try (Model model = Model.sequential(layer(new Routing()).inputShape(3))) {
      assertThat(model.weights()).hasSize(4);
      check(model, Tensor.of(new float[] {1, 2, 3}, 1, 3), new float[] {18, 18, 18}, "high");
      check(model, Tensor.of(new float[] {-1, -2, 1}, 1, 3), new float[] {-1, -2, 1}, "low");
    }
  }

  @Test
  void trainingThroughThemIsRefusedByName() {
    Tensor x = Tensor.of(DATA, 3, 3);
    try (Model model =
        Model.sequential(
            dense(3).inputShape(3), layer(new Halving(10)).name("halving"), dense(1))) {
      model.compile("sgd", "mse");
      Tensor y = Tensor.of(new float[3], 3, 1);
      assertThat(model.evaluate(x, y)).containsKey("loss");
      assertThatThrownBy(() -> model.trainOnBatch(x, y))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("If: node 'halving/If' of 'halving' (Halving)")
          .hasMessageContaining("only what comes after it learns");
    }
    try (Model model =
        Model.sequential(dense(3).inputShape(3), layer(new Routing()).name("routing"))) {
      model.compile("sgd", "mse");
      assertThatThrownBy(() -> model.trainOnBatch(x, x))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("'routing' (Routing)");
    }
  }

  @Test
  void whatComesAfterThemLearns() {
    try (Model model =
        Model.sequential(
            layer(new Halving(UNBOUNDED)).inputShape(3),
            dense(3).kernelInitializer("identity").useBias(false).name("matrix"))) {
      model.compile(Optimizers.sgd(1), "mae");
      // One sample, halved three times: the mean of |y - 0| has the gradient x / 8 / 3.
      Tensor x = Tensor.of(new float[] {8, 4, 2}, 1, 3);
      model.trainOnBatch(x, Tensor.of(new float[3], 1, 3));
      float[] kernel = model.weights().get("matrix/kernel").toFloatArray();
      assertThat(kernel[0]).isCloseTo(1 - 8 / 8f / 3, within(1e-6f));
      assertThat(kernel[4]).isCloseTo(1 - 4 / 8f / 3, within(1e-6f));
      assertThat(kernel[6]).isCloseTo(-2 / 8f / 3, within(1e-6f));
    }
  }

  private static void refuses(String what, String... message) {
    assertThatThrownBy(() -> Model.sequential(layer(new Refused(what)).name("mine").inputShape(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'mine'")
        .hasMessageContainingAll(message);
  }

  @Test
  void whatNoOperatorSaysIsRefused() {
    refuses("growing", "loop: value 0 begins as");
    refuses("fewer", "loop: it begins with 1 values and a turn gives 0");
    refuses("each", "cond: the condition must be one boolean", "ops().where");
    refuses("number", "cond: the condition must be a boolean, received");
    refuses("two", "one branch gives 1 values, the other 2");
  }

  @Test
  void aSeedIsNotDrawnFromInsideANestedGraph() {
    Tensor x = Tensor.of(DATA, 3, 3);
    try (Model model =
        Model.sequential(layer(new Refused("drop")).name("mine").inputShape(3), dense(3))) {
      assertThat(model.predict(x).shape()).containsExactly(3, 3);
      model.compile("sgd", "mse");
      assertThatThrownBy(() -> model.trainOnBatch(x, x))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("inside the nested graph of a loop or a choice")
          .hasMessageContaining("'mine");
    }
  }
}
