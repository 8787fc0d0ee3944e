package dev.tenon.tests.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.callbacks.Callbacks;
import dev.tenon.data.Batch;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.OptimizerOptions;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import dev.tenon.training.CompileOptions;
import dev.tenon.training.FitOptions;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Eight steps of every optimizer with each of its options, each option that all have and each
 * schedule, on a small net with an embedding, a convolution, normalisation and dense layers,
 * against Keras: the loss after each batch and all weights.
 */
final class OptimizerMatrixTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/optimizers");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OPTIMIZERS = 13;
  private static final int LEAST = 290;

  /**
   * docs/numbers.md: losses and weights with SGD, losses with the others, whose weights follow
   * here.
   */
  private static final double SGD = 1e-5;

  private static final double OTHERS = 1e-4;

  private final JsonNode file;
  private final Map<String, Tensor> arrays;

  OptimizerMatrixTest() throws IOException {
    file = JSON.readTree(FOLDER.resolve("matrix.json").toFile());
    try (Source source = Source.of(FOLDER.resolve("matrix.npz"))) {
      arrays = new HashMap<>(Npz.read(source));
    }
  }

  @Test
  void everyOptimizerIsThere() {
    Set<String> classes = new TreeSet<>();
    file.get("cases").forEach(c -> classes.add(c.get("class_name").asText()));
    assertThat(classes).hasSize(OPTIMIZERS);
    assertThat(file.get("cases")).hasSizeGreaterThan(LEAST);
  }

  @TestFactory
  Stream<DynamicTest> fitsEqualKeras() {
    JsonNode cases = file.get("cases");
    return IntStream.range(0, cases.size())
        .mapToObj(i -> DynamicTest.dynamicTest(name(cases.get(i)), () -> check(cases.get(i), i)));
  }

  private static String name(JsonNode recorded) {
    return recorded.get("name").asText();
  }

  private void check(JsonNode recorded, int row) throws IOException {
    double tolerance = recorded.get("class_name").asText().equals("SGD") ? SGD : OTHERS;
    List<Double> losses = new ArrayList<>();
    try (Model model = Model.load(FOLDER.resolve(recorded.get("net").asText() + ".keras"))) {
      model.compile(
          CompileOptions.compile()
              .optimizer(optimizer(recorded))
              .loss("sparse_categorical_crossentropy"));
      JsonNode about = file.get("about");
      model.fit(
          new Batch(List.of(arrays.get("x")), List.of(arrays.get("y")), List.of()),
          FitOptions.fit()
              .epochs(about.get("epochs").asInt())
              .batchSize(about.get("batch_size").asInt())
              .shuffle(false)
              .verbose(0)
              .callbacks(
                  List.of(
                      Callbacks.lambdaCallback()
                          .onTrainBatchEnd(
                              (fitting, batch, logs) -> losses.add(logs.get().get("loss"))))));
      Tensor expected = arrays.get("loss").get(row);
      assertThat(losses).hasSize(expected.size());
      for (int i = 0; i < losses.size(); i++) {
        Distances.near(expected.getDouble(i), losses.get(i), tolerance, "loss of batch " + (i + 1));
      }
      Tensor golden = arrays.get("weights").get(row);
      long at = 0;
      for (Map.Entry<String, Tensor> weight : model.weights().entrySet()) {
        Tensor found = weight.getValue();
        Tensor part = golden.slice(0, at, at + found.size()).reshape(found.shape());
        Distances.near(part, found, tolerance, weight.getKey());
        at += found.size();
      }
      assertThat(at).isEqualTo(golden.size());
    }
  }

  private static Optimizer optimizer(JsonNode recorded) {
    Map<String, Object> config =
        JSON.convertValue(
            recorded.get("config"), new TypeReference<LinkedHashMap<String, Object>>() {});
    Optimizer optimizer = Optimizers.of(recorded.get("class_name").asText(), config);
    List<String> exclude = new ArrayList<>();
    recorded.get("exclude").forEach(word -> exclude.add(word.asText()));
    return exclude.isEmpty() ? optimizer : excluding(optimizer, exclude);
  }

  /** Every optimizer has this method, which its interface does not; it stands in a hidden one. */
  private static Optimizer excluding(Optimizer optimizer, List<String> words) {
    try {
      Method options = optimizer.getClass().getMethod("options", OptimizerOptions.class);
      options.setAccessible(true);
      return (Optimizer)
          options.invoke(optimizer, optimizer.options().excludeFromWeightDecay(words));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("every optimizer has options", e);
    }
  }
}
