package dev.tenon.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.zoo.ApplicationOptions;
import dev.tenon.zoo.Applications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands say of images, names, weights and disks that are wrong. */
final class BadInputTest {
  private static final int USAGE = 2;
  private static final String MODEL = Checkout.root() + "/samples/models/mnist_cnn.h5";
  private static final String DIGIT = Checkout.root() + "/samples/images/digit_7.png";
  private static final String PHOTO = Checkout.root() + "/samples/photos/cat.jpg";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"torn", "empty", "text"})
  void aCorruptImageIsNamed(String damage) throws IOException {
    Path image = folder.resolve(damage + ".png");
    byte[] whole = Files.readAllBytes(Path.of(DIGIT));
    Files.write(
        image,
        switch (damage) {
          case "torn" -> Arrays.copyOf(whole, whole.length / 2);
          case "empty" -> new byte[0];
          default -> "no image".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        });
    Path page = folder.resolve("page.html");
    assertThat(Ran.refused("classify", image, "--model", MODEL, "--preprocess", "inside"))
        .contains(damage + ".png");
    assertThat(Ran.refused("predict", MODEL, "--input", image)).contains(damage + ".png");
    assertThat(Ran.refused("inspect", MODEL, "--input", image, "-o", page))
        .contains(damage + ".png");
    assertThat(page).doesNotExist();
  }

  @Test
  void aPhotographCutOffInTheMiddleIsRefused() throws IOException {
    Path torn = folder.resolve("torn.jpg");
    byte[] whole = Files.readAllBytes(Path.of(PHOTO));
    Files.write(torn, Arrays.copyOf(whole, whole.length / 2));
    assertThat(Ran.refused("classify", torn, "--model", MODEL, "--preprocess", "inside"))
        .contains("torn.jpg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"torn", "empty"})
  void aCorruptImageAmongOthersIsNamedByExtract(String damage) throws IOException {
    Path image = folder.resolve(damage + ".png");
    byte[] whole = Files.readAllBytes(Path.of(DIGIT));
    Files.write(image, Arrays.copyOf(whole, damage.equals("torn") ? whole.length / 2 : 0));
    Path npz = folder.resolve("features.npz");
    assertThat(Ran.refused("extract", MODEL, DIGIT, image, "--preprocess", "inside", "-o", npz))
        .contains(damage + ".png");
    assertThat(npz).doesNotExist();
  }

  @Test
  void aFileThatIsMissingIsNotTakenForAName() {
    for (String name : new String[] {"x.keras", "models/resnet50", folder + "/x"}) {
      assertThat(Ran.refused("classify", PHOTO, "--model", name))
          .contains("no file '" + name + "'");
      Path target = folder.resolve("x.npz");
      assertThat(Ran.refused("extract", name, PHOTO, "-o", target))
          .contains("no file '" + name + "'");
    }
    assertThat(Ran.refused("classify", PHOTO, "--model", folder, "--preprocess", "inside"))
        .contains(folder.getFileName() + ": is a folder")
        .doesNotContain("unknown model");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0"})
  void aNumberOfClassesBelowOneIsRefused(String top) {
    assertThat(
            Ran.refused(
                "classify", DIGIT, "--model", MODEL, "--preprocess", "inside", "--top", top))
        .contains("--top must be at least 1, received " + top);
  }

  @Test
  void anUnknownModelIsAnsweredWithTheNearest() {
    assertThat(Ran.refused("classify", PHOTO, "--model", "resnet5O"))
        .contains("unknown model 'resnet5O'")
        .contains("ResNet50");
    assertThat(Ran.refused("zoo", "info", "efficientnet_v2_x")).contains("EfficientNetV2");
  }

  @Test
  void weightsOfAnotherNetworkNameTheFirstLayerThatDiffers() throws IOException {
    Path weights = folder.resolve("mobilenet.weights.h5");
    ApplicationOptions options = ApplicationOptions.untrained().alpha(0.25).forShape(128, 128, 3);
    try (Model other = Applications.mobileNet().create(options)) {
      other.save(weights);
    }
    assertThat(Ran.refused("classify", PHOTO, "--model", "mobilenet", "--weights", weights))
        .contains("mobilenet.weights.h5")
        .contains("'conv1' (Conv2D)");
    assertThat(Ran.refused("classify", PHOTO, "--model", "vgg16", "--weights", weights))
        .contains("mobilenet.weights.h5")
        .contains("block1_conv1");
  }

  @Test
  void aBatchOfNoSamplesIsRefused() throws IOException {
    Path none = folder.resolve("none.npz");
    try (Model model = Model.load(Path.of(MODEL))) {
      String input = model.inputs().get(0).name();
      Npz.write(none, Map.of(input, Tensor.zeros(DType.FLOAT32, 0, 28, 28, 1)));
    }
    assertThat(Ran.refused("inspect", MODEL, "--input", none)).contains("has no samples");
  }

  @Test
  void anUnknownLayerIsAnsweredWithTheNearest() {
    String message =
        Ran.refused(
            "inspect", MODEL, "--input", DIGIT, "-o", folder.resolve("x.npz"), "--layer", "conv3");
    assertThat(message).contains("unknown layer 'conv3'").contains("'conv1'", "'conv2'");
    assertThat(folder.resolve("x.npz")).doesNotExist();
  }

  @Test
  void anUnknownLayerIsRefusedWhateverTheOutput() {
    Path json = folder.resolve("x.json");
    Path page = folder.resolve("x.html");
    for (String message :
        new String[] {
          Ran.refused("inspect", MODEL, "--layer", "conv3"),
          Ran.refused("inspect", MODEL, "--input", DIGIT, "--json", "--layer", "conv3"),
          Ran.refused("inspect", MODEL, "--input", DIGIT, "-o", json, "--layer", "conv3"),
        }) {
      assertThat(message).contains("unknown layer 'conv3'").contains("'conv1'", "'conv2'");
    }
    assertThat(Ran.refused("inspect", MODEL, "-o", page, "--layer", "conv1")).contains("--layer");
    assertThat(json).doesNotExist();
    assertThat(page).doesNotExist();
    Ran known = Ran.of("inspect", MODEL, "--layer", "conv1");
    assertThat(known.out()).contains("conv1 (Conv2D)").doesNotContain("conv2 (Conv2D)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.html", "layers.npz", "figures.json"})
  void aFullDiskIsSaidAndLeavesNothing(String name) throws IOException {
    Path full = fullDisk(name);
    assertThat(Ran.refused("inspect", MODEL, "--input", DIGIT, "-o", full))
        .contains(name)
        .contains("No space left");
    assertThat(folder.toFile().list()).containsExactly(name);
    Files.delete(full);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scores.npz", "scores.json", "scores.csv"})
  void aFullDiskIsSaidByPredictToo(String name) throws IOException {
    Path full = fullDisk(name);
    assertThat(Ran.refused("predict", MODEL, "--input", DIGIT, "-o", full))
        .contains(name)
        .contains("No space left");
    Files.delete(full);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.svg", "model.png", "model.dot"})
  void aFullDiskIsSaidByPlot(String name) throws IOException {
    Path full = fullDisk(name);
    assertThat(Ran.refused("plot", MODEL, "-o", full)).contains(name).contains("No space left");
    assertThat(folder.toFile().list()).containsExactly(name);
    Files.delete(full);
  }

  @Test
  void aFullDiskIsSaidByExtract() throws IOException {
    Path full = fullDisk("features.npz");
    assertThat(Ran.refused("extract", MODEL, DIGIT, "--preprocess", "inside", "-o", full))
        .contains("features.npz")
        .contains("No space left");
    assertThat(folder.toFile().list()).containsExactly("features.npz");
    Files.delete(full);
  }

  /** Returns a name for the device that is always full. */
  private Path fullDisk(String name) throws IOException {
    Path device = Path.of("/dev/full");
    assumeTrue(Files.exists(device), "this system has no /dev/full");
    return Files.createSymbolicLink(folder.resolve(name), device);
  }

  @Test
  void predictWantsItsInput() {
    Ran ran = Ran.of("predict", MODEL);
    assertThat(ran.code()).isEqualTo(USAGE);
    assertThat(ran.err().lines().toList().get(0)).contains("--input FILE");
  }
}
