package dev.tenon.exporters.keras.weights;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.keras.weights.WeightOrder;
import dev.tenon.layers.base.Scope;
import dev.tenon.layers.core.EinsumDense;
import dev.tenon.layers.lora.LoraAdapter;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/** Converts parameters to the form of files. */
public final class StoredParameters {
  private final ParameterStore store;
  private final KerasFormat format;

  public StoredParameters(ParameterStore store, KerasFormat format) {
    this.store = store;
    this.format = format;
  }

  /**
   * Returns a parameter's content, in its stored form if that is the layer's form.
   *
   * <p>HDF5 has no bfloat16; such numbers become float32.
   */
  Tensor tensor(Parameter parameter) {
    ParameterStore.Stored stored = store.stored(parameter);
    Tensor tensor = stored.view().isIdentity() ? stored.tensor() : store.get(parameter);
    boolean wide = tensor.dtype() == DType.BFLOAT16 && !format.weightsByPath();
    return wide ? tensor.cast(DType.FLOAT32) : tensor;
  }

  /** Returns the content of a layer's own parameter with its low-rank adapter merged into it. */
  Tensor merged(Scope scope, Parameter parameter) {
    LoraAdapter adapter = scope.adapters().get(parameter);
    return adapter == null ? tensor(parameter) : adapter.merged(store);
  }

  /**
   * Returns the content of a layer's own parameter for files that keep adapters apart.
   *
   * <p>Keras forgets {@code lora_alpha} of Dense and Embedding when it builds them. Where that
   * would change the outputs, the adapter is merged and its B is zero.
   */
  Tensor apart(Scope scope, Parameter parameter) {
    for (LoraAdapter adapter : scope.adapters().values()) {
      boolean kept =
          WeightOrder.isApart(scope)
              && (adapter.config().scale() == 1 || scope.node().layer() instanceof EinsumDense);
      if (!kept && adapter.weight() == parameter) {
        return merged(scope, parameter);
      }
      if (!kept && adapter.b() == parameter) {
        return Tensor.zeros(parameter.dtype(), parameter.shape());
      }
    }
    return tensor(parameter);
  }

  /** Returns whether a parameter has content. */
  public boolean has(Parameter parameter) {
    return store.has(parameter);
  }
}
