package dev.tenon.cli.input;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.globalAveragePooling2D;
import static dev.tenon.layers.Layers.rescaling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.data.Dataset;
import dev.tenon.data.ImageFolder;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.image.AspectRatio;
import dev.tenon.image.ColorMode;
import dev.tenon.image.ImageDecoder;
import dev.tenon.image.ImageSpec;
import dev.tenon.image.TensorResize;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What training reads of an image file, the command reads too, to the last bit. */
class SavedImagesTest {
  private static final Path FILES = Checkout.file("tests/goldens/images/files");
  private static final List<String> PHOTOS =
      List.of("p420.jpg", "progressive422.jpg", "s440.jpg", "cmyk.jpg", "rgb16.png", "plain.gif");

  @TempDir static Path images;
  @TempDir static Path models;

  private static Model model;

  @BeforeAll
  static void train() throws IOException {
    for (String name : List.of("day", "night")) {
      Path folder = Files.createDirectories(images.resolve(name));
      for (String photo : PHOTOS) {
        Files.copy(FILES.resolve(photo), folder.resolve(photo));
      }
    }
    model =
        Model.sequential(
            rescaling(1.0).inputShape(19, 23, 3).name("same"),
            globalAveragePooling2D(),
            dense(2).activation("softmax"));
    model.compile("sgd", "sparse_categorical_crossentropy");
    model.fit(data().prefetch(1).take(2), FitOptions.DEFAULTS.verbose(0));
  }

  private static ImageFolder data() {
    return Dataset.imageDatasetFromDirectory(images)
        .imageSize(19, 23)
        .interpolation(TensorResize.BICUBIC)
        .cropToAspectRatio(true)
        .batch(PHOTOS.size())
        .shuffle(false);
  }

  private static final ImageSpec SPEC =
      new ImageSpec(
          ImageDecoder.TENSORFLOW,
          19,
          23,
          ColorMode.RGB,
          TensorResize.BICUBIC,
          AspectRatio.CROP,
          ImageSpec.INSIDE,
          List.of("day", "night"));

  private static Path saved(String name) throws IOException {
    Path target = models.resolve(name);
    model.save(target);
    return target;
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.keras", "model.h5", "model.onnx", "model.savedmodel"})
  void theFileTellsIt(String name) throws IOException {
    assertThat(model.images()).isEqualTo(SPEC);
    try (Model loaded = Model.load(saved(name))) {
      assertThat(loaded.images()).isEqualTo(SPEC);
      if (!name.endsWith("savedmodel")) {
        Path again = models.resolve("again-" + name);
        loaded.save(again);
        try (Model second = Model.load(again)) {
          assertThat(second.images()).isEqualTo(SPEC);
        }
      }
    }
  }

  @Test
  void onnxAndKerasCarryItBothWays() throws IOException {
    try (Model onnx = Model.load(saved("way.onnx"));
        Model keras = onnx.edit().toKeras()) {
      assertThat(keras.images()).isEqualTo(SPEC);
      assertThat(onnx.on("tensorflow").images()).isEqualTo(SPEC);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"read.keras", "read.h5", "read.onnx"})
  void theCommandReadsWhatTrainingRead(String name) throws IOException {
    Path file = saved(name);
    Tensor trained = data().iterator().next().features().get(0);
    for (int i = 0; i < PHOTOS.size(); i++) {
      Path photo = data().filePaths().get(i);
      Path values = models.resolve("values.npz");
      Ran.done("inspect", file, "--input", photo, "-o", values);
      Tensor sample = trained.get(i);
      assertThat(fed(values).toDoubleArray())
          .as(photo.toString())
          .isEqualTo(sample.toDoubleArray());
      Path scores = models.resolve("scores.npz");
      Ran.done("predict", file, "--input", photo, "-o", scores);
      try (Model loaded = Model.load(file)) {
        assertThat(first(scores).toDoubleArray())
            .isEqualTo(loaded.predict(sample.expandDims(0)).toDoubleArray());
      }
    }
  }

  private static Tensor fed(Path npz) throws IOException {
    try (Source source = Source.of(npz)) {
      Map<String, Tensor> values = Npz.read(source);
      return values.entrySet().stream()
          .filter(entry -> entry.getValue().size() == 19 * 23 * 3)
          .findFirst()
          .orElseThrow(() -> new AssertionError(values.keySet()))
          .getValue();
    }
  }

  private static Tensor first(Path npz) throws IOException {
    try (Source source = Source.of(npz)) {
      return Npz.read(source).values().iterator().next();
    }
  }

  @Test
  void classifyNeedsNoOptionsAndKnowsTheClasses() throws IOException {
    String said =
        Ran.done("classify", FILES.resolve("p420.jpg"), "--model", saved("classes.keras"));
    assertThat(said).contains("day").contains("night");
  }

  @Test
  void aChangeOfTheFeaturesIsNotRecorded() {
    assertThat(data().shuffle(3, 1).batch(2).images()).isEqualTo(SPEC);
    assertThat(data().map(batch -> batch).images()).isNull();
  }

  @Test
  void aWrongTextIsNamed() throws IOException {
    Path file = saved("wrong.onnx");
    try (Model loaded = Model.load(file)) {
      loaded.save(file, OnnxOptions.DEFAULTS.metadata("tenon_images", "{\"x\":1}"));
    }
    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("'tenon_images'");
  }
}
