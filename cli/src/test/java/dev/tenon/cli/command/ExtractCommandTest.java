package dev.tenon.cli.command;

import static dev.tenon.cli.command.DigitFolders.BACKBONE;
import static dev.tenon.cli.command.DigitFolders.EACH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command extract, on images of digits that the network has not seen. */
final class ExtractCommandTest {
  @TempDir private static Path images;
  @TempDir private Path folder;

  private static Ran run(Object... args) {
    return Ran.of(args);
  }

  @BeforeAll
  static void writeImages() throws IOException {
    DigitFolders.write(images, 6, "six");
    DigitFolders.write(images, 7, "seven");
  }

  @Test
  void featuresAreThoseOfTheModelCutBeforeItsTop() throws IOException {
    Path npz = folder.resolve("features.npz");
    Ran ran = run("extract", BACKBONE, images, "--preprocess", "inside", "-o", npz);
    assertThat(ran.code()).as(ran.err()).isZero();
    Path first = images.resolve("seven/000.png");
    Path last = images.resolve("six/024.png");
    try (Source source = Source.of(npz);
        Model whole = Model.load(Path.of(BACKBONE));
        Model cut = whole.edit().cut("global_average_pooling2d_1")) {
      Map<String, Tensor> arrays = Npz.read(source);
      Tensor features = arrays.get("features");
      assertThat(features.shape()).containsExactly(2 * EACH, 128);
      Tensor files = arrays.get("files");
      assertThat(files.getString(0)).isEqualTo(first.toString());
      assertThat(files.getString(2 * EACH - 1)).isEqualTo(last.toString());
      DigitFolders.equal(features.get(0), cut.predict(DigitFolders.digit(first)));
      DigitFolders.equal(features.get(2 * EACH - 1), cut.predict(DigitFolders.digit(last)));
    }
    Path top = folder.resolve("top.npz");
    for (String each : List.of("global_average_pooling2d_1", "dense_1")) {
      Ran extracted =
          run("extract", BACKBONE, first, "--preprocess", "inside", "--layer", each, "-o", top);
      assertThat(extracted.code()).as(extracted.err()).isZero();
      assertThat(run("summary", BACKBONE).out()).contains(each);
      try (Source source = Source.of(top);
          Model whole = Model.load(Path.of(BACKBONE));
          Model cut = whole.edit().cut(each)) {
        DigitFolders.equal(
            Npz.array(source, "features").get(0), cut.predict(DigitFolders.digit(first)));
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
        Model cut = whole.edit().cut("conv2d_6")) {
      DigitFolders.equal(
          Npz.array(source, "features").get(0), cut.predict(DigitFolders.digit(first)));
    }
  }

  /** Names of nodes and values, which are those that summary prints of an ONNX file. */
  @Test
  void layersOfAnOnnxFileAreNamedAsInItsSummary() throws IOException {
    Path file = folder.resolve("network.onnx");
    try (Model whole = Model.load(Path.of(BACKBONE))) {
      whole.save(file);
    }
    Path photo = images.resolve("six/000.png");
    Path values = folder.resolve("values.npz");
    try (Model network = Model.load(file)) {
      OnnxStructure.Node node =
          network.onnx().structure().nodes().get(network.onnx().structure().nodes().size() / 2);
      for (String name : List.of(node.name(), node.outputs().get(0))) {
        assertThat(run("summary", file).out()).contains(name);
        Ran ran =
            run("extract", file, photo, "--preprocess", "inside", "--layer", name, "-o", values);
        assertThat(ran.code()).as(ran.err()).isZero();
        try (Source source = Source.of(values)) {
          Tensor expected =
              network
                  .run(
                      Map.of(network.inputs().get(0).name(), DigitFolders.digit(photo)),
                      List.of(node.outputs().get(0)))
                  .get(node.outputs().get(0));
          DigitFolders.equal(Npz.array(source, "features"), expected);
        }
      }
    }
  }

  @Test
  void namesThatAreWrongAreSaid() {
    assertThat(Ran.refused("extract", "mobilnet_v2", images, "-o", folder.resolve("x.npz")))
        .contains("MobileNetV2");
    assertThat(
            Ran.refused(
                "extract",
                BACKBONE,
                images,
                "--preprocess",
                "inside",
                "--layer",
                "conv2d_99",
                "-o",
                folder.resolve("x.npz")))
        .contains("conv2d_99");
  }
}
