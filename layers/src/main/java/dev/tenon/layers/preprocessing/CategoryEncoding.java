package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes integer categories as vectors of {@code num_tokens} numbers.
 *
 * <p>{@code one_hot}: input (…) gives (…, num_tokens), where (…, 1) counts as (…). {@code
 * multi_hot} and {@code count}: input (batch, n) gives (batch, num_tokens). The call argument
 * {@code count_weights}, of the input's shape, weighs the entries; it needs the mode {@code count}.
 *
 * @param numTokens the number of categories
 * @param outputMode the form of the output: {@code one_hot}, {@code multi_hot} or {@code count}
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/categorical/category_encoding/">Keras:
 *     CategoryEncoding</a>
 */
@ShortName("numTokens")
public record CategoryEncoding(
    @Default("1") long numTokens, @Default("multi_hot") String outputMode)
    implements Layer<CategoryEncoding.None>, CategoryEncodingOptions {
  /** No weights. */
  public record None() {}

  @Override
  public None build(Build build, List<Shape> inputs) {
    return new None();
  }

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = inputs.get(0);
    Value counted = inputs.size() > 1 ? inputs.get(1) : call.tensorArgument("count_weights");
    if (counted != null && !outputMode.equals("count")) {
      throw new IllegalArgumentException(
          "CategoryEncoding: count_weights needs output_mode 'count', not '" + outputMode + "'");
    }
    @Nullable Value cast = counted == null ? null : ops.cast(counted, call.policy().compute());
    return List.of(Categories.encode(ops, outputMode, x, numTokens, call.policy().compute(), cast));
  }
}
