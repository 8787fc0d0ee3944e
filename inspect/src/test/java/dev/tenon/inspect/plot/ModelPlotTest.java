package dev.tenon.inspect.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs of models are those that Keras writes for Graphviz. */
class ModelPlotTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/utils");
  private static final Pattern NODE = Pattern.compile("(?m)(^| -> )(\\d+)(?= )");

  @TempDir Path temporary;

  @Test
  void textIsThatOfKeras() throws IOException {
    for (JsonNode row : new ObjectMapper().readTree(GOLDENS.resolve("plots.json").toFile())) {
      try (Model model = Model.load(GOLDENS.resolve(row.get("file").textValue()))) {
        String text = ModelPlot.modelToDot(model, options(row.get("arguments")));
        assertThat(numbered(text))
            .as("%s %s", row.get("file"), row.get("arguments"))
            .isEqualTo(numbered(row.get("text").textValue()).stripTrailing() + "\n");
      }
    }
  }

  /** Python names nodes by addresses in memory. */
  private static String numbered(String text) {
    Map<String, Integer> numbers = new HashMap<>();
    return NODE.matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1)
                        + numbers.computeIfAbsent(found.group(2), key -> numbers.size() + 1)));
  }

  private static ModelPlot options(JsonNode arguments) {
    ModelPlot options = ModelPlot.DEFAULTS;
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      JsonNode value = argument.getValue();
      options =
          switch (argument.getKey()) {
            case "show_shapes" -> options.showShapes(value.booleanValue());
            case "show_dtype" -> options.showDtype(value.booleanValue());
            case "show_layer_names" -> options.showLayerNames(value.booleanValue());
            case "show_layer_activations" -> options.showLayerActivations(value.booleanValue());
            case "show_trainable" -> options.showTrainable(value.booleanValue());
            case "expand_nested" -> options.expandNested(value.booleanValue());
            case "rankdir" -> options.rankdir(value.textValue());
            case "dpi" -> options.dpi(value.intValue());
            case "splines" -> options.splines(value.textValue());
            default -> throw new AssertionError(argument.getKey());
          };
    }
    return options;
  }

  @Test
  void suffixSaysTheFormat() throws IOException {
    try (Model model = Model.load(GOLDENS.resolve("plot-chain.keras"))) {
      ModelPlot.plotModel(model, temporary.resolve("a.dot"));
      assertThat(temporary.resolve("a.dot"))
          .content()
          .isEqualTo(ModelPlot.modelToDot(model, ModelPlot.DEFAULTS.showLayerNames(false)));
      ModelPlot.plotModel(model, temporary.resolve("a.svg"));
      assertThat(temporary.resolve("a.svg")).content().startsWith("<svg").contains("BatchNorm");
      ModelPlot.plotModel(model, temporary.resolve("a.PNG"));
      assertThat(Files.readAllBytes(temporary.resolve("a.PNG"))).startsWith(0x89, 'P', 'N', 'G');
      assertThatThrownBy(() -> ModelPlot.plotModel(model, temporary.resolve("a.pdf")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(".svg or .png");
    }
  }
}
