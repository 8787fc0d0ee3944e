package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.SubLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of a recurrent layer.
 *
 * @param cell the cell with its weights
 * @param states the states kept between calls; empty for a layer that is not stateful
 * @param <W> the cell's record of handles
 */
public record RnnWeights<W>(SubLayer<W> cell, List<Parameter> states) {
  public RnnWeights {
    states = List.copyOf(states);
  }

  /** Declares the kept states of a layer around a cell that is built already. */
  static <W> RnnWeights<W> of(
      Build build, Rnn<?> layer, Cell<?> shapes, SubLayer<W> cell, Shape sequence) {
    List<Parameter> states = new ArrayList<>();
    int time = layer.timeAxis(build);
    Dim batch = sequence.dim(1 - time);
    if (layer.stateful()) {
      if (!batch.isKnown()) {
        throw new IllegalArgumentException(
            layer.className()
                + " is stateful, so the batch size must be known; the input is "
                + sequence
                + ": give the model's input a batch_shape");
      }
      for (Shape state : shapes.stateShapes(sequence.without(time))) {
        String name = states.isEmpty() ? "rnn_state" : "rnn_state_" + states.size();
        states.add(build.state(name, state.insert(0, batch), null));
      }
    }
    return new RnnWeights<>(cell, states);
  }
}
