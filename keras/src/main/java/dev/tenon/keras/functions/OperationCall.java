package dev.tenon.keras.functions;

import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.ops.KerasOp;
import java.util.List;
import java.util.Map;

/**
 * A call of a function between layers, or of the layer that is written for it.
 *
 * @param layer what is called
 * @param args the positional arguments
 * @param kwargs the others
 */
public record OperationCall(Layer<?> layer, List<Arg> args, Map<String, Arg> kwargs) {
  /** Returns the function that is called. */
  public KerasOp op() {
    return (KerasOp) layer;
  }

  /** Says whether TensorFlow's function is called, not Keras' operation. */
  public boolean isTensorFlow() {
    return op().op().startsWith("tf.");
  }
}
