package dev.tenon.internal.train.state;

import dev.tenon.error.MalformedModelException;
import dev.tenon.internal.train.step.OptimizerGraph;
import dev.tenon.internal.train.step.OptimizerVariables;
import dev.tenon.internal.train.step.OptimizerVariables.Variable;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.View;
import dev.tenon.keras.config.OptimizerVariable;
import dev.tenon.keras.config.OptimizerVariable.Kind;
import dev.tenon.keras.weights.WeightPaths;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Moves the state of an optimizer between a Keras file and its variables. */
public final class OptimizerState {
  private final Optimizer optimizer;
  private final OptimizerVariables variables;
  private final ParameterStore parameters;

  private OptimizerState(
      Optimizer optimizer, OptimizerVariables variables, ParameterStore parameters) {
    this.optimizer = optimizer;
    this.variables = variables;
    this.parameters = parameters;
  }

  /**
   * Puts a file's state into the store, also where layers were frozen since it was read: what
   * stands beside their weights is left out, as Keras does not use it then.
   *
   * <p>A trainer that is opened afterwards takes it from there. Slots keep the arrangement of the
   * file; they are seen through the view of their weight.
   *
   * @throws MalformedModelException where the state is not one of this optimizer and these weights
   * @throws IllegalStateException where layers were unfrozen, whose weights have no state
   */
  public static void restore(
      SavedState saved, Optimizer optimizer, OptimizerGraph graph, ParameterStore parameters) {
    if (!saved.variables().isEmpty()) {
      OptimizerState state = new OptimizerState(optimizer, graph.declared(), parameters);
      state.restore(saved.variables(), state.order(saved));
    }
  }

  /**
   * What a file's variables are.
   *
   * @param declared the optimizer's variables beside the weights that the file was saved with
   * @param found which of them each tensor is; null for one that is of no use
   */
  private record Match(OptimizerVariables declared, List<@Nullable Variable> found) {}

  private static @Nullable Match match(SavedState saved, Optimizer optimizer) {
    Match best = null;
    for (List<Parameter> weights : saved.weights()) {
      OptimizerVariables then = OptimizerVariables.of(optimizer, weights);
      List<@Nullable Variable> found =
          OptimizerVariableMatcher.fitting(saved.variables(), then.all());
      // Old files may have more than is used: what uses the most of one is what it was saved for.
      if (found != null
          && (best == null
              || Collections.frequency(found, null) < Collections.frequency(best.found(), null))) {
        best = new Match(then, found);
      }
    }
    return best;
  }

  private List<@Nullable Variable> order(SavedState saved) {
    Match match = match(saved, optimizer);
    return match == null
        ? OptimizerVariableMatcher.of(saved.variables(), variables.all(), optimizer.className())
        : now(match.found());
  }

  /** Returns the variables of the weights that learn now; null for those of frozen ones. */
  private List<@Nullable Variable> now(List<@Nullable Variable> then) {
    List<@Nullable Variable> now = new ArrayList<>();
    Set<Parameter> known = new HashSet<>();
    for (Variable variable : then) {
      now.add(variable == null ? null : variables.same(variable));
      if (variable != null && variable.weight() != null) {
        known.add(variable.weight());
      }
    }
    for (Variable variable : variables.all()) {
      Parameter weight = variable.weight();
      // A file of a model that was compiled and not trained knows none: all slots start anew.
      if (weight != null && !known.isEmpty() && !known.contains(weight)) {
        throw new IllegalStateException(
            "the file has no state of the optimizer for the weight '"
                + weight.path()
                + "', which was frozen when it was saved: call compile before fit");
      }
    }
    return now;
  }

  /**
   * Returns the state of a training in Keras 3's order: tensors in the arrangement of their source.
   *
   * @param graph the rule's variables
   * @param parameters holds them, as they were last pulled from a trainer
   */
  public static Map<OptimizerVariable, Tensor> known(
      OptimizerGraph graph, ParameterStore parameters) {
    Map<OptimizerVariable, Tensor> known = new LinkedHashMap<>();
    for (Variable variable : graph.declared().all()) {
      known.put(variable, parameters.stored(variable.parameter()).tensor());
    }
    return known;
  }

