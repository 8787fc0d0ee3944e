package dev.tenon.cli.command;

import static dev.tenon.cli.Shipped.LAYERS;
import static dev.tenon.cli.Shipped.MNIST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Protos;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private Path write(String name, GraphProto.Builder graph, String... domains) throws IOException {
    ModelProto.Builder model = Protos.model(graph, 17);
    for (String domain : domains) {
      model.addOpsetImportBuilder().setDomain(domain).setVersion(1);
    }
    Path file = folder.resolve(name);
    Files.write(file, model.build().toByteArray());
    return file;
  }

  private static GraphProto.Builder one(String domain, String operator) {
    List<String> inputs = operator.equals("ComplexMul") ? List.of("x", "x") : List.of("x");
    return GraphProto.newBuilder()
        .addInput(Protos.floats("x", -1, 4))
        .addOutput(Protos.floats("y", -1, 4))
        .addNode(Protos.node(operator, inputs, List.of("y")).toBuilder().setDomain(domain));
  }

  @ParameterizedTest
  @CsvSource({
    "ai.onnx.preview.training, Adam, it is for training: neither engine has it",
    "ai.onnx.preview.training, Momentum, it is for training: neither engine has it",
    "ai.onnx.preview.training, Gradient, it is for training: neither engine has it",
    "my.lib, Foo, it is of a library of its own",
    "com.microsoft, ComplexMul, neither ONNX Runtime nor Tenon has it",
    "'', Foo, neither ONNX Runtime nor Tenon has it"
  })
  void operatorsThatNoEngineHasAreUnsupported(String domain, String operator, String reason)
      throws IOException {
    Path file = write("one.onnx", one(domain, operator), domain.isEmpty() ? "my.lib" : domain);
    JsonNode report = check(1, file);
    assertThat(report.get("status").asText()).isEqualTo("unsupported");
    assertThat(report.get("unsupported").get(0).asText()).contains(operator + ": " + reason);
    try (Model network = Model.load(file)) {
      for (String engine : List.of("onnxruntime", "tensorflow")) {
        assertThatThrownBy(() -> network.on(engine).predict(Tensor.of(new float[4], 1, 4)))
            .as(engine)
            .isInstanceOf(UnsupportedModelException.class)
            .hasMessageContaining(reason)
            .hasMessageNotContaining("only ONNX Runtime knows");
      }
    }
  }

  @Test
  void operatorsThatOnnxRuntimeHasAreItsOwn() throws IOException {
    Path file = write("own.onnx", one("com.microsoft", "MurmurHash3"), "com.microsoft");
    try (Model network = Model.load(file)) {
      assertThatThrownBy(() -> network.on("tensorflow").predict(Tensor.of(new float[4], 1, 4)))
          .hasMessageContaining("only ONNX Runtime knows what it computes");
    }
  }

  @Test
  void weightsWithoutANetworkAreUnsupported() throws IOException {
    GraphProto.Builder weights =
        GraphProto.newBuilder().addInitializer(Protos.drawn(new Random(1), 1, "w", 4, 3));
    Path file = write("weights.onnx", weights);
    JsonNode report = check(1, file);
    assertThat(report.get("status").asText()).isEqualTo("unsupported");
    assertThat(report.get("message").asText()).contains("holds 1 weights and no network");
    for (String target : List.of("y.onnx", "y.pb", "y.keras")) {
      assertThat(Ran.refused("convert", file, folder.resolve(target)))
          .contains("holds 1 weights and no network");
      assertThat(folder.resolve(target)).doesNotExist();
    }
    Path tensor = folder.resolve("tensor.onnx");
    Files.write(tensor, weights.getInitializer(0).toByteArray());
    assertThat(check(1, tensor).get("message").asText()).contains("a single ONNX tensor");
    assertThat(check(1, tensor).get("status").asText()).isEqualTo("unsupported");
  }

  @Test
  void aMissingOpsetIsSaidBeforeAnythingElse() throws IOException {
    GraphProto.Builder graph = one("", "MatMul");
    graph.getNodeBuilder(0).addInput("nothing");
    Path file = folder.resolve("noopset.onnx");
    Files.write(file, Protos.model(graph, 17).clearOpsetImport().build().toByteArray());
    JsonNode report = check(1, file);
    assertThat(report.get("message").asText())
        .contains("names no opset")
        .doesNotContain("which nothing gives");
  }

  @Test
  void aNetworkWithoutABatchAxisIsToldSo() throws IOException {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Protos.floats("x", 2, 4))
            .addOutput(Protos.floats("y", 2, 4))
            .addNode(Protos.node("Relu", List.of("x"), List.of("y")));
    Path file = write("fixed.onnx", graph);
    assertThat(check(0, file).get("warnings").get(0).asText())
        .contains("input 'x' (2, 4) has no batch axis");
    try (Model network = Model.load(file)) {
      assertThatThrownBy(() -> network.predict(Tensor.of(new float[24], 3, 2, 4)))
          .hasMessageContaining("the network has no batch axis")
          .hasMessageContaining("one by one");
      assertThatThrownBy(() -> network.predict(Tensor.of(new float[12], 3, 4)))
          .hasMessageContaining("the network has no batch axis");
    }
  }

  @Test
  void aSavedModelWithoutItsWeightsIsMalformed() throws IOException {
    Path saved = folder.resolve("mnist.savedmodel");
    Ran.done("convert", MNIST, saved);
    assertThat(check(0, saved).get("status").asText()).isEqualTo("supported");
    Files.delete(saved.resolve("variables/variables.data-00000-of-00001"));
    JsonNode report = check(1, saved);
    assertThat(report.get("status").asText()).isEqualTo("malformed");
    assertThat(report.get("message").asText())
        .contains("the weights are missing", "variables.data-00000-of-00001");
  }

  @Test
  void whatIsNoModelButFineIsUnsupported() throws IOException {
    Path pointer = folder.resolve("pointer.onnx");
    Files.writeString(pointer, "version https://git-lfs.github.com/spec/v1\noid sha256:0\n");
    assertThat(check(1, pointer).get("status").asText()).isEqualTo("unsupported");
    Path json = folder.resolve("model.json");
    Files.writeString(
        json,
        "{\"format\": \"layers-model\", \"modelTopology\": {\"model_config\": {}},"
            + " \"weightsManifest\": []}");
    assertThat(check(1, json).get("status").asText()).isEqualTo("unsupported");
    assertThat(check(1, json).get("message").asText()).contains("TensorFlow.js", "--output_format");
  }
}
