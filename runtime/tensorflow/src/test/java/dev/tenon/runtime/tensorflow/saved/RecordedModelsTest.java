package dev.tenon.runtime.tensorflow.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.ir.graph.Value;
import dev.tenon.limits.LoadLimits;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.StoredModel;
import dev.tenon.runtime.tensorflow.TensorFlowEngine;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SavedModels and a frozen graph that Python's TensorFlow wrote: they give what Python recorded,
 * and those that reach outside are refused.
 */
final class RecordedModelsTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/savedmodel");

  private static StoredModel load(String name) throws IOException {
    return new TensorFlowEngine().read(GOLDENS.resolve(name), LoadLimits.DEFAULTS);
  }

  private static Map<String, Tensor> recorded(String name) throws IOException {
    try (Source source = Source.of(GOLDENS.resolve(name.replace(".pb", "") + ".npz"))) {
      return Npz.read(source);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"keras3_mlp", "keras3_two", "keras3_lstm", "module", "frozen.pb", "tf_keras_mlp"})
  void whatPythonWroteGivesWhatPythonRecorded(String name) throws IOException {
    Map<String, Tensor> golden = recorded(name);
    try (StoredModel model = load(name)) {
      Map<String, Tensor> inputs = new LinkedHashMap<>();
      for (Value input : model.inputs()) {
        inputs.put(input.name(), golden.get("in:" + input.name()));
      }
      List<String> outputs = model.outputs().stream().map(Value::name).toList();
      assertThat(outputs)
          .containsExactlyInAnyOrderElementsOf(
              golden.keySet().stream()
                  .filter(key -> key.startsWith("out:"))
                  .map(key -> key.substring("out:".length()))
                  .toList());
      List<Tensor> results = model.run(inputs, outputs, Deadline.NONE);
      for (int i = 0; i < results.size(); i++) {
        assertAlike(results.get(i), golden.get("out:" + outputs.get(i)));
      }
    }
  }

  private static void assertAlike(Tensor found, Tensor expected) {
    assertThat(found.dtype()).isEqualTo(expected.dtype());
    assertThat(found.shape()).isEqualTo(expected.shape());
    IntStream.range(0, found.size())
        .forEach(
            i -> assertThat(found.getDouble(i)).isCloseTo(expected.getDouble(i), within(1e-6)));
  }

  /** The kernel of the last layer, by what Python computed with it: a softmax of two classes. */
  @Test
  void variablesAreThoseThatPythonComputedWith() throws IOException {
    Map<String, Tensor> golden = recorded("keras3_mlp");
    try (StoredModel model = load("keras3_mlp")) {
      Map<List<Long>, Tensor> byShape = new LinkedHashMap<>();
      for (Value variable : model.variables()) {
        Tensor content = model.variable(variable.name());
        assertThat(content.shape()).isEqualTo(variable.shape().toLongs());
        byShape.put(IntStream.range(0, content.rank()).mapToObj(content::dim).toList(), content);
      }
      Tensor x = golden.values().iterator().next();
      double[][] hidden = product(rows(x), rows(byShape.get(List.of(3L, 4L))));
      for (double[] row : hidden) {
        for (int i = 0; i < row.length; i++) {
          row[i] = Math.max(0, row[i] + byShape.get(List.of(4L)).getDouble(i));
        }
      }
      double[][] scores = product(hidden, rows(byShape.get(List.of(4L, 2L))));
      Tensor expected =
          golden.entrySet().stream()
              .filter(entry -> entry.getKey().startsWith("out:"))
              .findFirst()
              .orElseThrow()
              .getValue();
      Tensor bias = byShape.get(List.of(2L));
      for (int i = 0; i < scores.length; i++) {
        double apart = scores[i][1] + bias.getDouble(1) - scores[i][0] - bias.getDouble(0);
        assertThat(1 / (1 + Math.exp(apart))).isCloseTo(expected.getDouble(2L * i), within(1e-6));
      }
      assertThatThrownBy(() -> model.variable("gone"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no variable 'gone'");
    }
  }

  private static double[][] rows(Tensor matrix) {
    return IntStream.range(0, (int) matrix.dim(0))
        .mapToObj(i -> matrix.get(i).toDoubleArray())
        .toArray(double[][]::new);
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int k = 0; k < b.length; k++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  @ParameterizedTest
  @CsvSource({
    "reads, ReadFile",
    "writes, WriteFile",
    "lists, MatchingFiles",
    "prints, PrintV2",
    "python, PyFunc"
  })
  void whatReachesOutsideIsRefusedByName(String name, String operator) {
    assertThat(Files.isDirectory(GOLDENS.resolve("hostile").resolve(name))).isTrue();
    assertThatThrownBy(() -> load("hostile/" + name))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(name + "/saved_model.pb")
        .hasMessageContaining(operator);
  }
}
