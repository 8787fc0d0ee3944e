package dev.tenon.keras.weights;

import dev.tenon.keras.KerasGeneration;
import dev.tenon.layers.attention.ProjectionSettings;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.recurrent.ConvLSTM;
import dev.tenon.layers.recurrent.GRU;
import dev.tenon.layers.recurrent.LSTM;
import dev.tenon.layers.recurrent.SimpleRNN;

/**
 * What a frozen layer freezes of the layers that it holds when Keras 3 makes it from a
 * configuration.
 */
final class FrozenLayers {
  private FrozenLayers() {}

  /**
   * Says whether the layers that a layer holds may be trainable.
   *
   * @param outside whether nothing that holds the layer freezes it
   * @param here whether the layer itself is trainable
   */
  static boolean isOpen(Layer<?> layer, boolean outside, boolean here, KerasGeneration generation) {
    return here || (outside && generation == KerasGeneration.KERAS_3 && !isHandedOn(layer));
  }

  /**
   * Says whether a layer made with {@code trainable=False} makes the layers that it holds so, too.
   *
   * <p>Functional models do, and the three recurrent layers that make their own cell. All others,
   * Sequential and the wrappers among them, leave it to the configuration of what they hold.
   */
  private static boolean isHandedOn(Layer<?> layer) {
    return layer instanceof LSTM
        || layer instanceof GRU
        || layer instanceof SimpleRNN
        || (layer instanceof NestedModel model && !model.className().equals("Sequential"));
  }

  /**
   * Says whether a layer makes the layers that it holds without a word on {@code trainable}: they
   * have no configuration of their own, and are free even where it is not.
   */
  static boolean isForgotten(Layer<?> layer) {
    return layer instanceof ProjectionSettings || layer instanceof ConvLSTM;
  }
}
