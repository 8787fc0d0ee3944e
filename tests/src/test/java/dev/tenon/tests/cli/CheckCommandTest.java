package dev.tenon.tests.cli;

import static dev.tenon.tests.cli.Shipped.LAYERS;
import static dev.tenon.tests.cli.Shipped.MNIST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.tests.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What check says of a file, for people and as JSON. */
final class CheckCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private static JsonNode check(int code, Path model) throws IOException {
    Ran ran = Ran.of("check", model, "--json");
    assertThat(ran.code()).as(ran.all()).isEqualTo(code);
    assertThat(ran.err()).isEmpty();
    JsonNode report = JSON.readTree(ran.out());
    assertThat(report.get("file").asText()).isEqualTo(model.toString());
    return report;
  }

  @Test
  void aSupportedModelIsDescribed() throws IOException {
    JsonNode report = check(0, MNIST);
    assertThat(report.get("status").asText()).isEqualTo("supported");
    // As samples/models/README.md says.
    assertThat(report.get("keras_version").asText()).isEqualTo("3.15.1");
    assertThat(report.get("weights").asText()).isEqualTo("complete");
    assertThat(report.get("compiled").asText()).isEqualTo("yes");
    assertThat(report.get("kinds").get("Conv2D").asInt()).isEqualTo(2);
    assertThat(report.get("kinds").get("BatchNormalization").asInt()).isEqualTo(2);
    assertThat(report.get("kinds").get("Dense").asInt()).isEqualTo(1);
    assertThat(Ran.of("check", MNIST).out())
        .contains("status: supported\n", "  Conv2D 2\n", "keras_version: 3.15.1\n");
  }

  @Test
  void anOnnxFileIsDescribed() throws IOException {
    Path onnx = folder.resolve("mnist.onnx");
    assertThat(Ran.of("convert", MNIST, onnx).code()).isZero();
    JsonNode report = check(0, onnx);
    assertThat(report.get("format").asText()).isEqualTo("ONNX");
    assertThat(report.get("producer").asText()).startsWith("tenon");
    assertThat(report.get("kinds").get("Conv").asInt()).isEqualTo(2);
  }

  /** Copies a Keras archive in which a class of layers has another name. */
  private Path renamed(Path keras, String from, String to) throws IOException {
    Path target = folder.resolve("renamed.keras");
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(keras));
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(target))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] bytes = in.readAllBytes();
        if (entry.getName().equals("config.json")) {
          String config = new String(bytes, StandardCharsets.UTF_8);
          assertThat(config).contains("\"class_name\": \"" + from + "\"");
          bytes =
              config
                  .replace("\"class_name\": \"" + from + "\"", "\"class_name\": \"" + to + "\"")
                  .getBytes(StandardCharsets.UTF_8);
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(bytes);
        out.closeEntry();
      }
    }
    return target;
  }

  @Test
  void whatIsUnsupportedIsListedWithItsPlace() throws IOException {
    Path model =
        renamed(LAYERS.resolve("policy/layers_of_other_types.k3.keras"), "Dense", "Wobble");
    JsonNode report = check(1, model);
    assertThat(report.get("status").asText()).isEqualTo("unsupported");
    assertThat(report.get("message").asText()).contains("renamed.keras");
    assertThat(report.get("unsupported")).hasSize(1);
    assertThat(report.get("unsupported").get(0).asText())
        .contains("Wobble", "'double'", "'single'");
    Ran text = Ran.of("check", model);
    assertThat(text.code()).isEqualTo(1);
    assertThat(text.out()).contains("status: unsupported\n", "unsupported:\n", "Wobble");
  }

  @Test
  void whatIsNoModelIsMalformed() throws IOException {
    Path text = folder.resolve("text.h5");
    Files.writeString(text, "no model");
    JsonNode report = check(1, text);
    assertThat(report.get("status").asText()).isEqualTo("malformed");
    assertThat(report.get("message").asText()).contains("text.h5").contains("plain text");
    Ran missing = Ran.of("check", folder.resolve("nowhere.h5"), "--json");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("no file '").contains("nowhere.h5");
  }
}
