package dev.tenon.internal.backing.keras;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.StatePorts;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Executable;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the stateful layers of a model remember between predictions: it lies in the store beside the
 * weights, and is fed to what an engine compiled and taken from it again.
 *
 * <p>Whoever uses it lets in one thread at a time.
 */
final class LayerMemory {
  private final KerasModel keras;
  private final StatePorts ports;

  LayerMemory(KerasModel keras) {
    this.keras = keras;
    this.ports = StatePorts.of(keras.lowered());
  }

  /** Returns the graph to compile: the model's own, and ports for the states. */
  Graph graph() {
    return ports.graph();
  }

  /** Says whether a prediction says nothing about the next one. */
  boolean isEmpty() {
    return ports.isEmpty();
  }

  /** What a run gave. */
  record Ran(List<Tensor> results, Map<Parameter, Tensor> states) {}

  /** Runs what was compiled of the graph, from the present states on; they stay as they are. */
  Ran run(Executable compiled, Map<String, Tensor> inputs, List<Value> wanted, Deadline deadline) {
    Map<String, Tensor> fed = new LinkedHashMap<>(inputs);
    List<Value> all = new ArrayList<>(wanted);
    for (StatePorts.State state : ports.states()) {
      fed.put(state.before().name(), keras.parameters().get(state.parameter()));
      all.add(state.after());
    }
    List<Tensor> results = compiled.run(fed, all, deadline);
    Map<Parameter, Tensor> states = new LinkedHashMap<>();
    for (int i = 0; i < ports.states().size(); i++) {
      states.put(ports.states().get(i).parameter(), results.get(wanted.size() + i));
    }
    return new Ran(List.copyOf(results.subList(0, wanted.size())), states);
  }

  /** Returns what layers that remember nothing yet start from. */
  Map<Parameter, Tensor> start() {
    Map<Parameter, Tensor> start = new LinkedHashMap<>();
    for (Lowered.Update update : keras.lowered().memory()) {
      Parameter state = update.state();
      start.put(state, Tensor.zeros(state.dtype(), state.shape()));
    }
    return start;
  }
}
