package dev.tenon.keras.weights;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.layers.base.Quantization;
import dev.tenon.layers.base.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Which weights of a layer Keras' files hold, and which of them are trainable. */
public final class WeightOrder {
  private WeightOrder() {}

  /** Says whether files hold a parameter: not the counters of seeds, nor remembered states. */
  public static boolean isStored(Parameter parameter) {
    return parameter.role() == Parameter.Role.WEIGHT || !parameter.name().contains("_state");
  }

  /** Says whether a layer that is not frozen learns a parameter of its own. */
  static boolean isLearned(Scope scope, Parameter parameter) {
    Quantization how = scope.node().dtypePolicy().quantization();
    // Keras calls the scales of float8 trainable, too.
    boolean all = how != null && how.mode() == Quantization.Mode.FLOAT8;
    boolean adapted = isApart(scope) && scope.adapters().containsKey(parameter);
    return all || (parameter.role() == Parameter.Role.WEIGHT && !adapted);
  }

  /**
   * Says whether HDF5 files that keep weights by layer have a layer's low-rank adapter apart: its
   * configuration asks for the adapter then. All other files hold the merged weight alone.
   */
  public static boolean isApart(Scope scope) {
    return scope.node().layer().lora() != null;
  }

  /** Returns what a layer itself declared in the order of files that keep weights by path. */
  public static List<Parameter> byPath(Scope scope) {
    boolean quantised = scope.node().dtypePolicy().quantization() != null;
    List<Parameter> own = withoutFactors(scope);
    return quantised ? own : ordered(own);
  }

  /** Returns what a layer itself declared in the order of files that keep weights by layer. */
  static List<Parameter> byLayer(Scope scope) {
    return ordered(isApart(scope) ? scope.own() : withoutFactors(scope));
  }

  private static List<Parameter> withoutFactors(Scope scope) {
    return scope.own().stream().filter(parameter -> scope.adapted(parameter) == null).toList();
  }

  /** Returns what a layer itself declared and files hold, weights first, as Keras keeps them. */
  static List<Parameter> ordered(List<Parameter> own) {
    Predicate<Parameter> weight = parameter -> parameter.role() == Parameter.Role.WEIGHT;
    List<Parameter> ordered = new ArrayList<>(own.stream().filter(weight).toList());
    own.stream().filter(weight.negate()).forEach(ordered::add);
    ordered.removeIf(parameter -> !isStored(parameter));
    return ordered;
  }
}
