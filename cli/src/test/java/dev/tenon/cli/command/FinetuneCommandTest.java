package dev.tenon.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.data.sets.Digits;
import dev.tenon.data.sets.TrainTest;
import dev.tenon.formats.Source;
import dev.tenon.formats.image.ColorMode;
import dev.tenon.formats.image.Images;
import dev.tenon.formats.image.Interpolation;
import dev.tenon.formats.npz.Npz;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands finetune and extract, on images of digits that the network has not seen. */
final class FinetuneCommandTest {
  private static final int EACH = 25;
  private static final String BACKBONE =
      Checkout.file("samples/models/digits_0_to_4.keras").toString();

  @TempDir private static Path pictures;
  @TempDir private Path folder;

  private static Ran run(Object... args) {
    return Ran.of(args);
  }

  private static String refused(Object... args) {
    return Ran.refused(args);
  }

  @BeforeAll
  static void writePictures() throws IOException {
    write(pictures, 6, "six");
    write(pictures, 7, "seven");
  }

  /** Writes the first of the shipped digits of a kind. */
  private static void write(Path into, int digit, String name) throws IOException {
    Path classFolder = Files.createDirectories(into.resolve(name));
    TrainTest digits = Digits.load();
    int count = 0;
    for (int i = 0; count < EACH; i++) {
      if (digits.yTrain().getDouble(i) == digit) {
        Tensor picture = digits.xTrain().get(i).reshape(28, 28, 1);
        Images.save(
            classFolder.resolve(String.format(Locale.ROOT, "%03d.png", count++)), picture, false);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tuned.keras", "tuned.h5", "tuned.onnx"})
  void theModelIsTrainedAndNamesPictures(String name) throws IOException {
    Path target = folder.resolve(name);
    Ran ran =
        run(
            "finetune",
            pictures,
            "--model",
            BACKBONE,
            "--preprocess",
            "inside",
            "--epochs",
            40,
            "--fine-tune-epochs",
            2,
            "--rate",
            0.01,
            "-o",
            target);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("40 to learn from, 10 held out")
        .contains("computed once")
        .contains("thawed")
        .contains("is \\ taken for")
        .contains("wrote " + target);
    assertThat(Files.readAllLines(folder.resolve(name + ".labels.txt")))
        .containsExactly("seven", "six");
    for (String picture : List.of(".curves.png", ".confusion.png")) {
      assertThat(ImageIO.read(folder.resolve(name + picture).toFile())).isNotNull();
    }
    int right = 0;
    for (String label : List.of("six", "seven")) {
      for (int i = 0; i < 5; i++) {
        Path photo = pictures.resolve(label).resolve("00" + i + ".png");
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
            pictures.resolve("six/001.png"),
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
                    .withIncludeTop(false)
                    .forShape(32, 32, 3))) {
      own.save(weights);
    }
    Path target = folder.resolve("zoo.keras");
    Ran ran =
        run(
            "finetune",
            pictures,
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
        run(
            "finetune",
            pictures,
            "--model",
            BACKBONE,
            "--preprocess",
            "inside",
            "--epochs",
            40,
            "--fine-tune-epochs",
            2,
            "--rate",
            0.01,
            "--augment",
            "-o",
            target);
    assertThat(ran.code()).as(ran.err()).isZero();
    // What is drawn anew in each epoch cannot be computed once.
    assertThat(ran.out()).doesNotContain("computed once");
    assertThat(run("summary", target).out()).doesNotContain("Random");
    List<String> classes = Files.readAllLines(folder.resolve("augmented.keras.labels.txt"));
    int right = 0;
    try (Model loaded = Model.load(target)) {
      for (String label : classes) {
        for (int i = 0; i < EACH; i++) {
          Path file = pictures.resolve(label).resolve(String.format(Locale.ROOT, "%03d.png", i));
          Tensor scores = loaded.predict(digit(file));
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
    Ran ran =
        run(
            "finetune",
            pictures,
            "--model",
            BACKBONE,
            "--preprocess",
            "inside",
            "--epochs",
            1,
            "--fine-tune-epochs",
            0,
            "-o",
            target);
    assertThat(ran.code()).as(ran.err()).isZero();
    Path picture = pictures.resolve("six/003.png");
    Path before = folder.resolve("before.npz");
    Path after = folder.resolve("after.npz");
    Ran.done("extract", BACKBONE, picture, "--preprocess", "inside", "-o", before);
    // It needs no --preprocess: the labels beside it say who made it.
    Ran.done("extract", target, picture, "-o", after);
    try (Source first = Source.of(before);
        Source second = Source.of(after)) {
      equal(Npz.array(second, "features"), Npz.array(first, "features"));
    }
  }

  @Test
  void featuresAreThoseOfTheModelCutBeforeItsTop() throws IOException {
    Path npz = folder.resolve("features.npz");
    Ran ran = run("extract", BACKBONE, pictures, "--preprocess", "inside", "-o", npz);
    assertThat(ran.code()).as(ran.err()).isZero();
    Path first = pictures.resolve("seven/000.png");
    Path last = pictures.resolve("six/024.png");
    try (Source source = Source.of(npz);
        Model whole = Model.load(Path.of(BACKBONE));
        Model cut = whole.cut("global_average_pooling2d_1")) {
      Map<String, Tensor> arrays = Npz.read(source);
      Tensor features = arrays.get("features");
      assertThat(features.shape()).containsExactly(2 * EACH, 128);
      Tensor files = arrays.get("files");
      assertThat(files.getString(0)).isEqualTo(first.toString());
      assertThat(files.getString(2 * EACH - 1)).isEqualTo(last.toString());
      equal(features.get(0), cut.predict(digit(first)));
      equal(features.get(2 * EACH - 1), cut.predict(digit(last)));
    }
    Path top = folder.resolve("top.npz");
    for (String each : List.of("global_average_pooling2d_1", "dense_1")) {
      Ran extracted =
          run("extract", BACKBONE, first, "--preprocess", "inside", "--layer", each, "-o", top);
      assertThat(extracted.code()).as(extracted.err()).isZero();
      assertThat(run("summary", BACKBONE).out()).contains(each);
      try (Source source = Source.of(top);
          Model whole = Model.load(Path.of(BACKBONE));
          Model cut = whole.cut(each)) {
        equal(Npz.array(source, "features").get(0), cut.predict(digit(first)));
      }
    }
    Path inner = folder.resolve("inner.npz");
    Ran layer =
        run(
            "extract",
            BACKBONE,
            first,
            "--preprocess",
            "inside",
            "--layer",
            "conv2d_6",
            "-o",
            inner);
    assertThat(layer.code()).as(layer.err()).isZero();
    try (Source source = Source.of(inner);
        Model whole = Model.load(Path.of(BACKBONE));
        Model cut = whole.cut("conv2d_6")) {
      equal(Npz.array(source, "features").get(0), cut.predict(digit(first)));
    }
  }

  /** Names of nodes and values, which are those that summary prints of an ONNX file. */
  @Test
  void layersOfAnOnnxFileAreNamedAsInItsSummary() throws IOException {
    Path file = folder.resolve("network.onnx");
    try (Model whole = Model.load(Path.of(BACKBONE))) {
      whole.save(file);
    }
    Path photo = pictures.resolve("six/000.png");
    Path values = folder.resolve("values.npz");
    try (Model network = Model.load(file)) {
      OnnxStructure.Node node = network.onnx().nodes().get(network.onnx().nodes().size() / 2);
      for (String name : List.of(node.name(), node.outputs().get(0))) {
        assertThat(run("summary", file).out()).contains(name);
        Ran ran =
            run("extract", file, photo, "--preprocess", "inside", "--layer", name, "-o", values);
        assertThat(ran.code()).as(ran.err()).isZero();
        try (Source source = Source.of(values)) {
          Tensor expected =
              network
                  .run(
                      Map.of(network.inputs().get(0).name(), digit(photo)),
                      List.of(node.outputs().get(0)))
                  .get(node.outputs().get(0));
          equal(Npz.array(source, "features"), expected);
        }
      }
    }
  }

  /** As one count of epochs: the head's are the first. */
  @Test
  void bothStagesCountTheSameEpochs() throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Ran ran =
          run(
              "finetune",
              pictures,
              "--model",
              BACKBONE,
              "--preprocess",
              "inside",
              "--epochs",
              1,
              "--fine-tune-epochs",
              1,
              "-o",
              folder.resolve("counted.keras"));
      assertThat(ran.code()).as(ran.err()).isZero();
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .containsSubsequence("Epoch 1/2", "Epoch 2/2")
        .doesNotContain("Epoch 1/1");
  }

  private static Tensor digit(Path file) throws IOException {
    return Images.load(file, 28, 28, ColorMode.GRAYSCALE, Interpolation.NEAREST).expandDims(0);
  }

  private static void equal(Tensor found, Tensor expected) {
    float[] a = found.toFloatArray();
    float[] b = expected.toFloatArray();
    assertThat(a).hasSameSizeAs(b);
    for (int i = 0; i < a.length; i++) {
      assertThat(a[i]).isCloseTo(b[i], within(1e-5f));
    }
  }

  @Test
  void foldersThatCannotBeLearnedFromAreSaid() throws IOException {
    Path target = folder.resolve("x.keras");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThat(tune(empty, target)).contains("no images").contains("empty");
    assertThat(tune(folder.resolve("nowhere"), target)).contains("nowhere");
    Path single = Files.createDirectories(folder.resolve("single"));
    write(single, 3, "three");
    assertThat(tune(single, target)).contains("single class, 'three'");
    Files.createDirectories(single.resolve("four"));
    assertThat(tune(single, target)).contains("'four' has no images");
    write(single, 4, "four");
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
  void aNetworkOfPyTorchIsTunedAndNamesPictures(String exporter) throws IOException {
    Path network = Checkout.file("tests/goldens/torch").resolve("resnet." + exporter + ".onnx");
    Path target = folder.resolve("tuned.onnx");
    Path rows = folder.resolve("rows.npz");
    Ran ran =
        run(
            "finetune",
            pictures,
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
    Ran said = run("classify", pictures.resolve("six/000.png"), "--model", target, "--top", 1);
    assertThat(said.code()).as(said.err()).isZero();
    Ran extracted =
        run("extract", network, pictures.resolve("six"), "--preprocess", "tf", "-o", rows);
    assertThat(extracted.code()).as(extracted.err()).isZero();
    assertThat(extracted.out()).contains("features (25, 12) of 25 images");
  }

  @Test
  void namesAndTargetsThatAreWrongAreSaidBeforeTheTraining() {
    Path target = folder.resolve("x.keras");
    assertThat(refused("finetune", pictures, "--model", "mobilnet_v2", "-o", target))
        .contains("MobileNetV2");
    assertThat(refused("finetune", pictures, "--model", BACKBONE, "-o", target))
        .contains("--preprocess");
    assertThat(
            refused("finetune", pictures, "--model", BACKBONE, "--weights", "none", "-o", target))
        .contains("--weights")
        .contains("has its own");
    assertThat(tune(pictures, folder.resolve("x.txt"))).contains(".keras, .h5, .onnx");
    assertThat(tune(pictures, folder.resolve("nowhere/x.keras"))).contains("nowhere");
    assertThat(
            refused(
                "finetune",
                pictures,
                "--model",
                "mobilenet_v2",
                "--weights",
                "none",
                "--image-size",
                8,
                "-o",
                target))
        .contains("at least 32");
    assertThat(refused("extract", "mobilnet_v2", pictures, "-o", folder.resolve("x.npz")))
        .contains("MobileNetV2");
    assertThat(
            refused(
                "extract",
                BACKBONE,
                pictures,
                "--preprocess",
                "inside",
                "--layer",
                "conv2d_99",
                "-o",
                folder.resolve("x.npz")))
        .contains("conv2d_99");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".labels.txt", ".curves.png", ".confusion.png"})
  void aFullDiskIsSaid(String suffix) throws IOException {
    Path device = Path.of("/dev/full");
    assumeTrue(Files.exists(device), "this system has no /dev/full");
    Path full = Files.createSymbolicLink(folder.resolve("x.onnx" + suffix), device);
    assertThat(tune(pictures, folder.resolve("x.onnx")))
        .contains("x.onnx" + suffix)
        .contains("No space left");
    Files.delete(full);
    assertThat(Files.isRegularFile(device)).as("the device is left as it is").isFalse();
  }
}
