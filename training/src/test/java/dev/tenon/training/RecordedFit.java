package dev.tenon.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.data.ArrayDataset;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Distances;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A fit that Keras ran: a row of {@code tests/goldens/training/runs/manifest.jsonl}.
 *
 * @param row the row
 * @param arrays the data and what happened
 */
record RecordedFit(JsonNode row, Map<String, Tensor> arrays) {
  ArrayDataset data() {
    return samples("");
  }

  private ArrayDataset samples(String prefix) {
    return Dataset.of(new Batch(all(prefix + "x"), all(prefix + "y"), all(prefix + "s")));
  }

  private List<Tensor> all(String prefix) {
    List<Tensor> found = new ArrayList<>();
    for (Tensor next = first(prefix, 0); next != null; next = first(prefix, found.size())) {
      found.add(next);
    }
    return found;
  }

  private @Nullable Tensor first(String prefix, int position) {
    return arrays.get(prefix + position);
  }

  int batchSize() {
    return row.get("fit").get("batch_size").asInt();
  }

  /** Returns the arguments of Keras' fit. */
  FitOptions options() {
    FitOptions options = FitOptions.fit().verbose(0).shuffle(false);
    for (Map.Entry<String, JsonNode> given : row.get("fit").properties()) {
      options = set(options, given.getKey(), given.getValue());
    }
    return arrays.containsKey("vx0") ? validated(options, samples("v").all()) : options;
  }

  private static FitOptions validated(FitOptions options, Batch held) {
    if (held.features().size() != 1 || held.targets().size() != 1) {
      return options.validationData(held);
    }
    Tensor x = held.features().get(0);
    Tensor y = held.targets().get(0);
    Tensor weights = held.weights().isEmpty() ? null : held.weights().get(0);
    return weights == null ? options.validationData(x, y) : options.validationData(x, y, weights);
  }

  private static FitOptions set(FitOptions options, String key, JsonNode value) {
    return switch (key) {
      case "epochs" -> options.epochs(value.asInt());
      case "batch_size" -> options.batchSize(value.asInt());
      case "validation_split" -> options.validationSplit(value.asDouble());
      case "validation_freq" -> options.validationFreq(value.asInt());
      case "validation_steps" -> options.validationSteps(value.asInt());
      case "validation_batch_size" -> options.validationBatchSize(value.asInt());
      case "initial_epoch" -> options.initialEpoch(value.asInt());
      case "steps_per_epoch" -> options.stepsPerEpoch(value.asInt());
      case "class_weight" -> {
        Map<Integer, Double> weights = new HashMap<>();
        value
            .properties()
            .forEach(e -> weights.put(Integer.valueOf(e.getKey()), e.getValue().asDouble()));
        yield options.classWeight(weights);
      }
      default ->
          throw new IllegalArgumentException("an argument that the test does not know: " + key);
    };
  }

  double number(String key) {
    return arrays.get(key).getDouble(0);
  }

  Set<String> names(String prefix) {
    Set<String> names = new TreeSet<>();
    for (String key : arrays.keySet()) {
      if (key.startsWith(prefix)) {
        names.add(key.substring(prefix.length()));
      }
    }
    return names;
  }

  /** Compares what the logs said after each batch. */
  void checkBatches(List<Map<String, Double>> found) {
    for (String name : names("b:")) {
      Tensor expected = arrays.get("b:" + name);
      assertThat(found).as("batches").hasSize(expected.size());
      for (int batch = 0; batch < found.size(); batch++) {
        assertThat(found.get(batch)).containsKey(name);
        Distances.near(
            expected.getDouble(batch),
            found.get(batch).get(name),
            row.get("tolerance").asDouble(),
            name + " after batch " + batch);
      }
    }
    assertThat(found.get(0).keySet()).isEqualTo(names("b:"));
  }
}
