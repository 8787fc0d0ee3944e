package dev.tenon.internal.train.state;

import dev.tenon.error.MalformedModelException;
import dev.tenon.internal.train.step.OptimizerGraph;
import dev.tenon.internal.train.step.OptimizerVariables;
import dev.tenon.internal.train.step.OptimizerVariables.Kind;
import dev.tenon.internal.train.step.OptimizerVariables.Variable;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.View;
import dev.tenon.keras.weights.WeightPaths;
import dev.tenon.optimizers.Nadam;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.OptimizerOptions;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private List<@Nullable Variable> order(SavedState saved) {
    List<@Nullable Variable> best = null;
    for (List<Parameter> weights : saved.weights()) {
      OptimizerVariables then = OptimizerVariables.of(optimizer, weights);
      List<@Nullable Variable> found =
          OptimizerVariableMatcher.fitting(saved.variables(), then.all());
      // Old files may have more than is used: what uses the most of one is what it was saved for.
      if (found != null
          && (best == null
              || Collections.frequency(found, null) < Collections.frequency(best, null))) {
        best = found;
      }
    }
    return best == null
        ? OptimizerVariableMatcher.of(saved.variables(), variables.all(), optimizer.className())
        : now(best);
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
   * Returns the state as Keras 3 numbers it: tensors in the arrangement of their source.
   *
   * @param graph the rule's variables
   * @param parameters holds them, as they were last pulled from a trainer
   */
  public static Map<String, Tensor> toFile(OptimizerGraph graph, ParameterStore parameters) {
    Map<String, Tensor> file = new LinkedHashMap<>();
    for (Parameter variable : graph.variables()) {
      file.put(
          WeightPaths.variable(WeightPaths.OPTIMIZER, file.size()),
          parameters.stored(variable).tensor());
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
    if (optimizer instanceof Nadam nadam
        && order.stream().noneMatch(v -> v != null && v.kind() == Kind.SHARED)) {
      // tf_keras does not store the product; it follows from the number of steps.
      Parameter product = variables.shared(Nadam.PRODUCT);
      double value = nadam.product(updates());
      parameters.put(product, Tensor.scalar(product.dtype(), value));
    }
  }

  private long updates() {
    OptimizerOptions options = optimizer.options();
    long steps = parameters.get(variables.iteration()).cast(DType.INT64).getLong(0);
    Long accumulated = options.gradientAccumulationSteps();
    return accumulated == null ? steps : steps / accumulated;
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
