package dev.tenon;

import static dev.tenon.layers.Layers.activation;
import static dev.tenon.layers.Layers.concatenate;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.flatten;
import static dev.tenon.layers.Layers.input;
import static dev.tenon.layers.Layers.lstm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.constraints.Constraints;
import dev.tenon.initializers.Initializers;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.regularizers.Regularizers;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are more than a chain. */
final class FunctionalModelsTest {
  @TempDir Path folder;

  @BeforeEach
  void reset() {
    LayerNames.reset();
  }

  @Test
  void tensorsHaveOperators() throws Exception {
    KerasTensor x = input("x", 3, 2);
    KerasTensor y = x.plus(x.times(2)).minus(1).dividedBy(x.plus(10));
    Model model = Model.of(List.of(x), List.of(y.get(1, 2)));
    Tensor batch = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 3, 2);
    float[] expected = {(3 * 5 - 1) / 15f, (3 * 6 - 1) / 16f};
    assertThat(model.predict(batch).toFloatArray()).containsExactly(expected, within(1e-6f));
    model.save(folder.resolve("operators.keras"));
    assertThat(Model.load(folder.resolve("operators.keras")).predict(batch).toFloatArray())
        .containsExactly(expected, within(1e-6f));
  }

  @Test
  void anAutoencoderIsTwoModelsInOne() {
    Model encoder = Model.sequential("encoder", List.of(flatten(), dense(2, "relu")));
    Model decoder = Model.sequential("decoder", List.of(dense(9, "sigmoid")));
    KerasTensor x = input("x", 3, 3);
    Model both = Model.of(x, decoder.apply(encoder.apply(x)));
    assertThat(both.layers().names())
        .containsExactly(
            "encoder", "encoder/flatten", "encoder/dense", "decoder", "decoder/dense_1");
    both.compile("sgd", "mse");
    Tensor batch = Tensor.of(new float[] {1, 0, 1, 0, 1, 0, 1, 0, 1}, 1, 3, 3);
    both.trainOnBatch(batch, Tensor.of(new float[9], 1, 9));
    assertThat(encoder.weights().get("dense/kernel"))
        .isEqualTo(both.weights().get("encoder/dense/kernel"));
  }

  @Test
  void aModelMayBeThousandsOfLayersLong() throws Exception {
    KerasTensor x = input("x", 2);
    KerasTensor y = x;
    for (int i = 0; i < 5000; i++) {
      y = activation("relu").apply(y);
    }
    try (Model model = Model.of(x, y)) {
      assertThat(model.summary()).contains("activation_4999 (Activation)");
      model.save(folder.resolve("long.keras"));
    }
    try (Model again = Model.load(folder.resolve("long.keras"))) {
      assertThat(again.layers()).hasSize(5000);
      assertThat(again.summary()).contains("activation_4999 (Activation)");
    }
  }

  /** A class that owns layers and says in a method what becomes of an input. */
  private static final class Tower {
    private final List<LayerLike> blocks = List.of(dense(4, "relu"), dense(4, "relu"), dense(4));
    private final LayerLike scores = dense(2, "softmax").name("scores");

    KerasTensor call(KerasTensor input) {
      KerasTensor x = input;
      for (LayerLike block : blocks) {
        KerasTensor y = block.apply(x);
        x = y.shape().equals(x.shape()) ? x.plus(y) : y;
      }
      return scores.apply(x);
    }
  }

  @Test
  void aClassThatOwnsLayersIsAModel() {
    Model model = Model.of(input("x", 3), new Tower()::call);
    assertThat(model.layers().names())
        .containsExactly("dense", "dense_1", "add", "dense_2", "add_1", "scores");
    assertThat(model.predict(new float[][] {{1, 2, 3}})[0]).hasSize(2);
  }

  @Test
  void severalInputsAndOutputs() {
    KerasTensor a = input("a", 4);
    KerasTensor b = input("b", 5, 2);
    KerasTensor joined = concatenate(dense(3).apply(a), lstm(2).apply(b));
    Model model =
        Model.of(
            List.of(a, b),
            List.of(dense(1).name("left").apply(joined), dense(2).name("right").apply(joined)));
    Map<String, Tensor> found =
        model.predict(
            Map.of("a", Tensor.of(new float[4], 1, 4), "b", Tensor.of(new float[10], 1, 5, 2)));
    assertThat(found.get("left").shape()).containsExactly(1, 1);
    assertThat(found.get("right").shape()).containsExactly(1, 2);
  }

  @Test
  void objectsSetWeights() {
    Model model =
        Model.sequential(
            dense(3)
                .inputShape(2)
                .kernelInitializer(Initializers.constant(4))
                .biasInitializer(Initializers.randomUniform(1, 2, 7))
                .kernelRegularizer(Regularizers.l2(0.5))
                .kernelConstraint(Constraints.maxNorm(1, 0)));
    assertThat(model.weights().get("dense/kernel").toFloatArray()).containsOnly(4);
    model.compile("sgd", "mse");
    // The penalty is 0.5 * 6 * 16; the step ends within the constraint.
    Tensor x = Tensor.of(new float[2], 1, 2);
    assertThat(model.trainOnBatch(x, model.predict(x)).loss()).isCloseTo(48, within(1e-3));
    float[] kernel = model.weights().get("dense/kernel").toFloatArray();
    assertThat(Math.hypot(kernel[0], kernel[3])).isCloseTo(1, within(1e-5));
  }

  @Test
  void theSummaryOfAnUnbuiltModelHasQuestionMarks() {
    Model model = Model.sequential(dense(2), dense(1));
    assertThat(model.summary())
        .containsPattern("│ dense \\(Dense\\) +│ \\? +│ +0 \\(unbuilt\\) │")
        .contains(" Total params: 0 (0.00 B)");
    model.add(dense(3));
    model.predict(new float[][] {{1, 2}});
    assertThat(model.summary()).contains("(None, 3)", " Total params: 15 ");
  }

  @Test
  void aLayerMoreLeavesWeightsAndCompileAndGivesNativeMemoryBack() {
    Model model = Model.sequential(dense(3).inputShape(2), dense(2));
    model.compile("sgd", "mse", "mae");
    Tensor x = Tensor.of(new float[] {1, -2}, 1, 2);
    model.trainOnBatch(x, Tensor.of(new float[] {1, 0}, 1, 2));
    Map<String, Tensor> before = model.weights();
    Model other = model.on("tensorflow");
    Tensor hidden = other.predict(x);
    model.add(dense(1));
    assertThat(model.weights()).containsAllEntriesOf(before).hasSize(before.size() + 2);
    // The old one, which another Model still has, predicts and learns on.
    assertThat(other.predict(x)).isEqualTo(hidden);
    assertThat(model.trainOnBatch(x, Tensor.of(new float[] {1}, 1, 1))).containsKey("mae");
    model.close();
    other.close();
  }
}
