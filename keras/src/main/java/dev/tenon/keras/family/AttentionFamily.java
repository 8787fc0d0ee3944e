package dev.tenon.keras.family;

import dev.tenon.layers.base.LegacyOption;
import java.util.List;
import java.util.Set;

/** The differences of attention layers. */
final class AttentionFamily implements KerasFamily {
  /** Shapes that tf_keras writes once it has built the layer, and takes out again. */
  private static final List<String> SHAPES = List.of("query_shape", "key_shape", "value_shape");

  @Override
  public Set<String> classes() {
    return Set.of("Attention", "MultiHeadAttention");
  }

  @Override
  public void fromKeras2(OlderLayer layer) {
    if (layer.className().equals("MultiHeadAttention")) {
      layer.config().remove(SHAPES);
      layer.behaves(LegacyOption.KEPT_MASKS);
    }
  }

  @Override
  public void toReaders(WrittenLayer layer) {
    if (layer.className().equals("MultiHeadAttention")) {
      if (layer.format().forTfKeras()) {
        // tf_keras takes these keys out without looking whether they are there.
        SHAPES.forEach(layer.config()::putNull);
      }
    } else if (layer.format().byOldReader()
        && layer.config().path("score_mode").asText().equals("dot")) {
      // The default; written out it would be taken for a function of that name.
      layer.config().remove("score_mode");
    }
  }
}
