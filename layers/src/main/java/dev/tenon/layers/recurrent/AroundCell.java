package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.layers.common.Ranks;
import java.util.List;

/** A recurrent layer that makes its cell from its own options: SimpleRNN, LSTM, GRU, ConvLSTM. */
interface AroundCell extends Rnn<RnnWeights<GateWeights>> {
  /** Returns the cell. */
  Cell<GateWeights> cell();

  @Override
  default RnnWeights<GateWeights> build(Build build, List<Shape> inputs) {
    Shape sequence = inputs.get(0);
    Ranks.atLeast(sequence, 3);
    Cell<GateWeights> cell = cell();
    SubLayer<GateWeights> sub =
        build.layer("cell", cell, List.of(sequence.without(timeAxis(build))));
    return RnnWeights.of(build, this, cell, sub, sequence);
  }

  @Override
  default List<Value> call(RnnWeights<GateWeights> weights, Call call, List<Value> inputs) {
    return CellLoop.run(this, cell(), weights, call, inputs);
  }
}
