package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Runs a cell along a sequence.
 *
 * <p>Input (batch, time, …), or (time, batch, …) with tf_keras' {@code time_major}, then optional
 * initial states, those of stacked cells in order. Output (batch, …), or (batch, time, …) with
 * {@code return_sequences}. With {@code return_state} the last states follow. A mask (batch, time)
 * skips steps.
 *
 * @param cell the cell, such as an {@link LSTMCell}, or {@link StackedRNNCells}
 * @see <a href="https://keras.io/api/layers/recurrent_layers/rnn/">Keras: RNN</a>
 */
@ShortName("cell")
public record RNN(
    boolean returnSequences,
    boolean returnState,
    boolean goBackwards,
    boolean stateful,
    boolean unroll,
    boolean zeroOutputForMask,
    LayerNode cell)
    implements Rnn<RnnWeights<?>>, RNNOptions {

  /** Keras' defaults; {@code cell}, which has no default in Keras, is a SimpleRNNCell. */
  public static final RNN DEFAULTS =
      new RNN(
          false,
          false,
          false,
          false,
          false,
          false,
          new LayerNode("simple_rnn_cell", SimpleRNNCell.DEFAULTS));

  @Override
  public RnnWeights<?> build(Build build, List<Shape> inputs) {
    Shape sequence = inputs.get(0);
    SubLayer<?> sub = build.layer("cell", cell, List.of(sequence.without(timeAxis(build))));
    return RnnWeights.of(build, this, cell(sub.layer()), sub, sequence);
  }

  @Override
  public List<Value> call(RnnWeights<?> weights, Call call, List<Value> inputs) {
    return run(weights, call, inputs);
  }

  private <W> List<Value> run(RnnWeights<W> weights, Call call, List<Value> inputs) {
    return CellLoop.run(this, cell(weights.cell().layer()), weights, call, inputs);
  }

  static <W> Cell<W> cell(Layer<W> layer) {
    if (layer instanceof Cell<W> cell) {
      return cell;
    }
    throw new IllegalArgumentException(
        layer.className()
            + " is no cell: the layer inside RNN must implement "
            + Cell.class.getName());
  }

  @Override
  public RNN turned() {
    return goBackwards(!goBackwards);
  }

  @Override
  public RNN zeroing(boolean zero) {
    return zeroOutputForMask(zero);
  }
}
