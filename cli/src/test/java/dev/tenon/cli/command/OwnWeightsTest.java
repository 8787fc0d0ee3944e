package dev.tenon.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.download.FileCache;
import dev.tenon.formats.npz.Npz;
import dev.tenon.image.Images;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.Application;
import dev.tenon.zoo.ApplicationOptions;
import dev.tenon.zoo.Applications;
import dev.tenon.zoo.Catalogue;
import dev.tenon.zoo.Preprocessing;
import dev.tenon.zoo.ZooEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights of a user's for networks of Keras', by a catalogue of the user's. */
final class OwnWeightsTest {
  private static final int SIDE = 32;
  private static final ApplicationOptions SMALL =
      ApplicationOptions.untrained().alpha(0.25).forShape(SIDE, SIDE, 3).classes(3);
  private static final Application MOBILE_NET = Applications.mobileNet();
  private static final String FILES =
      "{\"path\": \"top.h5\", \"alpha\": 0.25},"
          + " {\"path\": \"notop.h5\", \"alpha\": 0.25, \"top\": false}";

  @TempDir private Path folder;

  /** Writes a network with and without its top; both have the same weights. */
  private void writeWeights() throws IOException {
    try (Model whole = MOBILE_NET.create(SMALL);
        Model headless = MOBILE_NET.create(SMALL.includeTop(false))) {
      whole.save(folder.resolve("top.h5"));
      Map<String, Tensor> weights = new LinkedHashMap<>(whole.weights());
      weights.keySet().retainAll(headless.weights().keySet());
      headless.setWeights(weights);
      headless.save(folder.resolve("notop.h5"));
    }
  }

  private Path catalogue(String more, String files) throws IOException {
    return Files.writeString(
        folder.resolve("mine.json"),
        "{\"models\": [{\"name\": \"my_net\", " + more + ", \"files\": [" + files + "]}]}");
  }

  private Path small(String files) throws IOException {
    writeWeights();
    return catalogue(
        "\"application\": \"MobileNet\", \"size\": 32, \"preprocessing\": \"torch\","
            + " \"licence\": \"CC0\", \"labels\": [\"oak\", \"elm\", \"ash\"]",
        files);
  }

  /** Writes an image of three colours. */
  private Path image(String name, int colour) throws IOException {
    float[] pixels = new float[SIDE * SIDE * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (colour + 7 * (i % 3) + i / 3 % SIDE) % 256;
    }
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Images.save(path, Tensor.of(pixels, SIDE, SIDE, 3), false);
    return path;
  }

