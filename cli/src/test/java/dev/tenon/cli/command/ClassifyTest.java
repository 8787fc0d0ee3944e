package dev.tenon.cli.command;

import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.flatten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.reshaping.Permute;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images for models that take them in grey or with the channels first. */
final class ClassifyTest {
  private static final Path DIGIT = Checkout.file("samples/images/digit_7.png");
  private static final Path MNIST = Checkout.file("samples/models/mnist_cnn.h5");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"first.keras", "first.onnx"})
  void aGreyImageIsForChannelsFirstToo(String name) throws IOException {
    Path file = folder.resolve(name);
    try (Model last = Model.load(MNIST)) {
      KerasTensor input = Layers.input("pixels", 1, 28, 28);
      KerasTensor scores = input.then(new Permute(List.of(2L, 3L, 1L)).named("last")).then(last);
      try (Model first = Model.of("first", List.of(input), List.of(scores))) {
        first.save(file);
      }
    }
    String expected = Ran.done("classify", DIGIT, "--model", MNIST, "--preprocess", "inside");
    assertThat(expected).contains("class 7");
    assertThat(Ran.done("classify", DIGIT, "--model", file, "--preprocess", "inside"))
        .isEqualTo(expected);
  }

  @Test
  void theCatalogueSaysWhatTheShapeDoesNotShow() throws IOException {
    Path file = folder.resolve("small.keras");
    try (Model model = Model.sequential(flatten().inputShape(3, 4, 4), dense(2, "softmax"))) {
      model.save(file);
    }
    Path json =
        Files.writeString(
            folder.resolve("mine.json"),
            "{\"models\": [{\"name\": \"small\", \"preprocessing\": \"tf\", \"data_format\":"
                + " \"channels_first\", \"labels\": [\"oak\", \"elm\"], \"files\": [{\"path\":"
                + " \"small.keras\"}]}]}");
    Path photo = Checkout.file("samples/photos/cat.jpg");
    assertThat(Ran.done("classify", photo, "--model", "small", "--catalogue", json))
        .contains("oak", "elm");
  }

  @Test
  void anUnknownDataFormatIsRefused() throws IOException {
    Path json =
        Files.writeString(
            folder.resolve("mine.json"),
            "{\"models\": [{\"name\": \"small\", \"preprocessing\": \"tf\", \"data_format\":"
                + " \"first\", \"files\": [{\"path\": \"x.keras\"}]}]}");
    assertThat(Ran.refused("zoo", "list", "--catalogue", json))
        .contains("mine.json: model 'small': unknown data_format 'first'")
        .contains("'channels_first'");
  }

  @Test
  void aImageThatIsNotThereIsSaidBeforeAnythingIsFetched() {
    Path missing = folder.resolve("missing.jpg");
    assertThat(Ran.refused("classify", missing, "--model", "resnet50")).contains("missing.jpg");
    assertThat(Ran.refused("extract", "resnet50", missing, "-o", folder.resolve("out.npz")))
        .contains("missing.jpg");
  }

  @Test
  void aDamagedImageIsSaidBeforeAnythingIsFetched() throws IOException {
    Path damaged = Files.writeString(folder.resolve("damaged.jpg"), "no image");
    assertThat(Ran.refused("classify", damaged, "--model", "resnet50"))
        .contains("damaged.jpg: is not an image that Java reads");
  }

  @Test
  void whatGivesImagesDoesNotClassify() throws IOException {
    Path file = folder.resolve("pictures.keras");
    try (Model model = Model.sequential(conv2D(2, 3).name("maps").inputShape(28, 28, 1))) {
      model.save(file);
    }
    assertThat(Ran.refused("classify", DIGIT, "--model", file, "--preprocess", "inside"))
        .contains("output 'maps' of the model has shape (1, 26, 26, 2)")
        .contains("does not classify");
  }

  /** A network of other people's, which lies outside the repository. */
  @Test
  void aForeignNetworkWithTheChannelsFirstReadsADigit() {
    String foreign = System.getProperty("tenon.foreign");
    assumeThat(foreign).as("system property tenon.foreign").isNotNull();
    Path model = Path.of(foreign, "onnx/models/onnx-mlir_mnist.onnx");
    assumeThat(model).as("a model of others").exists();
    assertThat(Ran.done("classify", DIGIT, "--model", model, "--preprocess", "inside", "--top", 1))
        .contains("class 7");
  }

  /** SqueezeNet with the weights of ImageNet, which lie outside the repository. */
  @ParameterizedTest
  @CsvSource({
    "cat, Egyptian_cat",
    "espresso, espresso",
    "koala, koala",
    "panda, giant_panda",
    "polar_bear, ice_bear",
    "rocket, missile",
    "tripod, tripod"
  })
  void aRealNetworkNamesWhatIsOnThePhotographs(String photo, String expected) {
    String foreign = System.getProperty("tenon.foreign");
    assumeThat(foreign).as("system property tenon.foreign").isNotNull();
    Path model = Path.of(foreign, "keras/squeezenet/squeezenet_v1_1_imagenet.keras3.h5");
    assumeThat(model).as("a model of others").exists();
    String named =
        Ran.done(
            "classify",
            Checkout.file("samples/photos/" + photo + ".jpg"),
            "--model",
            model,
            "--preprocess",
            "caffe",
            "--top",
            1);
    assertThat(named.lines()).hasSize(1);
    assertThat(named).contains(expected);
  }
}
