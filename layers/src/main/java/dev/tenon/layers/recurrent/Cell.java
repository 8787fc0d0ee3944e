package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a recurrence: a layer from an input and states to an output and the next states.
 *
 * <p>{@link #call} receives the input (batch, …) and the states, and returns the output and the
 * same number of next states. A user's own cell implements this interface and runs in an {@link
 * RNN}.
 *
 * @param <W> the record of handles
 * @see <a href="https://keras.io/api/layers/recurrent_layers/rnn/">Keras: RNN</a>
 */
public interface Cell<W> extends Layer<W> {

  /** Returns 2, an input and a state; a cell with more states overrides it. */
  @Override
  default int fewestInputs() {
    return 2;
  }

  /**
   * Returns the shape of each state without the batch axis.
   *
   * @param entry the shape of one entry, batch included
   */
  List<Shape> stateShapes(Shape entry);

  /** Returns the shape of the output without the batch axis. */
  default Shape outputShape(Shape entry) {
    return stateShapes(entry).get(Math.max(0, outputState()));
  }

  /** Returns the state that equals the output, or -1 if no state does. */
  default int outputState() {
    return 0;
  }

  /** Returns the weights in the order in which ONNX's operator is given them. */
  default List<Parameter> constants(W weights) {
    return List.of();
  }

  /** Returns the ONNX operator that means exactly the same as this cell's recurrence, or null. */
  default Recurrent.@Nullable SameAs sameAs() {
    return null;
  }

  /**
   * Draws the dropout masks that stay the same for all steps of a call, in Keras' order.
   *
   * @param entry any value with the batch as its first axis
   * @param shape the shape of one entry, batch included
   * @return the masks; empty without dropout
   */
  default DropoutMasks drawMasks(W weights, Call call, Value entry, Shape shape) {
    return DropoutMasks.NONE;
  }
}