  private static void equal(Tensor found, float[] expected) {
    float[] values = found.toFloatArray();
    assertThat(values).hasSize(expected.length);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  /** Computes what the last feature maps of the whole network are on average. */
  private float[] expected(Path image) throws IOException {
    Tensor pixels = Images.load(image, SIDE, SIDE).expandDims(0);
    try (Model whole = Model.load(folder.resolve("top.h5"));
        Model maps = whole.edit().cut("conv_pw_13_relu")) {
      Tensor last = maps.predict(Preprocessing.TORCH.apply(pixels));
      int channels = (int) last.dim(3);
      int places = last.size() / channels;
      float[] means = new float[channels];
      for (int i = 0; i < last.size(); i++) {
        means[i % channels] += (float) (last.getDouble(i) / places);
      }
      return means;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {FILES, "{\"path\": \"top.h5\", \"alpha\": 0.25}"})
  void extractGivesWhatTheUsersWeightsAndPreprocessingGive(String files) throws IOException {
    Path json = small(files);
    Path image = image("a/one.png", 40);
    Path npz = folder.resolve("features.npz");
    Ran.done("extract", "my_net", image, "--catalogue", json, "-o", npz);
    try (Source source = Source.of(npz)) {
      equal(Npz.array(source, "features").get(0), expected(image));
    }
  }

  @Test
  void finetuneStartsFromTheUsersWeights() throws IOException {
    Path json = small(FILES);
    for (int i = 0; i < 4; i++) {
      image("two/dark/" + i + ".png", i);
      image("two/light/" + i + ".png", 150 + i);
    }
    Path target = folder.resolve("tuned.keras");
    String out =
        Ran.done(
            "finetune",
            folder.resolve("two"),
            "--model",
            "my_net",
            "--catalogue",
            json,
            "--epochs",
            1,
            "--fine-tune-epochs",
            0,
            "-o",
            target);
    assertThat(out).contains("its own weights").doesNotContain("ImageNet");
    try (Model tuned = Model.load(target);
        Model whole = Model.load(folder.resolve("top.h5"))) {
      Map<String, Tensor> weights = tuned.weights();
      String path =
          weights.keySet().stream()
              .filter(each -> each.endsWith("conv1/kernel"))
              .findFirst()
              .orElseThrow();
      assertThat(weights.get(path)).isEqualTo(whole.weights().get("conv1/kernel"));
    }
  }

  @Test
  void theEntrysLabelsSizeAndWidthAreThoseOfTheNetwork() throws IOException {
    Path json = small(FILES);
    ZooEntry entry = Catalogue.keras().with(json).named("my_net");
    Path image = image("a/one.png", 40);
    Tensor pixels = Images.load(image, SIDE, SIDE).expandDims(0);
    try (Model loaded = entry.load(FileCache.in(folder.resolve("cache")));
        Model whole = Model.load(folder.resolve("top.h5"))) {
      Tensor scores = loaded.predict(entry.preprocessInput(pixels));
      equal(scores, whole.predict(Preprocessing.TORCH.apply(pixels)).toFloatArray());
      String best = entry.decodePredictions(scores, 1).get(0).get(0).toString();
      String said = Ran.done("classify", image, "--model", "my_net", "--catalogue", json);
      assertThat(said).contains("oak", "elm", "ash");
      assertThat(said.lines().findFirst()).contains(best);
      assertThat(
              Ran.done(
                  "classify",
                  image,
                  "--model",
                  "my_net",
                  "--catalogue",
                  json,
                  "--weights",
                  folder.resolve("top.h5")))
          .isEqualTo(said);
    }
    assertThat(Ran.done("zoo", "info", "my_net", "--catalogue", json))
        .contains("classes        3", "CC0", "top.h5");
    assertThat(Ran.done("zoo", "get", "my_net", "--catalogue", json).strip()).endsWith("/top.h5");
    assertThat(Ran.done("zoo", "get", "my_net", "--no-top", "--catalogue", json).strip())
        .endsWith("/notop.h5");
  }

  @Test
  void aFolderOfCataloguesIsKnownToAllCommands() throws IOException {
    small(FILES);
    Path image = image("a/one.png", 40);
    System.setProperty("tenon.zoo", folder.toString());
    try {
      assertThat(Ran.done("zoo", "list").lines())
          .hasSizeGreaterThan(40)
          .anyMatch(line -> line.contains("my_net"));
      assertThat(Ran.done("classify", image, "--model", "MyNet")).contains("oak");
      Path npz = folder.resolve("features.npz");
      assertThat(Ran.done("extract", "my-net", image, "-o", npz)).contains("wrote");
    } finally {
      System.clearProperty("tenon.zoo");
    }
    assertThat(Ran.refused("classify", image, "--model", "my_net")).contains("unknown model");
  }

  @Test
  void aMinimalisticNetworkIsBuiltAsTheFileSays() throws IOException {
    Application application = Applications.mobileNetV3Small();
    ApplicationOptions options =
        ApplicationOptions.untrained()
            .minimalistic(true)
            .includePreprocessing(false)
            .forShape(SIDE, SIDE, 3)
            .classes(2);
    Path json =
        catalogue(
            "\"application\": \"MobileNetV3Small\", \"size\": 32, \"preprocessing\": \"tf\","
                + " \"labels\": [\"oak\", \"elm\"]",
            "{\"path\": \"v3.h5\", \"minimalistic\": true}");
    Tensor pixels = Images.load(image("a/one.png", 40), SIDE, SIDE).expandDims(0);
    ZooEntry entry = Catalogue.keras().with(json).named("my_net");
    try (Model model = application.create(options)) {
      model.save(folder.resolve("v3.h5"));
      try (Model loaded = entry.load(FileCache.in(folder))) {
        // What is done to pixels outside is not done inside once more.
        assertThat(loaded.info().keras().model().layers())
            .noneMatch(layer -> layer.name().startsWith("rescaling"));
        Tensor ready = Preprocessing.TF.apply(pixels);
        equal(loaded.predict(ready), model.predict(ready).toFloatArray());
      }
    }
  }

  @Test
  void withoutAFileForTheSizeItIsSaidWhichThereAre() throws IOException {
    Path json =
        catalogue(
            "\"application\": \"MobileNet\", \"size\": 32", "{\"path\": \"x\", \"side\": 64}");
    ZooEntry entry = Catalogue.keras().with(json).named("my_net");
    assertThatThrownBy(() -> entry.load(FileCache.in(folder)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("my_net")
        .hasMessageContaining("images of 32")
        .hasMessageContaining("x with a top, for 64");
  }

  @Test
  void aPreprocessingThatIsNotSaidIsTheNetworksOrAsked() throws IOException {
    String file = "{\"path\": \"x.h5\"}";
    Path json = catalogue("\"application\": \"ResNet50\"", file);
    assertThat(Catalogue.keras().with(json).named("my_net").preprocessing())
        .isEqualTo(Preprocessing.CAFFE);
    Path whole = catalogue("\"size\": 32", file);
    assertThatThrownBy(() -> Catalogue.keras().with(whole))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("mine.json: model 'my_net' has no 'preprocessing'")
        .hasMessageContaining("'caffe', 'tf', 'torch' or 'inside'");
  }

  @Test
  void imagenetIsNotAskedForInTheUsersName() throws IOException {
    Path json = small(FILES);
    Path npz = folder.resolve("features.npz");
    Path image = image("a/one.png", 40);
    assertThat(
            Ran.refused(
                "extract",
                "my_net",
                image,
                "--catalogue",
                json,
                "--weights",
                "imagenet",
                "-o",
                npz))
        .contains("my_net has its own");
    String random =
        Ran.done("extract", "my_net", image, "--catalogue", json, "--weights", "none", "-o", npz);
    assertThat(random).contains("(1, 256)");
  }
}
