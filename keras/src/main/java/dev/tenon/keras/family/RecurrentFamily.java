package dev.tenon.keras.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.layers.base.LegacyOption;
import java.util.Set;

/** The differences of recurrent layers, their cells and what runs them both ways. */
final class RecurrentFamily implements KerasFamily {
  /** Layers that Keras 1 had. */
  private static final Set<String> OLDEST = Set.of("SimpleRNN", "LSTM", "GRU");

  private static final Set<String> TIME_MAJOR = Set.of("SimpleRNN", "LSTM", "GRU", "RNN");
  private static final String BIDIRECTIONAL = "Bidirectional";

  /** Layers without gates. */
  private static final Set<String> PLAIN = Set.of("SimpleRNN", "RNN", BIDIRECTIONAL);

  @Override
  public Set<String> classes() {
    return Set.of(
        "SimpleRNN",
        "LSTM",
        "GRU",
        "RNN",
        "LSTMCell",
        "GRUCell",
        "ConvLSTM1D",
        "ConvLSTM2D",
        "ConvLSTM3D",
        "ConvLSTM2DCell",
        BIDIRECTIONAL);
  }

  /** Keras 1 always had a bias, and its GRU multiplied by the reset gate first. */
  @Override
  public void fromKeras1(OlderLayer layer) {
    if (!OLDEST.contains(layer.className())) {
      return;
    }
    ObjectNode config = layer.config();
    config.put("use_bias", true);
    JsonNode forget = config.remove("forget_bias_init");
    if (forget != null) {
      config.put("unit_forget_bias", forget.asText().equals("one"));
    }
    if (layer.className().equals("GRU")) {
      config.put("reset_after", false);
    }
  }

  @Override
  public void fromKeras2(OlderLayer layer) {
    ObjectNode config = layer.config();
    String className = layer.className();
    if (layer.fileClass().startsWith("CuDNN")) {
      cudnn(className, config);
    } else if (!PLAIN.contains(className)) {
      if (!config.has("recurrent_activation")) {
        config.put("recurrent_activation", "hard_sigmoid");
      }
      if (className.startsWith("GRU") && !config.has("reset_after")) {
        config.put("reset_after", false);
      }
    }
  }

  /** CuDNN's layers compute what the ordinary ones do with these settings. */
  private static void cudnn(String className, ObjectNode config) {
    config.put("activation", "tanh");
    config.put("recurrent_activation", "sigmoid");
    config.put("use_bias", true);
    if (className.equals("GRU")) {
      config.put("reset_after", true);
    }
  }

  @Override
  public void fromAny(OlderLayer layer) {
    if (TIME_MAJOR.contains(layer.className())
        && layer.config().path("time_major").isBoolean()
        && layer.config().remove("time_major").asBoolean()) {
      layer.behaves(LegacyOption.TIME_MAJOR);
    }
  }

  @Override
  public void toReaders(WrittenLayer layer) {
    if (layer.behaves(LegacyOption.TIME_MAJOR)) {
      layer.config().put("time_major", true);
    }
    if (layer.className().equals(BIDIRECTIONAL) && layer.format().forKeras3()) {
      nameOppositeLayer(layer.config());
    }
  }

  /**
   * Writes the second layer of a Bidirectional whose first one runs backwards: Keras 3 makes it of
   * the first and lets it run backwards, too, which it then refuses; tf_keras turns the direction.
   */
  private static void nameOppositeLayer(ObjectNode config) {
    JsonNode inner = config.path("layer").path("config");
    if (!inner.path("go_backwards").asBoolean() || config.path("backward_layer").isObject()) {
      return;
    }
    ObjectNode opposite = config.path("layer").deepCopy();
    ObjectNode its = (ObjectNode) opposite.path("config");
    its.put("go_backwards", false).put("name", "backward_" + inner.path("name").asText());
    config.set("backward_layer", opposite);
  }
}
