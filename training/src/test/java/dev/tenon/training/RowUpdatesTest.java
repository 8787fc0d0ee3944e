package dev.tenon.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.core.Embedding;
import dev.tenon.layers.pooling.GlobalAveragePooling1D;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.OptimizerOptions;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Updates of the rows of an embedding against what Keras recorded, tests/goldens/rows/make.py, and
 * for the lazy Adam that Keras has not, against NumPy there. A weight decay of 0 makes a step
 * dense.
 */
final class RowUpdatesTest {
  private static final int STEPS = 6;
  private static final int MOVED = 7;

  /** Numbers of a table whose zeros TensorFlow keeps as untouched memory: more than 32 MB. */
  private static final int LARGE = 9 << 20;

  private static final float ADDED = 0.25f;
  private static final OptimizerOptions DENSE = OptimizerOptions.DEFAULTS.weightDecay(0.0);

  private final Map<String, Tensor> golden;

  RowUpdatesTest() throws IOException {
    Path file = Checkout.file("tests/goldens/rows/rows.npz");
    try (Source source = Source.of(file)) {
      golden = Npz.read(source);
    }
  }

  @Test
  void gradientDescentEqualsKeras() {
    equalsKeras("sgd", trained(Optimizers.sgd(0.5), 0));
    equalsKeras("sgd", trained(Optimizers.sgd(0.5).options(DENSE), 0));
    equalsKeras("moving/sgd", trained(Optimizers.sgd(0.5), MOVED));
  }

  @Test
  void adagradEqualsKeras() {
    equalsKeras("adagrad", trained(Optimizers.adagrad(0.1), 0));
    equalsKeras("adagrad", trained(Optimizers.adagrad(0.1).options(DENSE), 0));
    equalsKeras("moving/adagrad", trained(Optimizers.adagrad(0.1), MOVED));
  }

  @Test
  void adamMovesAllRowsAsKeras() {
    equalsKeras("moving/adam", trained(Optimizers.adam(0.1), MOVED), 1e-5);
    equalsKeras("moving/adam", trained(Optimizers.adam(0.1).options(DENSE), MOVED), 1e-5);
  }

  /** The rows that are added are not read, so that they stay, and the others do not see them. */
  @Test
  void adamMovesTheRowsOfALargeTable() {
    long width = tensor("table").dim(1);
    int more = Math.toIntExact(LARGE / width);
    List<float[]> weights = trained(Optimizers.adam(0.1), MOVED, more);
    float[] table = weights.get(0);
    int small = tensor("table").size();
    assertThat(Arrays.copyOfRange(table, small, table.length)).containsOnly(ADDED);
    List<float[]> ofGolden = new ArrayList<>(weights);
    ofGolden.set(0, Arrays.copyOf(table, small));
    equalsKeras("moving/adam", ofGolden, 1e-5);
  }

  @Test
  void lazyAdamMovesOnlyTheRowsThatAreRead() {
    equalsKeras("moving/lazy", trained(Optimizers.adam(0.1).lazy(true), MOVED), 1e-5);
    // The recordings of the two differ by far more than the tolerance.
    assertThat(distance(tensor("moving/lazy/table"), tensor("moving/adam/table")))
        .isGreaterThan(1e-2);
  }

  private static double distance(Tensor a, Tensor b) {
    double distance = 0;
    for (int i = 0; i < a.size(); i++) {
      distance = Math.max(distance, Math.abs(a.getDouble(i) - b.getDouble(i)));
    }
    return distance;
  }

  private void equalsKeras(String rule, List<float[]> weights) {
    equalsKeras(rule, weights, 1e-6);
  }

  private void equalsKeras(String rule, List<float[]> weights, double tolerance) {
    List<String> names = List.of("table", "kernel", "bias");
    for (int i = 0; i < names.size(); i++) {
      String name = rule + "/" + names.get(i);
      close(name, weights.get(i), tensor(name).toFloatArray(), tolerance);
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

  private Tensor tokens(int moved) {
    Tensor tokens = tensor("tokens");
    int[] all = new int[tokens.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = (int) ((tokens.getLong(i) + moved) % tensor("table").dim(0));
    }
    return Tensor.of(all, tokens.shape());
  }

  private List<float[]> trained(Optimizer optimizer, int moved) {
    return trained(optimizer, moved, 0);
  }

  /**
   * Trains on the tokens, which move on by so many words a step.
   *
   * @param more rows that the table has besides
   */
  private List<float[]> trained(Optimizer optimizer, int moved, int more) {
    Tensor few = tensor("table");
    Tensor table = more == 0 ? few : Tensor.concat(0, few, Tensor.full(ADDED, more, few.dim(1)));
    KerasTensor input = Layers.input("tokens", DType.INT32, tensor("tokens").dim(1));
    try (Model model =
        Model.sequential(
            input,
            Embedding.DEFAULTS.inputDim(table.dim(0)).outputDim(table.dim(1)),
            GlobalAveragePooling1D.DEFAULTS,
            Dense.DEFAULTS.units(1).activation(KerasObject.of("sigmoid")))) {
      Map<String, Tensor> start = new LinkedHashMap<>();
      List<Tensor> values = List.of(table, tensor("kernel"), tensor("bias"));
      for (String path : model.weights().keySet()) {
        start.put(path, values.get(start.size()));
      }
      model.setWeights(start);
      model.compile(optimizer, "binary_crossentropy");
      for (int i = 0; i < STEPS; i++) {
        model.trainOnBatch(tokens(i * moved), tensor("targets"));
      }
      List<float[]> weights = new ArrayList<>();
      model.weights().values().forEach(weight -> weights.add(weight.toFloatArray()));
      return weights;
    }
  }
}
