package dev.tenon.exporters.keras.plan;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Arg;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.layers.recurrent.LSTMCell;
import dev.tenon.layers.recurrent.RNN;
import dev.tenon.layers.recurrent.StackedRNNCells;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the arguments of a call where Python wants them.
 *
 * <p>In the IR the tensors that a layer computes with are positional. Keras 3 takes the states of a
 * recurrent layer by name; tf_keras takes one positional argument, the rest by name, and the states
 * in a list with the sequence.
 */
final class CallArguments {
  private static final Set<String> RECURRENT =
      Set.of(
          "RNN",
          "SimpleRNN",
          "LSTM",
          "GRU",
          "Bidirectional",
          "ConvLSTM1D",
          "ConvLSTM2D",
          "ConvLSTM3D");
  private static final List<String> ATTENTION = List.of("query", "value", "key");

  private CallArguments() {}

  static LayerDraft.CallDraft of(
      LayerNode node,
      List<Arg> args,
      Map<String, Arg> kwargs,
      List<Value> outputs,
      KerasFormat format) {
    String className = node.layer().className();
    List<Arg> positional = new ArrayList<>(args);
    Map<String, Arg> keywords = new LinkedHashMap<>(kwargs);
    if (RECURRENT.contains(className) && positional.size() > 1) {
      List<Arg> states = positional.subList(1, positional.size());
      if (format.forTfKeras()) {
        positional = List.of(new Arg.Seq(positional));
      } else {
        keywords.put("initial_state", states(node, List.copyOf(states)));
        positional = List.of(positional.get(0));
      }
    } else if (format.forTfKeras() && className.equals("MultiHeadAttention")) {
      for (int i = 1; i < positional.size() && i < ATTENTION.size(); i++) {
        keywords.put(ATTENTION.get(i), positional.get(i));
      }
      positional = List.of(positional.get(0));
    }
    return new LayerDraft.CallDraft(positional, keywords, outputs);
  }

  /** Returns the states as a list, for stacked cells as a list of one list for each cell. */
  private static Arg states(LayerNode node, List<Arg> flat) {
    if (!(node.layer() instanceof RNN rnn)
        || !(rnn.cell().layer() instanceof StackedRNNCells stacked)) {
      return new Arg.Seq(flat);
    }
    List<Arg> byCell = new ArrayList<>();
    int at = 0;
    for (LayerNode cell : stacked.cells()) {
      int count = cell.layer() instanceof LSTMCell ? 2 : 1;
      byCell.add(new Arg.Seq(flat.subList(at, Math.min(flat.size(), at + count))));
      at += count;
    }
    return new Arg.Seq(byCell);
  }
}
