package dev.tenon.runtime.tensorflow.recurrence;

import dev.tenon.ir.op.Recurrent;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;

/** How operators that walk along a sequence are written. */
public final class RecurrentMappings {
  private RecurrentMappings() {}

  public static void register(MappingTable to) {
    to.many(Recurrent.Recurrence.class, RecurrentMappings::recurrence);
    to.many(Recurrent.Scan.class, RecurrentMappings::scan);
    to.many(
        Recurrent.LSTM.class,
        (o, at) ->
            new OnnxRecurrent(
                    new RecurrentCells.Lstm(o.inputForget() == 1),
                    RecurrentActivations.of(
                        o.activations(),
                        o.activationAlpha(),
                        o.activationBeta(),
                        o.clip(),
                        List.of("Sigmoid", "Tanh", "Tanh")),
                    o.direction(),
                    o.layout(),
                    at)
                .emit());
    to.many(
        Recurrent.GRU.class,
        (o, at) ->
            new OnnxRecurrent(
                    new RecurrentCells.Gru(o.linearBeforeReset() == 1),
                    RecurrentActivations.of(
                        o.activations(),
                        o.activationAlpha(),
                        o.activationBeta(),
                        o.clip(),
                        List.of("Sigmoid", "Tanh")),
                    o.direction(),
                    o.layout(),
                    at)
                .emit());
    to.many(
        Recurrent.RNN.class,
        (o, at) ->
            new OnnxRecurrent(
                    new RecurrentCells.Plain(),
                    RecurrentActivations.of(
                        o.activations(),
                        o.activationAlpha(),
                        o.activationBeta(),
                        o.clip(),
                        List.of("Tanh")),
                    o.direction(),
                    o.layout(),
                    at)
                .emit());
  }

  private static List<Output<?>> recurrence(Recurrent.Recurrence o, NodeContext at) {
    long steps = steps(at, o.states(), o.sequences());
    if (steps < 0 && BlockLstm.takes(o, at)) {
      return BlockLstm.emit(o, at);
    }
    return new Loop(o.body(), o.states(), o.sequences(), o.reverse(), at).run(operands(at), steps);
  }

  private static List<Output<?>> operands(NodeContext at) {
    List<Output<?>> operands = new ArrayList<>();
    for (int i = 0; i < at.node().inputs().size(); i++) {
      operands.add(at.in(i));
    }
    return operands;
  }

  /** ONNX's Scan may have its time axes anywhere, and each sequence a direction of its own. */
  private static List<Output<?>> scan(Recurrent.Scan o, NodeContext at) {
    Tf tf = at.tf();
    int sequences = Math.toIntExact(o.numScanInputs());
    List<Output<?>> operands = operands(at);
    for (int i = 0; i < sequences; i++) {
      int place = o.states() + i;
      int axis = at.axis(place, value(o.scanInputAxes(), i));
      Output<?> sequence = moved(tf, operands.get(place), at.rank(place), axis, true);
      operands.set(place, turned(tf, sequence, value(o.scanInputDirections(), i)));
    }
    List<Output<?>> results =
        new ArrayList<>(
            new Loop(o.body(), o.states(), sequences, false, at).run(operands, scanned(o, at)));
    for (int i = o.states(); i < results.size(); i++) {
      int rank = o.body().outputs().get(i).rank() + 1;
      long given = value(o.scanOutputAxes(), i - o.states());
      int axis = Math.toIntExact(given < 0 ? given + rank : given);
      Output<?> sequence =
          turned(tf, results.get(i), value(o.scanOutputDirections(), i - o.states()));
      results.set(i, moved(tf, sequence, rank, axis, false));
    }
    return results;
  }

  /** Returns the number of steps, -1 where it is not known. */
  private static long steps(NodeContext at, int states, int sequences) {
    for (int i = 0; i < sequences; i++) {
      if (at.shape(states + i).ranked() && at.shape(states + i).dim(0).isKnown()) {
        return at.shape(states + i).length(0);
      }
    }
    return -1;
  }

  private static long scanned(Recurrent.Scan o, NodeContext at) {
    return at.shape(o.states()).length(at.axis(o.states(), value(o.scanInputAxes(), 0)));
  }

  private static long value(@Nullable List<Long> values, int index) {
    return values == null ? 0 : values.get(index);
  }

  private static Output<?> turned(Tf tf, Output<?> sequence, long direction) {
    return direction == 1 ? tf.op("ReverseV2").in(sequence, tf.longs(0)).out() : sequence;
  }

  /** Moves an axis to the front, or the front axis to its place. */
  private static Output<?> moved(Tf tf, Output<?> x, int rank, int axis, boolean toFront) {
    int[] perm = new int[rank];
    for (int i = 0, other = 0; i < rank; i++) {
      if (toFront) {
        perm[i] = i == 0 ? axis : i <= axis ? i - 1 : i;
      } else {
        perm[i] = i == axis ? 0 : ++other;
      }
    }
    return tf.transpose(x, perm);
  }
}
