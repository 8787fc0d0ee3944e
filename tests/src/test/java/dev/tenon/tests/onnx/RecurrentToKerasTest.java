package dev.tenon.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.verify.Difference;
import dev.tenon.verify.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recurrent networks whose steps PyTorch wrote one after the other become recurrent layers with
 * PyTorch's numbers; {@code recurrent.tsv} names the layers.
 */
final class RecurrentToKerasTest {
  private static final double TOLERANCE = 1e-5;

  @TempDir private Path work;

  @TestFactory
  Stream<DynamicTest> stepsAreLayers() throws IOException {
    Path folder = Checkout.file("tests/goldens/onnx/recurrent");
    return Files.readAllLines(folder.resolve("recurrent.tsv")).stream()
        .map(line -> line.split("\t"))
        .map(cells -> DynamicTest.dynamicTest(cells[0], () -> check(folder, cells)));
  }

  private void check(Path folder, String[] cells) throws IOException {
    String name = cells[0].substring(0, cells[0].indexOf('.'));
    Recording golden = Recording.read(folder.resolve(name + ".npz"));
    Path archive = work.resolve("again.keras");
    Path hdf5 = work.resolve("again.h5");
    try (Model onnx = Model.load(folder.resolve(cells[0]));
        Model keras = onnx.edit().toKeras()) {
      assertThat(new TreeMap<>(keras.info().kinds()).toString()).isEqualTo(cells[1]);
      same(keras, golden);
      keras.save(archive);
      if (cells.length == 2) {
        keras.save(hdf5);
      } else {
        assertThatThrownBy(() -> keras.save(hdf5, KerasOptions.of(KerasFormat.BOTH_H5)))
            .isInstanceOf(UnsupportedModelException.class)
            .hasMessageContaining(cells[2]);
      }
    }
    for (Path file : cells.length == 2 ? new Path[] {archive, hdf5} : new Path[] {archive}) {
      try (Model again = Model.load(file)) {
        same(again, golden);
      }
    }
  }

  private static void same(Model model, Recording golden) {
    Tensor x = golden.tensors().get("in:x");
    Tensor y = golden.tensors().get("out:y");
    for (String engine : new String[] {"tensorflow", "onnxruntime"}) {
      Difference apart = Difference.of(y, model.on(engine).predict(x));
      assertThat(apart.problem()).as(engine).isEmpty();
      assertThat(apart.relative()).as(engine).isLessThanOrEqualTo(TOLERANCE);
      // Of one sample, as of all of them: the batch is open.
      Difference one = Difference.of(y.slice(0, 1, 2), model.predict(x.slice(0, 1, 2)));
      assertThat(one.relative()).as(engine).isLessThanOrEqualTo(TOLERANCE);
    }
  }

  /**
   * The layer learns as the steps of the file do: the same losses, step by step. PyTorch's own
   * cells have two biases, of which a layer of Keras has the sum: these learn at another rate.
   */
  @Test
  void theLayersLearnAsTheStepsDo() throws IOException {
    Path folder = Checkout.file("tests/goldens/onnx/recurrent");
    for (String name : new String[] {"lstm_written", "gru_written"}) {
      Recording golden = Recording.read(folder.resolve(name + ".npz"));
      Tensor x = golden.tensors().get("in:x");
      Tensor target = Tensor.zeros(x.dtype(), x.dim(0), 2);
      try (Model onnx = Model.load(folder.resolve(name + ".dynamo.onnx"));
          Model keras = onnx.edit().toKeras()) {
        keras.compile("sgd", "mse");
        onnx.compile("sgd", "mse");
        double first = Double.NaN;
        double last = Double.NaN;
        for (int i = 0; i < 5; i++) {
          last = keras.trainOnBatch(x, target).loss();
          first = i == 0 ? last : first;
          assertThat(last).as(name).isCloseTo(onnx.trainOnBatch(x, target).loss(), within(1e-5));
        }
        assertThat(last).as(name).isLessThan(first);
      }
    }
  }
}
