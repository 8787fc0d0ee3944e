package dev.tenon.tests.building;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.shape.Shape;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers whose computation depends on values, against the same computation in Java. */
final class BranchesTest {
  private static final float[] DATA = {8, 4, -2, 0.5f, 0.25f, 0.5f, -40, 3, 1};

  @TempDir Path folder;

  /** No weights. */
  public record None() {}

  /** Halves each sample until its largest magnitude is at most 1, and turns negative sums round. */
  public record Halving(long most) implements Layer<None> {
    @Override
    public None build(Build build, List<Shape> inputs) {
      return new None();
    }

    @Override
    public List<Value> call(None weights, Call call, List<Value> inputs) {
      Ops ops = call.ops();
      Value x = inputs.get(0);
      Value one = ops.scalar(x, 1);
      Value halved =
          call.loop(
                  most,
                  List.of(x),
                  now -> ops.greater(ops.reduceMax(ops.abs(now.get(0)), true, 1), one),
                  now -> List.of(ops.mul(now.get(0), 0.5)))
              .get(0);
      Value negative = ops.less(ops.reduceSum(x, true, 1), ops.scalar(x, 0));
      return call.cond(negative, () -> List.of(ops.neg(halved)), () -> List.of(halved));
    }
  }

  /** Doubles what it must not: a turn gives another shape. */
  public record Growing() implements Layer<None> {
    @Override
    public None build(Build build, List<Shape> inputs) {
      return new None();
    }

    @Override
    public List<Value> call(None weights, Call call, List<Value> inputs) {
      Ops ops = call.ops();
      Value x = inputs.get(0);
      return call.loop(
          3,
          List.of(x),
          now -> ops.greater(ops.reduceMax(now.get(0), true, 1), ops.scalar(x, 0)),
          now -> List.of(ops.reduceSum(now.get(0), true, 1)));
    }
  }

  private static float[] expected(int most) {
    float[] result = DATA.clone();
    for (int row = 0; row < 3; row++) {
      float sum = DATA[3 * row] + DATA[3 * row + 1] + DATA[3 * row + 2];
      for (int turn = 0; turn < most; turn++) {
        float largest = 0;
        for (int i = 0; i < 3; i++) {
          largest = Math.max(largest, Math.abs(result[3 * row + i]));
        }
        for (int i = 0; i < 3 && largest > 1; i++) {
          result[3 * row + i] /= 2;
        }
      }
      for (int i = 0; i < 3 && sum < 0; i++) {
        result[3 * row + i] = -result[3 * row + i];
      }
    }
    return result;
  }

  @Test
  void bothEnginesAndAFileTakeTheWayThatValuesSay() throws Exception {
    Tensor x = Tensor.of(DATA, 3, 3);
    for (int most : new int[] {2, 10, 200}) {
      try (Model model = Model.sequential(layer(new Halving(most)).inputShape(3))) {
        assertThat(model.predict(x).toFloatArray()).containsExactly(expected(most));
        assertThat(model.on("onnxruntime").predict(x).toFloatArray())
            .containsExactly(expected(most));
        Path file = folder.resolve("halving" + most + ".onnx");
        model.save(file);
        try (Model saved = Model.load(file)) {
          assertThat(saved.predict(x).toFloatArray()).containsExactly(expected(most));
        }
      }
    }
  }

  @Test
  void trainingGoesThroughTheTurnsThatWereTaken() {
    try (Model model =
        Model.sequential(
            dense(3).kernelInitializer("identity").inputShape(3).useBias(false).name("matrix"),
            layer(new Halving(10)))) {
      model.compile(Optimizers.sgd(1), "mae");
      // One sample, halved three times: the mean of |y - 0| has the gradient x / 8 / 3 for a
      // weight.
      Tensor x = Tensor.of(new float[] {8, 4, 2}, 1, 3);
      model.trainOnBatch(x, Tensor.of(new float[3], 1, 3));
      float[] kernel = model.weights().get("matrix/kernel").toFloatArray();
      assertThat(kernel[0]).isCloseTo(1 - 8 / 8f / 3, within(1e-6f));
      assertThat(kernel[4]).isCloseTo(1 - 4 / 8f / 3, within(1e-6f));
      assertThat(kernel[6]).isCloseTo(-2 / 8f / 3, within(1e-6f));
    }
  }

  @Test
  void aTurnThatChangesShapesIsRefused() {
    assertThatThrownBy(() -> Model.sequential(layer(new Growing()).name("grow").inputShape(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer 'grow'")
        .hasMessageContaining("loop: value 0 begins as");
  }
}
