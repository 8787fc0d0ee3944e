package dev.tenon.tests.onnx;

import static dev.tenon.layers.Layers.concatenate;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.embedding;
import static dev.tenon.layers.Layers.input;
import static dev.tenon.layers.Layers.lstm;
import static dev.tenon.layers.Layers.reshape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Difference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is given a mask on the way from ONNX to Keras, and who must not see one. */
final class MasksToKerasTest {
  private static final Tensor IDS = Tensor.of(new int[] {3, 1, 4, 0, 0, 0, 2, 0, 5, 6, 7, 1}, 2, 6);

  @TempDir private Path work;

  @BeforeEach
  void reset() {
    LayerNames.reset();
  }

  @Test
  void aTableWhoseRowsNobodyHidesHasNoMask() throws IOException {
    KerasTensor x = input("x", DType.INT32, 6);
    KerasTensor hidden = lstm(4).apply(embedding(9, 5).maskZero(true).apply(x));
    KerasTensor all = lstm(3).apply(embedding(9, 2).apply(x));
    Model model = Model.of(x, dense(2).apply(concatenate().apply(List.of(hidden, all))));
    Path file = work.resolve("two.onnx");
    model.save(file);
    try (Model onnx = Model.load(file);
        Model keras = onnx.edit().toKeras()) {
      assertThat(keras.info().kinds()).containsEntry("Embedding", 2).containsEntry("LSTM", 2);
      Tensor expected = model.on("tensorflow").predict(IDS);
      Difference apart = Difference.of(expected, keras.on("onnxruntime").predict(IDS));
      assertThat(apart.relative()).isLessThan(1e-5);
    }
  }

  @Test
  void aLayerThatWouldSeeAMaskUnaskedIsRefused() throws IOException {
    KerasTensor x = input("x", DType.INT32, 6);
    KerasTensor rows = embedding(9, 5).maskZero(true).apply(x);
    // A Reshape takes the mask off; in the file the second layer reads the same rows.
    KerasTensor all = lstm(3).apply(reshape(6, 5).apply(rows));
    KerasTensor joined = concatenate().apply(List.of(lstm(4).apply(rows), all));
    Path file = work.resolve("one.onnx");
    Model.of(x, dense(2).apply(joined)).save(file);
    try (Model onnx = Model.load(file)) {
      assertThatThrownBy(() -> onnx.edit().toKeras())
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("(LSTM): reads all steps of a sequence of which Keras would hide");
    }
  }
}
