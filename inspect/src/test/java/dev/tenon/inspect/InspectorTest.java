package dev.tenon.inspect;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.dropout;
import static dev.tenon.layers.Layers.input;
import static dev.tenon.layers.Layers.lstm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Recorded;
import dev.tenon.training.FitOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inner values against Keras' {@code Model(inputs, layer.output)}. */
final class InspectorTest {
  private static final double TOLERANCE = 1e-6;

  private static Map<String, Tensor> inputs(Map<String, Tensor> recorded) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    recorded.forEach(
        (key, tensor) -> {
          if (key.startsWith("in:")) {
            inputs.put(key.substring(3), tensor);
          }
        });
    return inputs;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tensorflow", "onnxruntime"})
  void everyCallOfEveryLayerIsAsInKeras(String engine) throws IOException {
    Map<String, Tensor> recorded = Recorded.npz(Recorded.file("nested.npz"));
    try (Model model = Model.load(Recorded.file("nested.keras"))) {
      Inspector inspector = Inspector.of(model.on(engine));
      Map<String, Tensor> values = inspector.values(inputs(recorded));
      int compared = 0;
      for (Map.Entry<String, Tensor> entry : recorded.entrySet()) {
        if (entry.getKey().startsWith("inner:")) {
          String name = entry.getKey().substring(6);
          Differences.assertNear(entry.getValue(), values.get(name), TOLERANCE, name);
          compared++;
        }
      }
      assertThat(compared).isEqualTo(10);
      assertThat(inspector.structure().steps().stream().map(Step::path))
          .containsExactlyInAnyOrder(
              "encoder/dense_1",
              "encoder/norm",
              "encoder@2/dense_1",
              "encoder@2/norm",
              "shared",
              "shared@2",
              "both",
              "head/first",
              "head/second",
              "answer");
    }
  }

  @Test
  void askingChangesNoOutput() throws IOException {
    Map<String, Tensor> batch = inputs(Recorded.npz(Recorded.file("nested.npz")));
    try (Model model = Model.load(Recorded.file("nested.keras"))) {
      Map<String, Tensor> before = model.predict(batch);
      Map<String, Tensor> all = Inspector.of(model).values(batch);
      assertThat(all.get("answer")).isEqualTo(before.values().iterator().next());
      assertThat(model.predict(batch)).isEqualTo(before);
    }
  }

  /** Dropout hands its input on: TensorFlow gives back no tensor that it was fed. */
  @ParameterizedTest
  @ValueSource(strings = {"tensorflow", "onnxruntime"})
  void aLayerThatChangesNothingHasItsInputAsValue(String engine) {
    Tensor x = Tensor.of(new float[] {1, -2, 3, 4}, 1, 4);
    try (Model model =
        Model.sequential(dropout(0.5).name("drop").inputShape(4), dense(2).name("out"))) {
      Inspector inspector = Inspector.of(model.on(engine));
      assertThat(inspector.value(x, "drop")).isEqualTo(x);
      assertThat(inspector.values(inspector.named(x))).containsOnlyKeys("drop", "out");
    }
  }

  @Test
  void aModelThatWaitsForItsDataSaysSo() {
    try (Model model = Model.sequential(dense(3), dense(2))) {
      assertThatThrownBy(() -> Inspector.of(model))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the model is not built")
          .hasMessageContaining("inputShape");
    }
  }

