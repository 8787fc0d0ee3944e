import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Difference;
import dev.tenon.zoo.ApplicationOptions;
import dev.tenon.zoo.Applications;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Builds networks of the zoo with weights that zoo.py wrote and compares three inner layers and the output with Keras'.
 *
 * <p>Usage: java -cp "$(cat .tenon/classpath)" tests/interop/ZooWeights.java FOLDER. Ends with 1 where one differs.
 */
public final class ZooWeights {
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    boolean right = true;
    for (String line : Files.readAllLines(folder.resolve("zoo.jsonl"))) {
      right &= compare(folder, new ObjectMapper().readTree(line));
    }
    System.exit(right ? 0 : 1);
  }

  private static boolean compare(Path folder, JsonNode row) throws Exception {
    boolean top = row.get("top").asBoolean();
    ApplicationOptions options =
        ApplicationOptions.DEFAULTS
            .includeTop(top)
            .pooling(row.hasNonNull("pooling") ? row.get("pooling").asText() : null)
            .weightsFrom(folder.resolve(row.get("weights").asText()));
    if (!top) {
      options = options.forShape(96, 96, 3);
    }
    LayerNames.reset();
    Map<String, Tensor> golden;
    try (Source source = Source.of(folder.resolve(row.get("golden").asText()))) {
      golden = Npz.read(source);
    }
    long start = System.nanoTime();
    try (Model model = Applications.named(row.get("model").asText()).create(options)) {
      long parameters =
          model.info().keras().lowered().parameters().stream()
              .filter(p -> !p.name().equals("seed_generator_state"))
              .mapToLong(p -> java.util.stream.LongStream.of(p.shape()).reduce(1, (a, b) -> a * b))
              .sum();
      List<String> wanted = new ArrayList<>(List.of(model.outputs().get(0).name()));
      List<Tensor> expected = new ArrayList<>(List.of(golden.get("out0")));
      golden.forEach(
          (name, tensor) -> {
            if (name.startsWith("inner:")) {
              wanted.add(name.substring("inner:".length()));
              expected.add(tensor);
            }
          });
      // Without a top the output may be one of the inner layers, which is then given once.
      Map<String, Tensor> results =
          model.run(Map.of(model.inputs().get(0).name(), golden.get("in0")), wanted.stream().distinct().toList());
      List<Tensor> found = wanted.stream().map(results::get).toList();
      double[] apart = new double[wanted.size()];
      double worst = 0;
      for (int i = 0; i < wanted.size(); i++) {
        Difference difference = Difference.of(expected.get(i), found.get(i));
        apart[i] = difference.problem().isEmpty() && !difference.weak() ? difference.relative() : Double.POSITIVE_INFINITY;
        worst = Math.max(worst, apart[i]);
      }
      double tolerance = row.get("tolerance").asDouble();
      boolean right = worst <= tolerance && parameters == row.get("parameters").asLong();
      System.out.printf(
          "%s %s%s: %d parameters, output %.1e, inner %.1e %.1e %.1e, worst %.1e of %.1e, %.1f s%n",
          right ? "ok" : "DIFFERS",
          row.get("weights").asText(),
          top ? "" : " pooling " + row.get("pooling").asText(),
          parameters,
          apart[0],
          apart[1],
          apart[2],
          apart[3],
          worst,
          tolerance,
          (System.nanoTime() - start) / 1e9);
      return right;
    }
  }
}
