package dev.tenon;

import static dev.tenon.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that have weights in common are closed one by one; as numbers, both engines agree. */
final class ViewsTest {
  private static final Tensor X = Tensor.of(new float[] {1, -2, 3, 0.5f}, 2, 2);

  @TempDir private Path folder;

  private static Model keras() {
    return Model.sequential(dense(3, "tanh").inputShape(2), dense(1));
  }

  private Model onnx() throws IOException {
    Path file = folder.resolve("net.onnx");
    try (Model model = keras()) {
      model.save(file);
    }
    return Model.load(file);
  }

  private Model model(String kind) throws IOException {
    return kind.equals("keras") ? keras() : onnx();
  }

  private static void near(Tensor found, Tensor expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.getDouble(i))
          .isCloseTo(expected.getDouble(i), org.assertj.core.api.Assertions.within(1e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras", "onnx"})
  void aViewNeverClosesItsModel(String kind) throws IOException {
    try (Model model = model(kind)) {
      Tensor expected = model.predict(X);
      for (String engine : Arrays.asList("tensorflow", "onnxruntime")) {
        Model view = model.on(engine);
        near(view.predict(X), expected);
        view.close();
        view.close();
        assertThatIllegalStateException()
            .isThrownBy(() -> view.predict(X))
            .withMessageContaining("is closed");
        assertThat(model.predict(X)).isEqualTo(expected);
      }
      Model layers = model.edit().toKeras();
      near(layers.predict(X), expected);
      layers.close();
      assertThat(model.predict(X)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras", "onnx"})
  void aViewOutlivesItsModel(String kind) throws IOException {
    Model model = model(kind);
    Tensor expected = model.predict(X);
    Model view = model.on("onnxruntime");
    Model layers = model.edit().toKeras();
    model.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> model.predict(X))
        .withMessageContaining("is closed");
    assertThatIllegalStateException().isThrownBy(() -> model.on("tensorflow"));
    near(view.predict(X), expected);
    view.close();
    near(layers.predict(X), expected);
    layers.close();
    assertThatIllegalStateException().isThrownBy(() -> layers.predict(X));
  }

  /**
   * A training that goes on behind another model's back is that of both, as long as one is open.
   */
  @Test
  void trainingIsInCommon() {
    Model model = keras();
    model.compile("sgd", "mse");
    Model view = model.edit().toKeras();
    model.trainOnBatch(X, Tensor.of(new float[] {1, 2}, 2, 1));
    assertThat(view.weights()).isEqualTo(model.weights());
    view.trainOnBatch(X, Tensor.of(new float[] {1, 2}, 2, 1));
    view.close();
    Tensor learned = model.predict(X);
    Model other = model.on("onnxruntime");
    model.close();
    near(other.predict(X), learned);
    other.close();
  }
}
