package dev.tenon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.image.ColorMode;
import dev.tenon.image.Images;
import dev.tenon.image.Interpolation;
import dev.tenon.image.TensorResize;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JPEGs of every kind have the pixels that Keras gives them. */
class PhotographsTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/data");
  private static final Path PICTURES = GOLDENS.resolve("photographs");
  private static final int HEIGHT = 11;
  private static final int WIDTH = 15;

  @TempDir Path folder;

  private static List<List<String>> keys(String kind) throws IOException {
    List<List<String>> keys = new ArrayList<>();
    for (JsonNode key :
        new ObjectMapper().readTree(GOLDENS.resolve("photographs.json").toFile()).get("keys")) {
      List<String> parts = List.of(key.textValue().split("\\|", -1));
      if (parts.get(0).equals(kind)) {
        keys.add(parts);
      }
    }
    return keys;
  }

  private static double[] recorded(String name) throws IOException {
    try (Source source = Source.of(GOLDENS.resolve("photographs.npz"))) {
      return Npz.array(source, name).toDoubleArray();
    }
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /** Images one after the other, compared with what was recorded of them. */
  private static final class Comparison {
    private final double[] expected;
    private final double scale;
    private final Map<String, Double> far = new TreeMap<>();
    private int at;

    Comparison(double[] expected, double scale) {
      this.expected = expected;
      this.scale = scale;
    }

    void next(List<String> key, Tensor found, double most) {
      double largest = 0;
      for (double value : found.toDoubleArray()) {
        largest = Math.max(largest, Math.abs(value - expected[at++] * scale));
      }
      if (largest > most) {
        far.put(String.join("|", key), largest);
      }
    }

    void finish() {
      assertThat(far).isEmpty();
      assertThat(at).isEqualTo(expected.length);
    }
  }

  @Test
  void loadedAsKerasLoads() throws IOException {
    Comparison comparison = new Comparison(recorded("pixels"), 1);
    for (List<String> key : keys("load_img")) {
      Path file = PICTURES.resolve(key.get(1));
      ColorMode mode = ColorMode.valueOf(upper(key.get(2)));
      int height = Integer.parseInt(key.get(3));
      Tensor found =
          height == 0
              ? Images.load(file, mode)
              : Images.load(
                  file,
                  height,
                  Integer.parseInt(key.get(4)),
                  mode,
                  Interpolation.valueOf(upper(key.get(5))),
                  Boolean.parseBoolean(key.get(6)));
      comparison.next(key, found, 0);
    }
    comparison.finish();
  }

  @Test
  void foldersAsKerasReadsThem() throws IOException {
    // The recording is in eighths, so that a sixteenth is its rounding.
    Comparison comparison = new Comparison(recorded("folder"), 1 / 8.0);
    for (List<String> key : keys("folder")) {
      Path only = Files.createDirectories(folder.resolve(key.get(1)));
      Path image = only.resolve(key.get(1));
      if (!Files.exists(image)) {
        Files.copy(PICTURES.resolve(key.get(1)), image);
      }
      ImageFolder data =
          Dataset.imageDatasetFromDirectory(only)
              .labelMode("none")
              .imageSize(HEIGHT, WIDTH)
              .colorMode(ColorMode.valueOf(upper(key.get(2))))
              .interpolation(TensorResize.valueOf(upper(key.get(3))))
              .cropToAspectRatio(key.get(4).equals("crop"))
              .padToAspectRatio(key.get(4).equals("pad"));
      comparison.next(key, data.iterator().next().features().get(0), 0.0626);
    }
    comparison.finish();
  }

  @Test
  void cuttingAndPaddingExcludeEachOther() {
    ImageFolder cut = Dataset.imageDatasetFromDirectory(PICTURES).cropToAspectRatio(true);
    assertThatThrownBy(() -> cut.padToAspectRatio(true)).hasMessageContaining("cannot both");
    assertThat(cut.cropToAspectRatio(false).padToAspectRatio(true)).isNotNull();
  }
}
