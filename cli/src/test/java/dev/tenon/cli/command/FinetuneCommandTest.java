package dev.tenon.cli.command;

import static dev.tenon.cli.command.DigitFolders.BACKBONE;
import static dev.tenon.cli.command.DigitFolders.EACH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command finetune, on images of digits that the network has not seen. */
final class FinetuneCommandTest {
  @TempDir private static Path images;
  @TempDir private Path folder;

  private static Ran run(Object... args) {
    return Ran.of(args);
  }

  /** Fine-tunes the shipped network on the images; the options are those beside that. */
  private static Ran tuned(Object... options) {
    List<Object> words =
        new ArrayList<>(List.of("finetune", images, "--model", BACKBONE, "--preprocess", "inside"));
    words.addAll(List.of(options));
    Ran ran = run(words.toArray());
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran;
  }

  private static String refused(Object... args) {
    return Ran.refused(args);
  }

  @BeforeAll
  static void writeImages() throws IOException {
    DigitFolders.write(images, 6, "six");
    DigitFolders.write(images, 7, "seven");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tuned.keras", "tuned.h5", "tuned.onnx"})
  void theModelIsTrainedAndNamesImages(String name) throws IOException {
    Path target = folder.resolve(name);
    Path report = folder.resolve("report.html");
    Ran ran =
        tuned(
            "--epochs",
            40,
            "--fine-tune-epochs",
            2,
            "--rate",
            0.01,
            "-o",
            target,
            "--report",
            report);
    assertThat(Files.readString(report)).contains("Confusion matrix", "Model.load", "accuracy");
    assertThat(ran.out())
        .contains("40 to learn from, 10 held out")
        .contains("computed once")
        .contains("thawed")
        .contains("is \\ taken for")
        .contains("wrote " + target);
    assertThat(Files.readAllLines(folder.resolve(name + ".labels.txt")))
        .containsExactly("seven", "six");
    for (String plot : List.of(".curves.png", ".confusion.png")) {
      assertThat(ImageIO.read(folder.resolve(name + plot).toFile())).isNotNull();
    }
    int right = 0;
    for (String label : List.of("six", "seven")) {
      for (int i = 0; i < 5; i++) {
        Path photo = images.resolve(label).resolve("00" + i + ".png");
        Ran said = run("classify", photo, "--model", target, "--top", 1);
        assertThat(said.code()).as(said.err()).isZero();
        right += said.out().strip().endsWith(" " + label) ? 1 : 0;
      }
    }
    assertThat(right).isGreaterThanOrEqualTo(9);
    Ran predicted =
        run(
            "predict",
            target,
            "--input",
            images.resolve("six/001.png"),
            "--labels",
            folder.resolve(name + ".labels.txt"));
    assertThat(predicted.out()).contains("seven").contains("label");
  }

  @Test
  void aNetworkOfTheZooIsTrainedFromAPath() throws IOException {
    Path weights = folder.resolve("own.weights.h5");
    try (Model own =
        dev.tenon.zoo.Applications.mobileNetV2()
            .create(
                dev.tenon.zoo.ApplicationOptions.untrained()
                    .includeTop(false)
                    .forShape(32, 32, 3))) {
      own.save(weights);
    }
    Path target = folder.resolve("zoo.keras");
    Ran ran =
        run(
            "finetune",
            images,
            "--model",
            "mobilenet_v2",
            "--weights",
            weights,
            "--image-size",
            32,
            "--epochs",
            1,
            "--fine-tune-epochs",
            1,
            "--validation-split",
            0,
            "-o",
            target);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("'block_16_expand'").contains("that it learned from");
    try (Model loaded = Model.load(target)) {
      Tensor scores = loaded.predict(Tensor.of(new float[2 * 32 * 32 * 3], 2, 32, 32, 3));
      assertThat(scores.shape()).containsExactly(2, 2);
    }
  }

  @Test
  void augmentationIsForTrainingOnlyAndTheModelHasLearned() throws IOException {
    Path target = folder.resolve("augmented.keras");
    Ran ran =
        tuned("--epochs", 40, "--fine-tune-epochs", 2, "--rate", 0.01, "--augment", "-o", target);
    // What is drawn anew in each epoch cannot be computed once.
    assertThat(ran.out()).doesNotContain("computed once");
    assertThat(run("summary", target).out()).doesNotContain("Random");
    List<String> classes = Files.readAllLines(folder.resolve("augmented.keras.labels.txt"));
    int right = 0;
    try (Model loaded = Model.load(target)) {
      for (String label : classes) {
        for (int i = 0; i < EACH; i++) {
          Path file = images.resolve(label).resolve(String.format(Locale.ROOT, "%03d.png", i));
          Tensor scores = loaded.predict(DigitFolders.digit(file));
          boolean second = scores.getDouble(1) > scores.getDouble(0);
          right += label.equals(classes.get(second ? 1 : 0)) ? 1 : 0;
        }
      }
    }
    // By chance it would be 25 of 50.
    assertThat(right).isGreaterThanOrEqualTo(45);
  }

  @Test
  void featuresOfAFineTunedModelAreThoseOfItsFrozenNetwork() throws IOException {
    Path target = folder.resolve("frozen.keras");
    tuned("--epochs", 1, "--fine-tune-epochs", 0, "-o", target);
    Path photo = images.resolve("six/003.png");
    Path before = folder.resolve("before.npz");
    Path after = folder.resolve("after.npz");
    Ran.done("extract", BACKBONE, photo, "--preprocess", "inside", "-o", before);
    // It needs no --preprocess: the labels beside it say who made it.
    Ran.done("extract", target, photo, "-o", after);
    try (Source first = Source.of(before);
        Source second = Source.of(after)) {
      DigitFolders.equal(Npz.array(second, "features"), Npz.array(first, "features"));
    }
  }

  /** As one count of epochs: the head's are the first. */
  @Test
  void bothStagesCountTheSameEpochs() throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      tuned("--epochs", 1, "--fine-tune-epochs", 1, "-o", folder.resolve("counted.keras"));
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .containsSubsequence("Epoch 1/2", "Epoch 2/2")
        .doesNotContain("Epoch 1/1");
  }

