package dev.tenon.cli.command;

import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.globalAveragePooling2D;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which models are classifiers to inspect, and that it names what classify names. */
final class ClassesTest {
  private static final Path PHOTO = Checkout.file("samples/photos/cat.jpg");

  @TempDir private Path folder;

  /** Writes a network of images, 32 by 32, that ends in a Dense layer. */
  private Path network(String name, int units, String activation) throws IOException {
    Path file = folder.resolve(name);
    try (Model model =
        Model.sequential(
            conv2D(6, 3).name("conv").activation("relu").inputShape(32, 32, 3),
            globalAveragePooling2D(),
            dense(units, activation).name("scores"))) {
      // Pixels reach 255: without this every softmax would say 1 and 0.
      model
          .weights()
          .forEach(
              (path, tensor) -> model.setWeights(java.util.Map.of(path, tensor.scale(0.1, 0))));
      model.save(file);
    }
    return file;
  }

  private static void labels(Path model, String... names) throws IOException {
    Path beside = model.resolveSibling(model.getFileName() + ".labels.txt");
    Files.writeString(beside, String.join("\n", names) + "\n");
  }

  private JsonNode page(Path model) throws IOException {
    Path page = folder.resolve("page.html");
    Ran ran = Ran.of("inspect", model, "--input", PHOTO, "-o", page);
    assertThat(ran.code()).as(ran.err()).isZero();
    return Page.data(page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two.keras", "two.onnx"})
  void aSoftmaxOfTwoIsAClassifier(String name) throws IOException {
    JsonNode data = page(network(name, 2, "softmax"));
    assertThat(data.get("best")).hasSize(2);
    assertThat(data.at("/grad_cam/image").asText()).startsWith("data:image/png");
  }

  @ParameterizedTest
  @CsvSource({"two.keras, 2, linear", "one.keras, 1, sigmoid", "one.onnx, 1, sigmoid"})
  void numbersThatMayMeanAnythingAreNone(String name, int units, String activation)
      throws IOException {
    JsonNode data = page(network(name, units, activation));
    assertThat(data.get("best")).isEmpty();
    assertThat(data.has("grad_cam")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"one.keras", "one.onnx"})
  void aSigmoidWithTwoLabelsIsAClassifier(String name) throws IOException {
    Path model = network(name, 1, "sigmoid");
    labels(model, "cat", "dog");
    JsonNode data = page(model);
    List<String> named = new ArrayList<>();
    double sum = 0;
    for (JsonNode answer : data.get("best")) {
      named.add(answer.get("label").asText());
      sum += answer.get("score").asDouble();
    }
    assertThat(named).containsExactlyInAnyOrder("cat", "dog");
    assertThat(sum).isCloseTo(1, within(1e-6));
    assertThat(data.has("grad_cam")).isTrue();
  }

  /** Returns the first line of classify: the score, and the name of the class. */
  private static List<String> classified(Object... args) {
    Ran ran = Ran.of(args);
    assertThat(ran.code()).as(ran.err()).isZero();
    return List.of(ran.out().lines().findFirst().orElse("").strip().split("\\s+", 2));
  }

  @ParameterizedTest
  @CsvSource({
    "plain.keras, 5, softmax, false",
    "plain.onnx, 5, softmax, false",
    "tuned.keras, 5, softmax, true",
    "tuned.onnx, 5, softmax, true",
    "two.h5, 2, softmax, true",
    "one.keras, 1, sigmoid, true",
  })
  void inspectNamesWhatClassifyNames(String name, int units, String activation, boolean tuned)
      throws IOException {
    Path model = network(name, units, activation);
    if (tuned) {
      labels(model, units == 5 ? new String[] {"a", "b", "c", "d", "e"} : new String[] {"a", "b"});
    }
    Ran inspected = Ran.of("inspect", model, "--input", PHOTO, "--json");
    assertThat(inspected.code()).as(inspected.err()).isZero();
    JsonNode best = new ObjectMapper().readTree(inspected.out()).at("/best/0");
    List<String> said =
        tuned
            ? classified("classify", PHOTO, "--model", model)
            : classified("classify", PHOTO, "--model", model, "--preprocess", "inside");
    assertThat(said.get(1)).endsWith(best.get("label").asText());
    assertThat(best.get("score").asDouble())
        .isCloseTo(Double.parseDouble(said.get(0).replace(',', '.')), within(6e-5));
    // The score moves with the way an image is resized, and every pixel counts.
    Ran table = Ran.of("inspect", model, "--input", PHOTO);
    assertThat(table.out()).contains(best.get("label").asText() + ": ");
  }

  @Test
  void labelsThatDoNotFitAreRefused() throws IOException {
    Path model = network("five.keras", 5, "softmax");
    Path names = Files.writeString(folder.resolve("names.txt"), "a\nb\n");
    Ran wrong = Ran.of("inspect", model, "--input", PHOTO, "--labels", names);
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--labels has 2 names, the model scores 5 classes");
    Ran unused = Ran.of("inspect", model, "--labels", names);
    assertThat(unused.code()).isEqualTo(2);
    Path npz = folder.resolve("x.npz");
    assertThat(Ran.of("inspect", model, "--input", PHOTO, "-o", npz, "--labels", names).err())
        .contains("--labels");
    Ran none =
        Ran.of("inspect", network("n.keras", 1, "linear"), "--input", PHOTO, "--labels", names);
    assertThat(none.err()).contains("does not score classes");
  }
}
