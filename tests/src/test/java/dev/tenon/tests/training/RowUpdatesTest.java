package dev.tenon.tests.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.layer.KerasTensor;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.core.Embedding;
import dev.tenon.layers.pooling.GlobalAveragePooling1D;
import dev.tenon.optimizers.Adam;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.OptimizerOptions;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Updates of the rows of an embedding against what Keras recorded, tests/goldens/rows/make.py; for
 * gradient descent those of the whole table, too: a limit that no gradient reaches makes a step
 * dense. (Keras' Adagrad squares the gradients of a row one by one where a row is read twice.)
 */
final class RowUpdatesTest {
  private static final int STEPS = 6;
  private static final OptimizerOptions DENSE = OptimizerOptions.DEFAULTS.withClipvalue(1e9);

  private final Map<String, Tensor> golden;

  RowUpdatesTest() throws IOException {
    Path file = Path.of(System.getProperty("tenon.root", ".."), "tests/goldens/rows/rows.npz");
    try (Source source = Source.of(file)) {
      golden = Npz.read(source);
    }
  }

  @Test
  void gradientDescentEqualsKeras() {
    equalsKeras("sgd", trained(Optimizers.sgd(0.5), STEPS));
    equalsKeras("sgd", trained(Optimizers.sgd(0.5).withOptions(DENSE), STEPS));
  }

  @Test
  void adagradEqualsKeras() {
    equalsKeras("adagrad", trained(Optimizers.adagrad(0.1), STEPS));
  }

  @Test
  void lazyAdamIsAdamForRowsThatAreAlwaysRead() {
    Adam adam = Optimizers.adam(0.1);
    List<float[]> lazy = trained(adam.withLazy(true), STEPS);
    List<float[]> whole = trained(adam, STEPS);
    for (int i = 0; i < whole.size(); i++) {
      // TensorFlow's kernel takes 1 - beta2 in 32 bits.
      close("weight " + i, lazy.get(i), whole.get(i), 1e-4);
    }
  }

  private void equalsKeras(String rule, List<float[]> weights) {
    List<String> names = List.of("table", "kernel", "bias");
    for (int i = 0; i < names.size(); i++) {
      String name = rule + "/" + names.get(i);
      close(name, weights.get(i), tensor(name).toFloatArray(), 1e-6);
    }
  }

  private static void close(String what, float[] found, float[] expected, double tolerance) {
    assertThat(found).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i])
          .as(what + "[" + i + "]")
          .isCloseTo(expected[i], within(tolerance));
    }
  }

  private Tensor tensor(String name) {
    Tensor found = golden.get(name);
    if (found == null) {
      throw new IllegalStateException("no '" + name + "' in " + golden.keySet());
    }
    return found;
  }

  private List<float[]> trained(Optimizer optimizer, int steps) {
    Tensor table = tensor("table");
    KerasTensor input = KerasTensor.input("tokens", DType.INT32, tensor("tokens").dim(1));
    try (Model model =
        Model.sequential(
            input,
            Embedding.DEFAULTS.withInputDim(table.dim(0)).withOutputDim(table.dim(1)),
            GlobalAveragePooling1D.DEFAULTS,
            Dense.DEFAULTS.withUnits(1).withActivation(KerasObject.of("sigmoid")))) {
      Map<String, Tensor> start = new LinkedHashMap<>();
      List<Tensor> values = List.of(table, tensor("kernel"), tensor("bias"));
      for (String path : model.weights().keySet()) {
        start.put(path, values.get(start.size()));
      }
      model.setWeights(start);
      model.compile(optimizer, "binary_crossentropy");
      for (int i = 0; i < steps; i++) {
        model.trainOnBatch(tensor("tokens"), tensor("targets"));
      }
      List<float[]> weights = new ArrayList<>();
      model.weights().values().forEach(weight -> weights.add(weight.toFloatArray()));
      return weights;
    }
  }
}
