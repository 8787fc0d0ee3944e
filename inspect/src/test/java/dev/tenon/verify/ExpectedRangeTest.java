package dev.tenon.verify;

import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.embedding;
import static dev.tenon.layers.Layers.flatten;
import static dev.tenon.layers.Layers.randomFlip;
import static dev.tenon.layers.Layers.rescaling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.layers.preprocessing.Normalization;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.verify.ExpectedRange.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the first operators of a model tell of its input. */
final class ExpectedRangeTest {
  private static final Path LAYERS = Checkout.file("tests/goldens/layers");

  private static ExpectedRange of(Model model) {
    return ExpectedRange.of(model, model.inputs().get(0).name());
  }

  private static ExpectedRange of(LayerLike... layers) {
    KerasTensor images = Layers.input("pictures", 8, 8, 3);
    try (Model model = Model.sequential(images, layers)) {
      return of(model);
    }
  }

  private static void isBytes(ExpectedRange range, String... by) {
    assertThat(range.kind()).isEqualTo(Kind.RAW);
    assertThat(range.low()).isZero();
    assertThat(range.high()).isEqualTo(255);
    assertThat(range.by()).containsExactly(by);
  }

  @Test
  void aScalingLayerTakesRawImages() throws IOException {
    isBytes(of(rescaling(1 / 255.0), conv2D(2, 3)), "Rescaling");
    isBytes(of(rescaling(1 / 127.5).offset(-1.0), conv2D(2, 3)), "Rescaling");
    isBytes(of(randomFlip(), rescaling(1 / 127.5).offset(-1.0), conv2D(2, 3)), "Rescaling");
    try (Model mnist = Model.load(Checkout.file("samples/models/mnist_cnn.h5"))) {
      isBytes(of(mnist), "Rescaling");
    }
  }

  @Test
  void aScalingInsideANestedFirstModelIsSeen() {
    KerasTensor inner = Layers.input("inner", 8, 8, 3);
    try (Model scaled = Model.of(inner, inner.then(rescaling(1 / 255.0)).then(conv2D(2, 3)))) {
      isBytes(of(randomFlip(), scaled, flatten(), dense(2)), "Rescaling");
    }
  }

  @Test
  void functionsBetweenLayersScaleToo() {
    KerasTensor x = Layers.input("x", 8, 8, 3);
    try (Model model = Model.of(x, x.dividedBy(127.5).minus(1.0).then(conv2D(2, 3)))) {
      ExpectedRange range = of(model);
      assertThat(range.kind()).isEqualTo(Kind.RAW);
      assertThat(range.high()).isEqualTo(255);
    }
  }

  @Test
  void aTableTakesItsRows() {
    KerasTensor words = Layers.input("words", DType.INT32, 5);
    try (Model model = Model.of(words, words.then(embedding(17, 2).maskZero(true)))) {
      assertThat(of(model)).isEqualTo(new ExpectedRange(Kind.POSITIONS, 0, 16, of(model).by()));
      assertThat(of(model).by()).containsExactly("Embedding");
    }
  }

  @Test
  void othersAreUnknown() {
    assertThat(of(conv2D(2, 3)).kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(of(rescaling(255.0), conv2D(2, 3)).kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(of(flatten(), dense(3)).kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void aNormalizationTakesWhatItWasAdaptedTo() {
    List<Double> mean = List.of(123.0, 117.0, 104.0);
    List<Double> variance = List.of(3364.0, 3249.0, 3306.0);
    isBytes(of(new Normalization(-1L, false, mean, variance), conv2D(2, 3)), "Normalization");
    KerasTensor row = Layers.input("row", 1);
    Normalization layer = new Normalization(-1L, false, List.of(2.0), List.of(9.0));
    try (Model model = Model.of(row, row.then(layer).then(dense(2)))) {
      ExpectedRange range = of(model);
      assertThat(range).isEqualTo(new ExpectedRange(Kind.RAW, -4, 8, range.by()));
    }
  }

  @Test
  void readersThatContradictOneAnotherTellNothing() throws IOException {
    Path file = LAYERS.resolve("preprocessing/normalization_adapted.k3.keras");
    try (Model model = Model.load(file)) {
      assertThat(of(model).kind()).isEqualTo(Kind.UNKNOWN);
    }
  }

  @Test
  void randomInputsLieInTheRange() throws IOException {
    try (Model mnist = Model.load(Checkout.file("samples/models/mnist_cnn.h5"))) {
      Tensor drawn = SampleInputs.random(mnist, 2, 1).values().iterator().next();
      double low = 255;
      double high = 0;
      for (int i = 0; i < drawn.size(); i++) {
        low = Math.min(low, drawn.getDouble(i));
        high = Math.max(high, drawn.getDouble(i));
      }
      assertThat(low).isBetween(0.0, 2.0);
      assertThat(high).isBetween(253.0, 255.0);
    }
  }
}
