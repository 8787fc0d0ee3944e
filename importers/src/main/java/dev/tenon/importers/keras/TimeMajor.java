package dev.tenon.importers.keras;

import dev.tenon.ir.graph.Arg;
import dev.tenon.ir.graph.LayerCall;
import dev.tenon.ir.graph.Node;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Puts transpositions around recurrent layers of tf.keras that take (time, batch, features).
 *
 * <p>Keras 3 has no such option, and Tenon's layers take (batch, time, features).
 */
final class TimeMajor {
  private static final Set<String> CLASSES = Set.of("SimpleRNN", "LSTM", "GRU", "RNN");

  private TimeMajor() {}

  /** Takes the option out of a layer's configuration and says whether it was set. */
  static boolean take(LayerConfig layer) {
    if (!CLASSES.contains(layer.className())
        || !layer.config().path("time_major").asBoolean(false)) {
      return false;
    }
    layer.config().remove("time_major");
    return true;
  }

  /** Returns a call with its sequence, and the sequence it gives, turned around. */
  static List<Node> around(LayerCall call, LayerConfig layer) {
    List<Arg> args = new ArrayList<>(call.args());
    List<Value> outputs = new ArrayList<>(call.outputs());
    List<Node> nodes = new ArrayList<>();
    if (args.get(0) instanceof Arg.Ref sequence) {
      Value turned = Value.of(call.name() + ":batch_major", sequence.value().type());
      args.set(0, new Arg.Ref(turned));
      nodes.add(transpose(call, layer, "batch_major", sequence.value(), turned));
    }
    Node turnedCall;
    if (layer.config().path("return_sequences").asBoolean(false)) {
      Value inner = Value.of(call.name() + ":sequence", outputs.get(0).type());
      Value outer = outputs.set(0, inner);
      turnedCall = new LayerCall(call.name(), call.node(), args, call.kwargs(), outputs);
      nodes.add(turnedCall);
      nodes.add(transpose(call, layer, "time_major", inner, outer));
    } else {
      turnedCall = new LayerCall(call.name(), call.node(), args, call.kwargs(), outputs);
      nodes.add(turnedCall);
    }
    return nodes;
  }

  private static OperatorNode transpose(
      LayerCall call, LayerConfig layer, String what, Value from, Value to) {
    return new OperatorNode(
        call.name() + "/" + what,
        new Movement.Transpose(List.of(1L, 0L, 2L)),
        List.of(from),
        List.of(to),
        new Origin(call.name(), layer.className()));
  }
}