  @Test
  void foldersThatCannotBeLearnedFromAreSaid() throws IOException {
    Path target = folder.resolve("x.keras");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThat(tune(empty, target)).contains("no images").contains("empty");
    assertThat(tune(folder.resolve("nowhere"), target)).contains("nowhere");
    Path single = Files.createDirectories(folder.resolve("single"));
    DigitFolders.write(single, 3, "three");
    assertThat(tune(single, target)).contains("single class, 'three'");
    Files.createDirectories(single.resolve("four"));
    assertThat(tune(single, target)).contains("'four' has no images");
    DigitFolders.write(single, 4, "four");
    Files.write(single.resolve("four/torn.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2});
    assertThat(tune(single, target)).contains("torn.png");
    assertThat(target).doesNotExist();
  }

  private static String tune(Path from, Path target) {
    return refused(
        "finetune",
        from,
        "--model",
        BACKBONE,
        "--preprocess",
        "inside",
        "--epochs",
        1,
        "-o",
        target);
  }

  /** Networks of PyTorch have the channels first. */
  @ParameterizedTest
  @ValueSource(strings = {"torchscript", "dynamo"})
  void aNetworkOfPyTorchIsTunedAndNamesImages(String exporter) throws IOException {
    Path network = Checkout.file("tests/goldens/torch").resolve("resnet." + exporter + ".onnx");
    Path target = folder.resolve("tuned.onnx");
    Path rows = folder.resolve("rows.npz");
    Ran ran =
        run(
            "finetune",
            images,
            "--model",
            network,
            "--preprocess",
            "tf",
            "--epochs",
            1,
            "--fine-tune-epochs",
            1,
            "-o",
            target);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("wrote " + target);
    Ran said = run("classify", images.resolve("six/000.png"), "--model", target, "--top", 1);
    assertThat(said.code()).as(said.err()).isZero();
    Ran extracted =
        run("extract", network, images.resolve("six"), "--preprocess", "tf", "-o", rows);
    assertThat(extracted.code()).as(extracted.err()).isZero();
    assertThat(extracted.out()).contains("features (25, 12) of 25 images");
  }

  @Test
  void namesAndTargetsThatAreWrongAreSaidBeforeTheTraining() {
    Path target = folder.resolve("x.keras");
    assertThat(refused("finetune", images, "--model", "mobilnet_v2", "-o", target))
        .contains("MobileNetV2");
    assertThat(refused("finetune", images, "--model", BACKBONE, "-o", target))
        .contains("--preprocess");
    assertThat(refused("finetune", images, "--model", BACKBONE, "--weights", "none", "-o", target))
        .contains("--pretrained")
        .contains("has its own");
    assertThat(tune(images, folder.resolve("x.txt"))).contains(".keras, .h5 or .onnx");
    assertThat(tune(images, folder.resolve("nowhere/x.keras"))).contains("nowhere");
    assertThat(
            refused(
                "finetune",
                images,
                "--model",
                "mobilenet_v2",
                "--weights",
                "none",
                "--image-size",
                8,
                "-o",
                target))
        .contains("at least 32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".labels.txt", ".curves.png", ".confusion.png"})
  void aFullDiskIsSaid(String suffix) throws IOException {
    Path device = Path.of("/dev/full");
    assumeTrue(Files.exists(device), "this system has no /dev/full");
    Path full = Files.createSymbolicLink(folder.resolve("x.onnx" + suffix), device);
    assertThat(tune(images, folder.resolve("x.onnx")))
        .contains("x.onnx" + suffix)
        .contains("No space left");
    Files.delete(full);
    assertThat(Files.isRegularFile(device)).as("the device is left as it is").isFalse();
  }
}
