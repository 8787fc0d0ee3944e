package dev.tenon.tests.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.Model;
import dev.tenon.cli.convert.KerasConversion;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers on shapes on which a generation of Keras refuses to build them are not written for it. */
final class BuildRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A refusal for another reason, such as a malformed case, proves nothing. */
  private static final Pattern REASON =
      Pattern.compile("that leaves nothing|is larger than its input|must be known");

  @TempDir Path folder;

  @Test
  void whatKerasDoesNotBuildIsNotWritten() throws IOException {
    List<String> wrong = new ArrayList<>();
    Path recorded = Checkout.root().resolve("tests/goldens/signatures/build_rules.jsonl");
    for (String line : Files.readAllLines(recorded)) {
      JsonNode rule = JSON.readTree(line);
      for (KerasFormat format : KerasFormat.values()) {
        if (format == KerasFormat.WEIGHTS_H5) {
          continue;
        }
        boolean builds =
            format.readers().stream()
                .allMatch(
                    reader ->
                        rule.get(reader == KerasGeneration.KERAS_3 ? "keras3" : "tf_keras")
                            .isNull());
        String refused = refusal(rule, format);
        if (builds ? refused != null : refused == null || !REASON.matcher(refused).find()) {
          wrong.add(format + " " + (refused == null ? "written" : refused) + ": " + line);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** {@code --verify} looks at the file as it is read again. */
  @Test
  void aWrittenFileIsHeldAgainstTheRules() throws IOException {
    Path file = folder.resolve("m.h5");
    ObjectNode rule = JSON.createObjectNode();
    rule.putArray("input").add(3).add(4).add(4).add(2);
    ObjectNode cropping = rule.putArray("layers").addObject().put("class_name", "Cropping3D");
    cropping.set("config", JSON.readTree("{\"name\":\"c\",\"cropping\":[[2,1],[0,0],[0,0]]}"));
    try (Model model = Model.fromJson(sequential(rule))) {
      model.save(file, KerasOptions.of(KerasFormat.TF_KERAS_H5));
    }
    assertThat(KerasConversion.refused(file, KerasFormat.TF_KERAS_H5)).isEmpty();
    assertThat(KerasConversion.refused(file, KerasFormat.KERAS3_H5))
        .contains("Cropping3D that leaves nothing, which Keras 3 does not build (1): 'c'");
  }

  @Test
  void moreThanTwoFeaturesAreCrossedByTfKerasAlone() throws IOException {
    Path golden = Checkout.root().resolve("tests/goldens/layers/preprocessing");
    try (Model model = Model.load(golden.resolve("hashed_crossing_three.tf.h5"))) {
      for (KerasFormat format :
          List.of(KerasFormat.KERAS, KerasFormat.KERAS3_H5, KerasFormat.BOTH_H5)) {
        Path file = folder.resolve("three" + format.suffix());
        assertThatThrownBy(() -> model.save(file, KerasOptions.of(format)))
            .isInstanceOf(UnsupportedModelException.class)
            .hasMessageContaining("no model of Keras 3 crosses")
            .hasMessageContaining("'three'");
      }
      model.save(folder.resolve("three.tf.h5"), KerasOptions.of(KerasFormat.TF_KERAS_H5));
    }
  }

  /** Returns why a model is not written; null where it is. */
  private @Nullable String refusal(JsonNode rule, KerasFormat format) throws IOException {
    Path file = folder.resolve(format == KerasFormat.KERAS ? "m.keras" : "m.h5");
    try (Model model = Model.fromJson(sequential(rule))) {
      model.save(file, KerasOptions.of(format));
      return null;
    } catch (UnsupportedModelException | MalformedModelException | IllegalArgumentException e) {
      return e.getMessage();
    } catch (IllegalStateException e) {
      // Nothing is refused, and only the weights are missing.
      assertThat(e).hasMessageContaining("has no content: load weights first");
      return null;
    }
  }

  private static String sequential(JsonNode rule) {
    ObjectNode model = JSON.createObjectNode().put("class_name", "Sequential");
    model.put("keras_version", "2.15.0").put("backend", "tensorflow");
    ArrayNode layers = model.putObject("config").put("name", "s").putArray("layers");
    ObjectNode input = layers.addObject().put("class_name", "InputLayer").putObject("config");
    input.put("name", "x").put("dtype", "float32");
    ArrayNode shape = input.putArray("batch_input_shape").addNull();
    rule.get("input").forEach(shape::add);
    rule.get("layers").forEach(layers::add);
    return model.toString();
  }
}
