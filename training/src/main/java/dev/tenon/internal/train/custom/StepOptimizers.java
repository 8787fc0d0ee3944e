package dev.tenon.internal.train.custom;

import dev.tenon.internal.train.step.OptimizerGraph;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.optimizers.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The optimizers of a step, with their variables.
 *
 * <p>Two optimizers with equal options are two. A function that describes the step again, for
 * batches of another shape, goes on with the optimizers that it had, in their order.
 */
final class StepOptimizers {
  private final ParameterStore parameters;
  private final List<OptimizerGraph> known = new ArrayList<>();

  StepOptimizers(ParameterStore parameters) {
    this.parameters = parameters;
  }

  List<OptimizerGraph> all() {
    return List.copyOf(known);
  }

  /** Begins one description of the step. */
  Naming naming() {
    return new Naming();
  }

  /** Which object of one description is which optimizer. */
  final class Naming {
    private final List<Optimizer> met = new ArrayList<>();

    /**
     * Returns the optimizer with its variables.
     *
     * @param weights all that it has variables for
     * @param constraints what each of them must obey; null for nothing
     * @throws IllegalArgumentException where it has other weights already
     */
    OptimizerGraph of(
        Optimizer optimizer,
        List<Parameter> weights,
        Function<Parameter, @Nullable KerasObject> constraints) {
      int at = 0;
      while (at < met.size() && met.get(at) != optimizer) {
        at++;
      }
      boolean isNew = at == met.size();
      if (isNew) {
        met.add(optimizer);
        if (at == known.size()) {
          known.add(OptimizerGraph.of(optimizer, weights, constraints, parameters));
        }
      }
      OptimizerGraph graph = known.get(at);
      if (isNew && !graph.optimizer().equals(optimizer)) {
        throw new IllegalStateException(
            "the step was described again, and optimizer "
                + (at + 1)
                + " is another: "
                + optimizer
                + " instead of "
                + graph.optimizer()
                + "; make the optimizers outside of the function");
      }
      if (!Set.copyOf(graph.trainable()).equals(Set.copyOf(weights))) {
        throw new IllegalArgumentException(
            optimizer.className()
                + " has the state of "
                + paths(graph.trainable())
                + " and is applied to "
                + paths(weights)
                + ": give each set of weights an optimizer of its own");
      }
      return graph;
    }
  }

  private static String paths(List<Parameter> weights) {
    List<String> some = weights.stream().limit(3).map(Parameter::path).toList();
    return weights.size() + " weights, " + some + (weights.size() > some.size() ? " …" : "");
  }

  /**
   * Returns the only optimizer.
   *
   * @param what is asked of it
   * @throws IllegalStateException where the step has none or several
   */
  OptimizerGraph single(String what) {
    if (known.size() != 1) {
      throw new IllegalStateException(
          what
              + " is that of one optimizer, and the step has "
              + (known.isEmpty()
                  ? "none that was applied so far"
                  : known.size()
                      + ": "
                      + known.stream().map(graph -> graph.optimizer().className()).toList()));
    }
    return known.get(0);
  }

  /** Returns the variables of all optimizers, in order. */
  List<Parameter> variables() {
    List<Parameter> all = new ArrayList<>();
    known.forEach(graph -> all.addAll(graph.variables()));
    return all;
  }
}
