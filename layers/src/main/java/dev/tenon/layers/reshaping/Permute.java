package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Permutes the axes of each sample.
 *
 * <p>Input (batch, …), output with axis {@code i} of length {@code dims[i]}.
 *
 * @param dims the axes in their new order, counted from 1 without the batch axis: (2, 1) transposes
 *     matrices
 * @see <a href="https://keras.io/api/layers/reshaping_layers/permute/">Keras: Permute</a>
 */
@ShortName("dims")
public record Permute(@Default("1") List<Long> dims) implements NoWeights, PermuteOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    int[] perm = new int[dims.size() + 1];
    for (int i = 1; i < perm.length; i++) {
      perm[i] = Math.toIntExact(dims.get(i - 1));
    }
    return List.of(call.ops().transpose(inputs.get(0), perm));
  }
}
