package dev.tenon.zoo;

import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.SubLayer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the last block of a network, as the names of its layers tell it.
 *
 * <p>It goes from behind the last layer of the block before to the end of the network, as those do
 * who thaw {@code base.layers[n:]} in Keras.
 */
final class LastBlock {
  /** How families name the layers of a block; a more special form comes before a more common. */
  private static final List<Pattern> NAMES =
      List.of(
          // ConvNeXt
          Pattern.compile("(.*stage_\\d+_block_\\d+)_.*"),
          // InceptionResNetV2, where only the ends of blocks have names
          Pattern.compile("(block(?:35|17|8)_\\d+)_(?:mixed|conv|ac)"),
          // ResNet, DenseNet
          Pattern.compile("(conv\\d+_block\\d+)_.*"),
          // VGG, Xception, MobileNetV2, EfficientNet
          Pattern.compile("(block_?\\d+[a-z]?)_.*"),
          // MobileNetV3
          Pattern.compile("(expanded_conv_\\d+)_.*"),
          // MobileNet
          Pattern.compile("conv_(?:pad|dw|pw)_(\\d+).*"),
          // InceptionV3: ends of blocks
          Pattern.compile("(mixed\\d+)"),
          // NASNet: ends of cells
          Pattern.compile("((?:normal|reduction)_concat_.*)"),
          // SqueezeNet
          Pattern.compile("(fire\\d+)[/_].*"));

  private static final String POOLING = "Pooling2D";

  private LastBlock() {}

  /** Returns the layers of the last block and what follows it, in order. */
  static List<LayerNode> of(List<LayerNode> layers) {
    for (Pattern names : NAMES) {
      int start = start(layers, names);
      if (start > 0) {
        return layers.subList(start, layers.size());
      }
    }
    return layers.subList(unnamed(layers), layers.size());
  }

  private static int start(List<LayerNode> layers, Pattern names) {
    List<@Nullable String> blocks = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (LayerNode layer : layers) {
      Matcher matcher = names.matcher(layer.name());
      String block = matcher.matches() ? matcher.group(1) : null;
      blocks.add(block);
      if (block != null) {
        seen.add(block);
      }
    }
    List<String> order = List.copyOf(seen);
    return order.size() < 2 ? -1 : blocks.lastIndexOf(order.get(order.size() - 2)) + 1;
  }

  /** A block of a network without such names begins behind a pooling, or is one layer. */
  private static int unnamed(List<LayerNode> layers) {
    int last = layers.size() - 1;
    while (last > 0 && !hasWeights(layers.get(last))) {
      last--;
    }
    for (int i = last - 1; i > 0; i--) {
      String name = layers.get(i).layer().className();
      if (name.endsWith(POOLING) && !name.startsWith("Global")) {
        return i + 1;
      }
    }
    return Math.max(0, last);
  }

  private static boolean hasWeights(LayerNode layer) {
    SubLayer<?> built = layer.state().built();
    return built != null && !built.scope().all().isEmpty();
  }
}
