import static dev.tenon.training.FitOptions.fit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.OptimizerOptions;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.CompileOptions;
import java.nio.file.Files;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does with files what check_training_live.py says: {@code java -cp … TrainLike.java FOLDER}.
 *
 * <p>FOLDER/jobs.jsonl has a job a line: {@code model}, a Keras file; {@code data}, an npz with x0,
 * y0 and so on, or null to train nothing; {@code epochs}, {@code batch_size}; {@code optimizer}, with
 * {@code class_name} and {@code config}, and {@code loss} and {@code exclude}, the words for
 * exclude_from_weight_decay, where the file is not compiled; {@code save}, files to write
 * afterwards. For each job a line {@code {"losses": […]}} goes to FOLDER/results.jsonl.
 */
public final class TrainLike {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TrainLike() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    List<String> results = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("jobs.jsonl"))) {
      JsonNode job = JSON.readTree(line);
      try {
        results.add(JSON.writeValueAsString(Map.of("losses", run(folder, job))));
      } catch (RuntimeException e) {
        // One bad file must not hide the others.
        results.add(JSON.writeValueAsString(Map.of("error", String.valueOf(e))));
      }
    }
    Files.write(folder.resolve("results.jsonl"), results);
  }

  private static List<Double> run(Path folder, JsonNode job) throws Exception {
    try (Model model = Model.load(folder.resolve(job.get("model").asText()))) {
      List<Double> losses = List.of();
      if (job.hasNonNull("optimizer")) {
        model.compile(
            CompileOptions.compile().optimizer(optimizer(job)).loss(job.get("loss").asText()));
      }
      if (job.hasNonNull("data")) {
        Map<String, Tensor> arrays;
        try (Source source = Source.of(folder.resolve(job.get("data").asText()))) {
          arrays = Npz.read(source);
        }
        losses =
            model
                .fit(
                    new Batch(all(arrays, "x"), all(arrays, "y"), all(arrays, "s")),
                    fit()
                        .epochs(job.get("epochs").asInt())
                        .batchSize(job.get("batch_size").asInt())
                        .validationData(validation(arrays, job.get("batch_size").asInt()))
                        .shuffle(false)
                        .verbose(0))
                .get("loss");
      }
      for (JsonNode target : job.get("save")) {
        model.save(folder.resolve(target.asText()));
      }
      return losses;
    }
  }

  private static Optimizer optimizer(JsonNode job) throws ReflectiveOperationException {
    JsonNode object = job.get("optimizer");
    Map<String, Object> config =
        JSON.convertValue(
            object.get("config"), new TypeReference<LinkedHashMap<String, Object>>() {});
    Optimizer optimizer = Optimizers.of(object.get("class_name").asText(), config);
    List<String> words = new ArrayList<>();
    job.get("exclude").forEach(word -> words.add(word.asText()));
    // Every optimizer has this method, which its interface does not; it stands in a hidden one.
    Method options = optimizer.getClass().getMethod("options", OptimizerOptions.class);
    options.setAccessible(true);
    return (Optimizer)
        options.invoke(optimizer, optimizer.options().excludeFromWeightDecay(words));
  }

  /** Returns what is evaluated after each epoch: this, too, moves the seeds of recurrent dropout. */
  private static @Nullable Dataset validation(Map<String, Tensor> arrays, int batchSize) {
    return arrays.containsKey("vx0")
        ? Dataset.of(new Batch(all(arrays, "vx"), all(arrays, "vy"), all(arrays, "vs")))
            .batch(batchSize)
        : null;
  }

  private static List<Tensor> all(Map<String, Tensor> arrays, String prefix) {
    List<Tensor> found = new ArrayList<>();
    for (Tensor next = arrays.get(prefix + 0);
        next != null;
        next = arrays.get(prefix + found.size())) {
      found.add(next);
    }
    return found;
  }
}