  @Test
  void layersSayWhatTheyReadAndGive() throws IOException {
    try (Model model = Model.load(Recorded.file("nested.keras"))) {
      Inspector inspector = Inspector.of(model);
      assertThat(inspector.layer("encoder@2/dense_1").input()).isEqualTo("b");
      assertThat(inspector.layer("encoder/norm").input()).isEqualTo("encoder/dense_1");
      assertThat(inspector.layer("head/first").input()).isEqualTo("both");
      assertThat(inspector.structure().calls("shared").stream().map(Step::output))
          .containsExactly("shared", "shared@2");
      assertThatThrownBy(() -> inspector.layer("both").input())
          .hasMessageContaining("'both'")
          .hasMessageContaining("2 inputs");
      assertThat(inspector.layer(0).config()).containsEntry("units", 5L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tensorflow", "onnxruntime"})
  void functionsMayStartInside(String engine) throws IOException {
    Map<String, Tensor> recorded = Recorded.npz(Recorded.file("nested.npz"));
    try (Model model = Model.load(Recorded.file("nested.keras"))) {
      Inspector inspector = Inspector.of(model.on(engine));
      try (ValueFunction part = inspector.function(List.of("both"), List.of("head", "answer"))) {
        List<Tensor> found = part.apply(List.of(recorded.get("inner:both")));
        Differences.assertNear(recorded.get("inner:head/second"), found.get(0), TOLERANCE, "head");
        Differences.assertNear(recorded.get("inner:answer"), found.get(1), TOLERANCE, "answer");
      }
      assertThatThrownBy(() -> inspector.function(List.of("shared"), List.of("both")))
          .hasMessageContaining("depend on input 'b', which is not fed");
    }
  }

  @Test
  void aModelThatWasJustTrainedShowsItsNewWeights() throws IOException {
    Map<String, Tensor> recorded = Recorded.npz(Recorded.file("pictures.npz"));
    try (Model model = Model.load(Recorded.file("pictures.h5"))) {
      Tensor before = Inspector.of(model).value(recorded.get("in0"), "conv1");
      model.compile("sgd", "sparse_categorical_crossentropy");
      model.fit(
          recorded.get("in0"), Tensor.of(new int[] {1, 2}), FitOptions.fit().epochs(1).verbose(0));
      Map<String, Tensor> values =
          Inspector.of(model).values(Map.of("picture", recorded.get("in0")));
      assertThat(values.get("conv1")).isNotEqualTo(before);
      assertThat(values.get("scores")).isEqualTo(model.predict(recorded.get("in0")));
    }
  }

  @Test
  void whatIsWrongIsSaidInSentences() throws IOException {
    try (Model model = Model.load(Recorded.file("nested.keras"))) {
      Inspector inspector = Inspector.of(model);
      Map<String, Tensor> batch =
          Map.of("a", Tensor.zeros(DType.FLOAT32, 1, 6), "b", Tensor.zeros(DType.FLOAT32, 1, 6));
      assertThatThrownBy(() -> inspector.values(batch, List.of("encoder/dense1")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("unknown layer 'encoder/dense1'")
          .hasMessageContaining("'encoder/dense_1'");
      assertThatThrownBy(() -> inspector.layer("hed/first")).hasMessageContaining("'head/first'");
      assertThatThrownBy(() -> inspector.value(Tensor.zeros(DType.FLOAT32, 1, 6), "both"))
          .hasMessageContaining("2 inputs");
      assertThatThrownBy(
              () ->
                  inspector.values(
                      Map.of(
                          "a",
                          Tensor.zeros(DType.FLOAT32, 1, 5),
                          "b",
                          Tensor.zeros(DType.FLOAT32, 1, 6))))
          .hasMessageContaining("'a'")
          .hasMessageContaining("(1, 5)");
    }
  }

  /** An encoder that hands on the states of its layer, as those which translate do. */
  @Test
  void aLayersNameIsWhatItGivesFirstThoughAnOutputHasIt() {
    KerasTensor x = input("x", 4, 3);
    List<KerasTensor> all =
        lstm(2)
            .returnSequences(true)
            .returnState(true)
            .name("memory")
            .applyAll(List.of(x), Map.of());
    try (Model model = Model.of(List.of(x), all.subList(1, 3));
        Model sequence = Model.of(x, all.get(0))) {
      Tensor batch = Tensor.of(new float[] {1, 2, 3, -1, 0, 2, 1, 1, 0, 2, -2, 1}, 1, 4, 3);
      sequence.setWeights(model.weights());
      Map<String, Tensor> fed = Map.of("x", batch);
      String output = model.outputs().get(0).name();
      assertThat(output).isEqualTo("memory");
      Inspector inspector = Inspector.of(model);
      assertThat(inspector.value(batch, "memory")).isEqualTo(sequence.predict(batch));
      Map<String, Tensor> values = inspector.values(fed);
      assertThat(values.get("memory:0")).isEqualTo(sequence.predict(batch));
      assertThat(values.get("memory:1")).isEqualTo(model.predict(fed).get(output));
      assertThat(inspector.layer("memory").outputs())
          .containsExactly("memory:0", "memory:1", "memory:2");
    }
  }
}
