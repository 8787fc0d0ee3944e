package dev.tenon.layers.core;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.NoWeights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an input of a model in the list of its layers.
 *
 * <p>{@code batchShape} holds null for each length that is not fixed.
 *
 * @see <a href="https://keras.io/api/layers/core_layers/input/">Keras: Input</a>
 */
@Setters
public record InputLayer(
    @Nullable List<@Nullable Long> batchShape, boolean sparse, boolean ragged, boolean optional)
    implements NoWeights, InputLayerSetters {

  /** Keras' defaults. */
  public static final InputLayer DEFAULTS = new InputLayer(null, false, false, false);

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    return List.of(inputs.get(0));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
