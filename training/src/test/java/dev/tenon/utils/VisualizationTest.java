package dev.tenon.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.JsonTensors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drawings have the pixels that Keras draws. */
class VisualizationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temporary;

  private static JsonNode recorded(String key) throws IOException {
    return JSON.readTree(Checkout.file("tests/goldens/utils/drawings.json").toFile()).get(key);
  }

  @Test
  void boxesAreThoseOfKeras() throws IOException {
    for (JsonNode row : recorded("boxes")) {
      BoxStyle style = BoxStyle.DEFAULTS;
      for (Map.Entry<String, JsonNode> argument : row.get("arguments").properties()) {
        style =
            argument.getKey().equals("color")
                ? style.color(JSON.convertValue(argument.getValue(), int[].class))
                : style.lineThickness(argument.getValue().intValue());
      }
      Map<String, Tensor> boxes =
          Map.of(
              "boxes", JsonTensors.read(row.get("boxes")),
              "labels", JsonTensors.read(row.get("labels")));
      Tensor images = JsonTensors.read(row.get("images"));
      String format = row.get("format").textValue();
      assertThat(Visualization.drawBoundingBoxes(images, boxes, format, style))
          .isEqualTo(JsonTensors.read(row.get("result")));
      Tensor first =
          Visualization.drawBoundingBoxes(
              images.transpose(0, 3, 1, 2), boxes, format, style.dataFormat("channels_first"));
      assertThat(first.transpose(0, 2, 3, 1)).isEqualTo(JsonTensors.read(row.get("result")));
    }
  }

  @Test
  void masksAreThoseOfKeras() throws IOException {
    for (JsonNode row : recorded("masks")) {
      MaskStyle style = MaskStyle.DEFAULTS;
      for (Map.Entry<String, JsonNode> argument : row.get("arguments").properties()) {
        JsonNode value = argument.getValue();
        style =
            switch (argument.getKey()) {
              case "num_classes" -> style.numClasses(value.intValue());
              case "color_mapping" ->
                  style.colorMapping(JSON.convertValue(value, new TypeReference<>() {}));
              case "alpha" -> style.alpha(value.doubleValue());
              case "blend" -> style.blend(value.booleanValue());
              case "ignore_index" -> style.ignoreIndex(value.intValue());
              default -> throw new AssertionError(argument.getKey());
            };
      }
      Tensor images = JsonTensors.read(row.get("images"));
      Tensor masks = JsonTensors.read(row.get("masks"));
      assertThat(Visualization.drawSegmentationMasks(images, masks, style))
          .isEqualTo(JsonTensors.read(row.get("result")));
    }
  }

  @Test
  void namesAreWrittenInTheColourOfTheBox() {
    Map<String, Tensor> boxes =
        Map.of(
            "boxes", Tensor.of(new float[] {4, 40, 90, 60}, 1, 1, 4),
            "labels", Tensor.of(new int[] {2}, 1, 1),
            "confidences", Tensor.of(new float[] {0.5f}, 1, 1));
    BoxStyle style = BoxStyle.DEFAULTS.color(255, 0, 0).classMapping(Map.of(2, "cat"));
    Tensor black = Tensor.zeros(DType.UINT8, 1, 64, 160, 3);
    Tensor drawn = Visualization.drawBoundingBoxes(black, boxes, "xyxy", style);
    Tensor above = drawn.slice("0, :38");
    assertThat(above.slice("..., 0").max().getLong(0)).isEqualTo(255);
    assertThat(above.slice("..., 1:").max().getLong(0)).isZero();
    assertThat(drawn.slice("0, 62:").max().getLong(0)).isZero();
  }

  @Test
  void galleriesAreFilesOfCells() throws IOException {
    Tensor images =
        Tensor.concat(
            0, Tensor.full(1.0, 1, 4, 4, 3), Tensor.zeros(2, 4, 4, 3), Tensor.ones(1, 4, 4, 3));
    Path file = temporary.resolve("gallery.png");
    GalleryStyle style = GalleryStyle.DEFAULTS.valueRange(0.0, 1.0).scale(0.5).dpi(40);
    Visualization.plotImageGallery(images, null, null, file, style);
    BufferedImage page = ImageIO.read(file.toFile());
    assertThat(List.of(page.getWidth(), page.getHeight())).isEqualTo(List.of(40, 40));
    assertThat(page.getRGB(5, 5)).isEqualTo(0xffffffff);
    assertThat(page.getRGB(25, 5)).isEqualTo(0xff000000);
    assertThat(page.getRGB(25, 25)).isEqualTo(0xffffffff);

    Map<String, Tensor> boxes =
        Map.of("boxes", Tensor.zeros(4, 1, 4), "labels", Tensor.zeros(4, 1));
    Visualization.plotBoundingBoxGallery(
        images, "xyxy", boxes, null, file, BoxStyle.DEFAULTS.lineThickness(1), style);
    page = ImageIO.read(file.toFile());
    assertThat(page.getRGB(2, 2)).isEqualTo(0xff00bcd4);
    assertThat(page.getRGB(12, 12)).isEqualTo(0xffffffff);

    Tensor masks = Tensor.ones(DType.INT32, 4, 4, 4, 1);
    Visualization.plotSegmentationMaskGallery(
        images, 2, masks, masks, file, MaskStyle.DEFAULTS.alpha(1), style);
    page = ImageIO.read(file.toFile());
    assertThat(List.of(page.getWidth(), page.getHeight())).isEqualTo(List.of(60, 80));
    assertThat(page.getRGB(25, 5)).isEqualTo(page.getRGB(45, 65)).isEqualTo(0xff017f1f);

    style = style.labelMap(Map.of(0, "no"));
    Visualization.plotImageGallery(images, Tensor.zeros(4), null, file, style.scale(2));
    assertThat(Files.size(file)).isPositive();
    assertThatThrownBy(
            () ->
                Visualization.plotImageGallery(
                    images, Tensor.zeros(4), null, file, GalleryStyle.DEFAULTS))
        .hasMessageContaining("labelMap");
    assertThatThrownBy(
            () -> Visualization.plotImageGallery(images, temporary.resolve("gallery.jpg")))
        .hasMessageContaining(".png");
  }
}
