package dev.tenon.losses;

import static dev.tenon.Tenon.activation;
import static dev.tenon.Tenon.compile;
import static dev.tenon.Tenon.evaluate;
import static dev.tenon.Tenon.huber;
import static dev.tenon.Tenon.meanSquaredError;
import static dev.tenon.Tenon.rootMeanSquaredError;
import static dev.tenon.Tenon.sequential;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.training.CompileOptions;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses computed and metrics kept in other types, against what Keras recorded. */
final class ComputedTypesTest {
  private final JsonNode recorded =
      new ObjectMapper().readTree(Checkout.file("tests/goldens/losses/types.json").toFile());

  ComputedTypesTest() throws IOException {}

  @ParameterizedTest
  @ValueSource(strings = {"float16", "bfloat16", "float32", "float64"})
  void lossesRoundAsKeras(String type) {
    JsonNode losses = recorded.get("losses").get(type);
    assertThat(loss(compile().loss(meanSquaredError().dtype(type))))
        .isCloseTo(losses.get("MeanSquaredError").asDouble(), within(3e-8));
    assertThat(loss(compile().loss(huber(0.25).dtype(type))))
        .isCloseTo(losses.get("Huber").asDouble(), within(3e-8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"float16", "bfloat16", "float32"})
  void metricsKeepTheirSums(String type) {
    float[] predictions = new float[300];
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = (float) (0.1 + i % 7);
    }
    try (Model model = sequential(activation("linear").inputShape(1))) {
      model.compile(compile().loss("mse").metrics(rootMeanSquaredError().dtype(type)));
      double error =
          model
              .evaluate(
                  Tensor.of(predictions, 300, 1),
                  Tensor.of(new float[300], 300, 1),
                  evaluate().batchSize(1))
              .get("root_mean_squared_error");
      double keras = recorded.get("errors").get(type).asDouble();
      assertThat(error).isCloseTo(keras, within(5e-3 * keras));
    }
  }

  private double loss(CompileOptions options) {
    try (Model model = sequential(activation("linear").inputShape(2))) {
      model.compile(options);
      return model.evaluate(tensor("prediction"), tensor("target")).get("loss");
    }
  }

  private Tensor tensor(String name) {
    float[] values = new float[4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) recorded.get(name).get(i / 2).get(i % 2).asDouble();
    }
    return Tensor.of(values, 2, 2);
  }
}
