package dev.tenon.runtime.tensorflow.recurrence;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.tensorflow.emit.Emitter;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.gradient.StepProducts;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Output;

/**
 * A recurrence: its steps one after the other in the graph where their number is known and small,
 * else TensorFlow's loop, which has no gradient.
 *
 * <p>In training, large steps are written for each half of the rows, see {@link RowHalves}.
 *
 * <p>What a step computes of its sequence entries alone is taken out and computed for all steps at
 * once, see {@link LoopInvariants}.
 */
final class Loop {
  /** More steps than this are not written one by one, unless a gradient is needed. */
  private static final long MOST_STEPS = 256;

  private final Graph body;
  private final int states;
  private final int sequences;
  private final boolean reverse;
  private final NodeContext at;
  private final Tf tf;

  Loop(Graph body, int states, int sequences, boolean reverse, NodeContext at) {
    this.body = body;
    this.states = states;
    this.sequences = sequences;
    this.reverse = reverse;
    this.at = at;
    this.tf = at.tf();
  }

  /**
   * Writes the loop.
   *
   * @param operands states, sequences (time first) and values that stay the same
   * @param steps how many steps, -1 where that is known only in the run
   */
  List<Output<?>> run(List<Output<?>> operands, long steps) {
    // Further chains of long sequences would make a large graph twice as large.
    boolean halves =
        steps <= MOST_STEPS
            && isUnrolled(steps)
            && at.training()
            && !at.twice()
            && RowIndependence.pays(body, states, sequences, at.node(), at.emitter().nodes());
    return halves
        ? new RowHalves(states, sequences).write(tf, operands, half -> chain(half, steps))
        : chain(operands, steps);
  }

  private boolean isUnrolled(long steps) {
    return steps > 0 && (steps <= MOST_STEPS || at.training());
  }

  private List<Output<?>> chain(List<Output<?>> operands, long steps) {
    Map<Value, Output<?>> fixed = new LinkedHashMap<>();
    for (int i = states + sequences; i < operands.size(); i++) {
      fixed.put(body.inputs().get(i), operands.get(i));
    }
    Map<Value, Output<?>> entries = new LinkedHashMap<>();
    for (int i = 0; i < sequences; i++) {
      entries.put(body.inputs().get(states + i), operands.get(states + i));
    }
    LoopInvariants hoisting = new LoopInvariants(at.emitter(), body, fixed, entries);
    List<Output<?>> initial = operands.subList(0, states);
    return isUnrolled(steps)
        ? unrolled(Math.toIntExact(steps), initial, hoisting)
        : new WhileLoop(body, states, reverse, at).run(operands.get(states), initial, hoisting);
  }

  private List<Output<?>> unrolled(int steps, List<Output<?>> initial, LoopInvariants hoisting) {
    Map<Value, List<Output<?>>> single = new IdentityHashMap<>();
    hoisting
        .sequences()
        .forEach(
            (value, sequence) ->
                single.put(
                    value,
                    tf.op("Unpack").in(sequence).attr("num", steps).attr("axis", 0).outs(steps)));
    Map<Value, Output<?>> fixed = new IdentityHashMap<>(hoisting.fixed());
    Map<OperatorNode, StepProducts> products =
        at.training() && !at.twice()
            ? StepProducts.find(tf, hoisting.remaining(), body.outputs(), fixed)
            : Map.of();
    at.emitter().products().addAll(products.values());
    List<Output<?>> state = new ArrayList<>(initial);
    List<List<Output<?>>> collected = new ArrayList<>();
    for (int i = states; i < body.outputs().size(); i++) {
      collected.add(new ArrayList<>());
    }
    for (int i = 0; i < steps; i++) {
      int time = reverse ? steps - 1 - i : i;
      Emitter step = at.emitter().step(products);
      fixed.forEach(step::bind);
      single.forEach((value, parts) -> step.bind(value, parts.get(time)));
      for (int s = 0; s < states; s++) {
        step.bind(body.inputs().get(s), state.get(s));
      }
      step.emit(hoisting.remaining(), body.name());
      for (int s = 0; s < states; s++) {
        state.set(s, step.resolve(body.outputs().get(s)));
      }
      for (int o = 0; o < collected.size(); o++) {
        collected.get(o).add(step.resolve(body.outputs().get(states + o)));
      }
    }
    List<Output<?>> results = new ArrayList<>(state);
    collected.forEach(parts -> results.add(tf.pack(parts, 0)));
    return results;
  }

  static List<Value> reads(List<OperatorNode> nodes, List<Value> outputs) {
    List<Value> reads = new ArrayList<>(outputs);
    nodes.forEach(node -> reads.addAll(node.reads()));
    return reads;
  }
}
