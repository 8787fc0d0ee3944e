package dev.tenon.training;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Steps of SGD through recurrent layers that are wide enough to be trained in two halves of the
 * batch, which has an odd number of rows and masked steps, against a recording of Keras by {@code
 * tests/goldens/training/make_wide_recurrence.py}.
 */
final class WideRecurrenceTest {
  private static final int ROWS = 17;
  private static final int STEPS = 5;
  private static final int FEATURES = 3;
  private static final int UNITS = 128;

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru", "gru_before", "bidirectional"})
  void stepsEqualKeras(String kind) throws IOException {
    JsonNode recorded =
        new ObjectMapper()
            .readTree(Checkout.file("tests/goldens/training/wide_recurrence.json").toFile())
            .get(kind);
    try (Model model =
        sequential(input(STEPS, FEATURES), masking(), wide(kind), lstm(UNITS), dense(1))) {
      Map<String, Tensor> weights = new LinkedHashMap<>();
      model.weights().forEach((name, weight) -> weights.put(name, waves(0.1, weight.shape())));
      model.setWeights(weights);
      model.compile(sgd(0.2), "mse");
      Tensor x = masked();
      Tensor y = waves(1, ROWS, 1);
      for (JsonNode loss : recorded.get("losses")) {
        double found = model.trainOnBatch(x, y).get("loss");
        assertThat(found).isCloseTo(loss.asDouble(), within(1e-5));
      }
      Iterator<JsonNode> lengths = recorded.get("weights").iterator();
      for (Tensor weight : model.weights().values()) {
        assertThat(length(weight)).isCloseTo(lengths.next().asDouble(), within(1e-4));
      }
      List<Double> first = new ArrayList<>();
      recorded.get("first").forEach(value -> first.add(value.asDouble()));
      Tensor predicted = model.predict(x);
      for (int row = 0; row < ROWS; row++) {
        assertThat((double) predicted.getFloat(row)).isCloseTo(first.get(row), within(1e-5));
      }
    }
  }

  private static LayerLike wide(String kind) {
    return switch (kind) {
      case "lstm" -> lstm(UNITS).returnSequences(true);
      case "gru" -> gru(UNITS).returnSequences(true);
      case "gru_before" -> gru(UNITS).resetAfter(false).goBackwards(true).returnSequences(true);
      default -> bidirectional(lstm(UNITS).returnSequences(true));
    };
  }

  private static Tensor masked() {
    float[] x = values(1, ROWS * STEPS * FEATURES);
    for (int row = 0; row < ROWS; row++) {
      int from = (row * STEPS + 2 + row % 4) * FEATURES;
      Arrays.fill(x, Math.min(from, (row + 1) * STEPS * FEATURES), (row + 1) * STEPS * FEATURES, 0);
    }
    return Tensor.of(x, ROWS, STEPS, FEATURES);
  }

  private static Tensor waves(double scale, long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= Math.toIntExact(length);
    }
    return Tensor.of(values(scale, size), shape);
  }

  private static float[] values(double scale, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (scale * Math.sin(i * 0.7 + 0.3));
    }
    return values;
  }

  private static double length(Tensor weight) {
    double sum = 0;
    for (int i = 0; i < weight.size(); i++) {
      sum += weight.getDouble(i) * weight.getDouble(i);
    }
    return Math.sqrt(sum);
  }
}
