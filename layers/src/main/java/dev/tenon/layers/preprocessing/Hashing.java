package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces strings and integers by bins that a hash chooses.
 *
 * <p>Integers are hashed as their decimal text. Input of any shape; output of the same shape, or
 * that of {@link CategoryEncoding} with another output mode than {@code int}. Only integers can be
 * exported to ONNX.
 *
 * @param numBins the number of bins, at least 1
 * @param maskValue the value that gets bin 0, which no other value shares. Without one all bins are
 *     used.
 * @param outputMode the form of the output: {@code int}, {@code one_hot}, {@code multi_hot} or
 *     {@code count}
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/categorical/hashing/">Keras:
 *     Hashing</a>
 */
@ShortName("numBins")
public record Hashing(
    @Default("1") long numBins,
    @Nullable Object salt,
    @Nullable Object maskValue,
    @Default("int") String outputMode,
    @Default("false") boolean sparse)
    implements NoWeights, HashingOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = inputs.get(0);
    DType type = call.policy().compute();
    boolean masked = maskValue != null && numBins > 1;
    Value bins = HashBuckets.of(ops, "Hashing", x, masked ? numBins - 1 : numBins, salt);
    if (masked) {
      Value hidden = ops.equal(x, mask(ops, x));
      bins = ops.where(hidden, ops.scalar(bins, 0), ops.add(bins, 1));
    }
    if (outputMode.equals("int")) {
      return List.of(ops.cast(bins, type));
    }
    Categories.refuseSparse("Hashing", sparse);
    return List.of(Categories.encode(ops, outputMode, bins, numBins, type, null));
  }

  private Value mask(Ops ops, Value x) {
    if (x.dtype() == DType.STRING) {
      return ops.constant(Tensor.ofStrings(new String[] {String.valueOf(maskValue)}, 1).reshape());
    }
    if (maskValue instanceof Number number) {
      return ops.scalar(x, number.doubleValue());
    }
    throw new IllegalArgumentException(
        "Hashing: 'mask_value' must be an integer, it is " + maskValue);
  }
}
