package dev.tenon.internal.train.state;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.layers.base.Scope;
import dev.tenon.layers.base.WeightRules;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which parameters of a model an optimizer may change, in Keras' order. */
public final class TrainableWeights {
  private TrainableWeights() {}

  /** Returns the weights of all layers that are not frozen, each once. */
  public static List<Parameter> of(Lowered lowered) {
    return of(lowered.weights().values());
  }

  /** Returns the weights of scopes that are not frozen, each once. */
  public static List<Parameter> of(Collection<Scope> scopes) {
    Set<Parameter> found = new LinkedHashSet<>();
    scopes.forEach(scope -> collect(scope, found, false));
    return List.copyOf(found);
  }

  /** Returns the weights of all layers, those of frozen ones included. */
  public static List<Parameter> withFrozen(Lowered lowered) {
    Set<Parameter> found = new LinkedHashSet<>();
    lowered.weights().values().forEach(scope -> collect(scope, found, true));
    return List.copyOf(found);
  }

  private static void collect(Scope scope, Set<Parameter> found, boolean frozen) {
    if (!frozen && !scope.node().trainable()) {
      return;
    }
    for (Parameter parameter : scope.own()) {
      if (scope.learns(parameter)) {
        found.add(parameter);
      }
    }
    scope.children().values().forEach(child -> collect(child, found, frozen));
  }

  /** Returns what says which constraint a weight has; null for none. */
  public static Function<Parameter, @Nullable KerasObject> constraints(Lowered lowered) {
    return constraints(lowered.weights().values());
  }

  /** Returns what says which constraint a weight of scopes has; null for none. */
  public static Function<Parameter, @Nullable KerasObject> constraints(Collection<Scope> scopes) {
    Map<Parameter, KerasObject> found = new IdentityHashMap<>();
    scopes.forEach(scope -> constraints(scope, found));
    return found::get;
  }

  private static void constraints(Scope scope, Map<Parameter, KerasObject> found) {
    for (Parameter parameter : scope.own()) {
      KerasObject rule = WeightRules.constraint(scope.node().layer(), parameter.name());
      if (rule != null) {
        found.put(parameter, rule);
      }
    }
    scope.children().values().forEach(child -> constraints(child, found));
  }
}
