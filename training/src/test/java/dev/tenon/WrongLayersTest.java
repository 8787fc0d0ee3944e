package dev.tenon;

import static dev.tenon.layers.Layers.bidirectional;
import static dev.tenon.layers.Layers.concatenate;
import static dev.tenon.layers.Layers.conv1D;
import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.dropout;
import static dev.tenon.layers.Layers.embedding;
import static dev.tenon.layers.Layers.flatten;
import static dev.tenon.layers.Layers.globalAveragePooling2D;
import static dev.tenon.layers.Layers.gru;
import static dev.tenon.layers.Layers.input;
import static dev.tenon.layers.Layers.lstm;
import static dev.tenon.layers.Layers.maxPooling2D;
import static dev.tenon.layers.Layers.repeatVector;
import static dev.tenon.layers.Layers.spatialDropout1D;
import static dev.tenon.layers.Layers.timeDistributed;
import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Layers that Keras refuses too: the error names the layer, what was expected and received. */
final class WrongLayersTest {
  private static void refuses(ThrowingCallable call, String... words) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageContainingAll(words);
  }

  /** TensorFlow ends the process on a product with nothing in it. */
  @Test
  void layersWithoutUnits() {
    refuses(() -> input(3).then(dense(0)), "(Dense)", "units must be 1 or more, received 0");
    refuses(
        () -> input(3).then(dense(-3).name("head")),
        "layer 'head' (Dense): units must be 1 or more, received -3");
    refuses(() -> input(8, 8, 3).then(conv2D(0, 3)), "(Conv2D)", "filters must be 1 or more");
    refuses(() -> input(4, 3).then(lstm(0)), "(LSTM)", "units must be 1 or more, received 0");
    refuses(() -> input(4).then(embedding(0, 3)), "(Embedding)", "input_dim must be 1 or more");
  }

  /** A model that waits for its first data refuses them as well, and before. */
  @Test
  void argumentsOfWindows() {
    refuses(() -> input(8, 8, 3).then(conv2D(4, -3)), "kernel_size must be 1", "received [-3, -3]");
    refuses(() -> Model.sequential(conv2D(4, 3).strides(0)), "(Conv2D)", "strides must be 1");
    refuses(() -> Model.sequential(conv2D(4, 3).dilationRate(0)), "dilation_rate must be 1");
    refuses(() -> Model.sequential(maxPooling2D(0)), "(MaxPooling2D)", "pool_size must be 1");
    refuses(() -> Model.sequential(bidirectional(lstm(-2))), "(LSTM)", "units must be 1");
  }

  /** Keras 3 takes it for a Conv1D alone. */
  @Test
  void paddingOfThePastIsOfSequences() {
    refuses(
        () -> input(8, 8, 3).then(conv2D(4, 3).padding("causal")),
        "(Conv2D): padding must be one of 'valid', 'same', received 'causal'");
    refuses(
        () -> input(8, 3).then(conv1D(4, 3).padding("cuasal")),
        "(Conv1D): padding must be one of 'valid', 'same', 'causal', received 'cuasal'");
    assertThat(input(8, 3).then(conv1D(4, 3).padding("causal")).toString()).contains("8, 4)");
  }

  @Test
  void layersOfOneName() {
    refuses(
        () -> Model.sequential(dense(3).name("twin").inputShape(2), dropout(0.5).name("twin")),
        "'twin', Dense and Dropout",
        "dense(3).name(");
    Model renamed =
        Model.sequential(dense(3).name("twin").inputShape(2), dropout(0.5).name("other"));
    assertThat(renamed.layers().names()).containsExactly("twin", "other");
    renamed.close();
  }

  @Test
  void inputsWithAnotherNumberOfAxes() {
    refuses(() -> input(8).then(gru(4)), "(GRU)", "must have 3 or more axes", "(batch, 8)");
    refuses(() -> input(8, 3).then(globalAveragePooling2D()), "must have 4 axes", "(batch, 8, 3)");
    refuses(() -> input(8, 3).then(repeatVector(2)), "must have 2 axes");
    refuses(() -> input(8).then(timeDistributed(dense(2))), "must have 3 or more axes");
  }

  @Test
  void tensorsThatCannotBeJoined() {
    refuses(() -> concatenate(input(4, 3), input(5, 3)), "(Concatenate)", "(batch, 5, 3)");
    refuses(() -> concatenate(input(4, 3), input(3)), "(Concatenate)", "(batch, 3)");
    assertThat(concatenate(input(-1, 3), input(5, 2)).toString()).contains("5, 5)");
  }

  @Test
  void ratesThatAreNoShares() {
    refuses(() -> input(3).then(dropout(1.5)), "(Dropout)", "rate must be from 0 to 1", "1.5");
    refuses(() -> input(3, 2).then(spatialDropout1D(-0.1)), "rate must be from 0 to 1", "-0.1");
  }

  /** The model goes on afterwards. */
  @Test
  void tokensThatTheTableDoesNotHave() {
    try (Model model =
        Model.sequential(embedding(5, 2).name("words").inputShape(3), flatten(), dense(1))) {
      model.compile("sgd", "mse");
      Tensor good = Tensor.of(new int[] {1, 2, 4}, 1, 3);
      Tensor bad = Tensor.of(new int[] {1, 2, 9}, 1, 3);
      Tensor y = Tensor.zeros(DType.FLOAT32, 1, 1);
      String[] words = {"'words'", "holds 9", "at [0, 2]", "expected 0 to 4"};
      refuses(() -> model.predict(bad), words);
      refuses(() -> model.fit(bad, y, fit().verbose(0)), words);
      assertThat(model.fit(good, y, fit().verbose(0)).get("loss").get(0)).isFinite();
    }
  }
}
