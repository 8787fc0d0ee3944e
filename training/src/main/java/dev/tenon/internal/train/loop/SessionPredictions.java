package dev.tenon.internal.train.loop;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The predictions of a session: programs on the weights that are being trained. */
final class SessionPredictions {
  private final Lowered inference;
  private final Trainer trainer;
  private final Map<List<Value>, Trainer.Program> programs = new ConcurrentHashMap<>();

  SessionPredictions(Lowered inference, Trainer trainer) {
    this.inference = inference;
    this.trainer = trainer;
  }

  /** Returns values of the model; stateful layers remember the run. */
  List<Tensor> run(Map<String, Tensor> inputs, List<Value> wanted, Deadline deadline) {
    Trainer.Program program = programs.computeIfAbsent(List.copyOf(wanted), this::prepare);
    return program.run(inputs, Integer.MAX_VALUE, deadline).subList(0, wanted.size());
  }

  private Trainer.Program prepare(List<Value> wanted) {
    Graph whole = inference.graph();
    List<Value> fetched = new ArrayList<>(wanted);
    fetched.addAll(LimitedValues.of(whole, wanted));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < fetched.size(); i++) {
      names.add("wanted_" + i);
    }
    Graph graph = new Graph(whole.name(), whole.inputs(), whole.nodes(), fetched, names);
    return trainer.prepare(new TrainProgram(graph, null, remembered()));
  }

  private List<TrainProgram.Assignment> remembered() {
    return inference.memory().stream()
        .map(update -> new TrainProgram.Assignment(update.state(), update.value()))
        .toList();
  }
}
