package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs loops over sequences as their definition says, for comparison only. */
final class NaiveRecurrent {
  private NaiveRecurrent() {}

  static List<Tensor> run(Recurrent op, List<@Nullable Tensor> in) {
    if (op instanceof Recurrent.LSTM
        || op instanceof Recurrent.GRU
        || op instanceof Recurrent.RNN) {
      return new NaiveCells(op, in).run();
    }
    List<Tensor> given = in.stream().map(Objects::requireNonNull).toList();
    if (op instanceof Recurrent.Recurrence loop) {
      return loop(loop.body(), loop.states(), loop.sequences(), loop.reverse(), given);
    }
    if (op instanceof Recurrent.Scan scan) {
      List<Long> directions = scan.scanInputDirections();
      boolean reverse = directions != null && directions.contains(1L);
      return loop(scan.body(), scan.states(), (int) scan.numScanInputs(), reverse, given);
    }
    throw new UnsupportedOperationException(op.opType());
  }

  private static List<Tensor> loop(
      Graph body, int states, int sequences, boolean reverse, List<Tensor> in) {
    List<Tensor> state = new ArrayList<>(in.subList(0, states));
    int steps = (int) in.get(states).dim(0);
    int results = body.outputs().size() - states;
    List<List<Tensor>> collected = new ArrayList<>();
    for (int i = 0; i < results; i++) {
      collected.add(new ArrayList<>());
    }
    for (int step = 0; step < steps; step++) {
      List<Tensor> feeds = new ArrayList<>(state);
      for (int i = 0; i < sequences; i++) {
        feeds.add(in.get(states + i).get(reverse ? steps - 1 - step : step));
      }
      feeds.addAll(in.subList(states + sequences, in.size()));
      List<Tensor> out = GraphRunner.run(body, feeds);
      state = new ArrayList<>(out.subList(0, states));
      for (int i = 0; i < results; i++) {
        collected.get(i).add(out.get(states + i).expandDims(0));
      }
    }
    List<Tensor> all = new ArrayList<>(state);
    for (List<Tensor> entries : collected) {
      List<@Nullable Tensor> parts = new ArrayList<>(entries);
      List<Tensor> joined =
          dev.tenon.ir.fold.Evaluator.evaluate(new dev.tenon.ir.op.Movement.Concat(0), parts);
      all.add(Objects.requireNonNull(joined).get(0));
    }
    return all;
  }
}
