package dev.tenon.layers.core;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.NoWeights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Marks an input of a model in its list of layers.
 *
 * @param batchShape the shape with the batch axis; null for each open length
 * @param sparse whether Keras expects a sparse tensor
 * @param ragged whether tf_keras expects a ragged tensor
 * @param optional whether a caller may leave the input out
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
