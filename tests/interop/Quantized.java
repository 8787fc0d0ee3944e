import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.quantizers.QuantizationConfig;
import dev.tenon.quantizers.Quantizers;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Quantizes the models of tests/goldens/quantized/floats.jsonl and saves them: {@code java -cp …
 * Quantized.java FOLDER}, in the root of the checkout.
 */
public final class Quantized {
  private Quantized() {}

  public static void main(String[] arguments) throws Exception {
    Path goldens = Path.of("tests/goldens/quantized");
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    Map<String, QuantizationConfig> configs =
        Map.of(
            "int8_weights", Quantizers.int8QuantizationConfig().activationQuantizer(null),
            "int4_groups", Quantizers.int4QuantizationConfig().blockSize(2L),
            "int4_columns", Quantizers.int4QuantizationConfig().blockSize(null),
            "int4_inputs",
                Quantizers.int4QuantizationConfig()
                    .blockSize(null)
                    .activationQuantizer(Quantizers.absMaxQuantizer()));
    for (String line : Files.readAllLines(goldens.resolve("floats.jsonl"))) {
      var row = new ObjectMapper().readTree(line);
      String mode = row.get("mode").asText();
      try (Model source = Model.load(goldens.resolve(row.get("source").asText()));
          Model made =
              configs.containsKey(mode)
                  ? source.edit().quantize(configs.get(mode))
                  : source.edit().quantize(mode)) {
        made.save(folder + File.separator + row.get("quantized").asText());
      }
    }
  }
}