  /**
   * Returns the state of a file in Keras 3's order, with what Keras 3 alone has besides, less the
   * learning rate; empty where it is not one of this optimizer and these weights.
   */
  public static Map<OptimizerVariable, Tensor> known(SavedState saved, Optimizer optimizer) {
    Match match = saved.variables().isEmpty() ? null : match(saved, optimizer);
    if (match == null) {
      return Map.of();
    }
    List<Tensor> contents = List.copyOf(saved.variables().values());
    Map<Variable, Tensor> found = new HashMap<>();
    Set<Parameter> weights = new HashSet<>();
    for (int i = 0; i < contents.size(); i++) {
      Variable variable = match.found().get(i);
      if (variable != null) {
        found.put(variable, contents.get(i));
        weights.add(variable.weight());
      }
    }
    List<Variable> all = match.declared().all();
    // Rules of Keras 2 that do not count, such as RMSprop, store no counter: it goes on from 0.
    Tensor iteration = found.getOrDefault(all.get(0), Tensor.scalar(DType.INT64, 0));
    if (iteration.rank() > 0) {
      return Map.of();
    }
    found.put(all.get(0), iteration);
    Map<OptimizerVariable, Tensor> known = new LinkedHashMap<>();
    for (Variable variable : all) {
      Tensor content = found.get(variable);
      if (content == null && variable.kind() == Kind.SHARED) {
        content = shared(optimizer, variable, iteration);
      } else if (content == null
          && variable.kind() == Kind.UNUSED
          && weights.contains(variable.weight())) {
        content = Tensor.scalar(variable.parameter().dtype(), variable.slot().initial());
      }
      if (content != null) {
        known.put(variable, content);
      }
    }
    return known;
  }

  /** Returns the state as Keras 3 numbers it. */
  public static Map<String, Tensor> toFile(Map<OptimizerVariable, Tensor> known) {
    Map<String, Tensor> file = new LinkedHashMap<>();
    for (Tensor content : known.values()) {
      file.put(WeightPaths.variable(WeightPaths.OPTIMIZER, file.size()), content);
    }
    return file;
  }

  private void restore(Map<String, Tensor> file, List<@Nullable Variable> order) {
    List<Tensor> contents = new ArrayList<>(file.values());
    List<String> names = new ArrayList<>(file.keySet());
    for (int i = 0; i < order.size(); i++) {
      Variable variable = order.get(i);
      if (variable != null) {
        put(variable, names.get(i), contents.get(i));
      }
    }
    for (Variable variable : variables.all()) {
      if (variable.kind() == Kind.SHARED && !order.contains(variable)) {
        Tensor iteration = parameters.get(variables.iteration());
        parameters.put(variable.parameter(), shared(optimizer, variable, iteration));
      }
    }
  }

  /** Returns what all weights share: tf_keras does not store it; it follows from the steps. */
  private static Tensor shared(Optimizer optimizer, Variable variable, Tensor iteration) {
    long steps = iteration.cast(DType.INT64).getLong(0);
    Long accumulated = optimizer.options().gradientAccumulationSteps();
    long updates = accumulated == null ? steps : steps / accumulated;
    double value = Objects.requireNonNull(optimizer.shared(updates).get(variable.name()));
    return Tensor.scalar(variable.parameter().dtype(), value);
  }

  private void put(Variable variable, String name, Tensor content) {
    Parameter weight = variable.weight();
    boolean like = weight != null && variable.parameter().shape().length == weight.shape().length;
    View view =
        like && weight != null && parameters.has(weight)
            ? parameters.stored(weight).view()
            : View.identity();
    try {
      parameters.put(variable.parameter(), content, view);
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException(
          "the optimizer's variable '"
              + name
              + "' does not fit "
              + optimizer.className()
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
