package dev.tenon.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images are those of Keras' load_img, with Pillow 13. */
class KerasImagesTest {
  private static final Path FOLDER = Checkout.file("formats/src/test/resources/dev/tenon/formats");

  @TempDir Path folder;

  private static JsonNode golden() throws IOException {
    return new ObjectMapper().readTree(FOLDER.resolve("images.json").toFile());
  }

  @Test
  void everyPixelIsKeras() throws IOException {
    double[] expected;
    try (Source source = Source.of(FOLDER.resolve("images.npz"))) {
      expected = Npz.array(source, "values").toDoubleArray();
    }
    Map<String, Double> differences = new TreeMap<>();
    int at = 0;
    for (JsonNode node : golden().get("keys")) {
      List<String> key = List.of(node.textValue().split("\\|", -1));
      Tensor found =
          Images.load(
              FOLDER.resolve(key.get(0)),
              Integer.parseInt(key.get(2)),
              Integer.parseInt(key.get(3)),
              ColorMode.valueOf(key.get(1)),
              Interpolation.valueOf(key.get(4)),
              Boolean.parseBoolean(key.get(5)));
      double largest = 0;
      for (double value : found.toDoubleArray()) {
        largest = Math.max(largest, Math.abs(value - expected[at++]));
      }
      if (largest > 0) {
        differences.put(node.textValue(), largest);
      }
    }
    assertThat(at).isEqualTo(expected.length);
    assertThat(differences).isEmpty();
  }

  @Test
  void whatIsSavedIsWhatKerasSaves() throws IOException {
    int i = 0;
    for (JsonNode row : golden().get("saved")) {
      ObjectMapper json = new ObjectMapper();
      long[] shape = json.convertValue(row.get("shape"), long[].class);
      float[] values = json.convertValue(row.get("values"), float[].class);
      Path path = folder.resolve(i++ + ".png");
      Images.save(path, Tensor.of(values, shape), row.get("scale").booleanValue());
      ColorMode mode =
          shape[2] == 1 ? ColorMode.GRAYSCALE : shape[2] == 3 ? ColorMode.RGB : ColorMode.RGBA;
      assertThat(Images.load(path, mode).toDoubleArray())
          .containsExactly(json.convertValue(row.get("pixels"), double[].class));
    }
    float[] none = new float[4];
    assertThatThrownBy(() -> Images.save(folder.resolve("x.jpg"), Tensor.of(none, 2, 2, 1), true))
        .hasMessageContaining("ends in .png");
    assertThatThrownBy(() -> Images.save(folder.resolve("x.png"), Tensor.of(none, 2, 2), true))
        .hasMessageContaining("received " + Tensor.of(none, 2, 2).shapeString());
    assertThat(Arrays.stream(folder.toFile().list())).hasSize(i);
  }
}
