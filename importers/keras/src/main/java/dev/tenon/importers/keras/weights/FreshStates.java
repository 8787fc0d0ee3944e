package dev.tenon.importers.keras.weights;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.keras.weights.WeightOrder;
import dev.tenon.tensor.Tensor;

/** Initialises the states that no file contains. */
public final class FreshStates {
  private FreshStates() {}

  /** Sets the states of stateful layers and the counters of random seeds to 0. */
  public static void fill(Lowered model, ParameterStore store) {
    for (Parameter parameter : model.parameters()) {
      if (!store.has(parameter) && !WeightOrder.isStored(parameter)) {
        store.put(parameter, start(parameter));
      }
    }
  }

  private static Tensor start(Parameter parameter) {
    KerasObject initializer = parameter.initializer();
    if (initializer != null
        && initializer.config().get("seed") instanceof Number seed
        && parameter.size() == 2) {
      return Tensor.of(new long[] {seed.longValue(), 0}, 2);
    }
    return Tensor.zeros(parameter.dtype(), parameter.shape());
  }
}
