package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** As in Keras, n texts or numbers are a column of shape (n, 1) where a model wants that. */
final class ColumnInputsTest {
  @Test
  void textsComeAsAListOrAsAColumn() throws IOException {
    String[] texts = {"the cat sat", "a dog", ""};
    try (Model model =
        Model.load(Checkout.file("tests/goldens/layers/preprocessing/text_words.k3.keras"))) {
      String input = model.inputs().get(0).name();
      var column = model.predict(Map.of(input, Tensor.ofStrings(texts, 3, 1)));
      var list = model.predict(Map.of(input, Tensor.ofStrings(texts, 3)));
      assertThat(list).isEqualTo(column);
      assertThatThrownBy(() -> model.predict(Map.of(input, Tensor.ofStrings(texts, 1, 3))))
          .hasMessageContaining("received ");
    }
  }
}
