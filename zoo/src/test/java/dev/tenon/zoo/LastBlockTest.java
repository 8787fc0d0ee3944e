package dev.tenon.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.layers.base.LayerNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last block begins where the layers of a family are named so. */
final class LastBlockTest {
  @ParameterizedTest
  @CsvSource({
    "VGG16, block5_conv1, 5",
    "ResNet50, conv5_block3_1_conv, 11",
    "ResNet50V2, conv5_block3_preact_bn, 13",
    "Xception, batch_normalization, 9",
    "MobileNet, conv_dw_13, 7",
    "MobileNetV2, block_16_expand, 12",
    "MobileNetV3Small, expanded_conv_10_expand, 20",
    "DenseNet121, conv5_block16_0_bn, 10",
    "EfficientNetB0, block7a_expand_conv, 17",
    "EfficientNetV2B0, block6h_expand_conv, 18",
    "ConvNeXtTiny, add, 10"
  })
  void beginsBehindTheBlockBefore(String name, String first, int count) throws IOException {
    List<LayerNode> block = LastBlock.of(layers(name));
    assertThat(block.get(0).name()).startsWith(first);
    assertThat(block).as(name).hasSizeBetween(count - 1, count + 1);
  }

  @ParameterizedTest
  @CsvSource({
    "InceptionV3, mixed9",
    "InceptionResNetV2, block8_9_ac",
    "NASNetMobile, normal_concat_11"
  })
  void beginsBehindTheEndOfAnother(String name, String end) throws IOException {
    List<LayerNode> layers = layers(name);
    int start = layers.indexOf(LastBlock.of(layers).get(0));
    assertThat(layers.get(start - 1).name()).isEqualTo(end);
  }

  private static List<LayerNode> layers(String name) throws IOException {
    Application application = Applications.named(name);
    try (Model model =
        application.create(ApplicationOptions.untrained().includeTop(false).pooling("avg"))) {
      return model.info().keras().model().layers();
    }
  }
}
