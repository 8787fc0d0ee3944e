package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Text;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.List;

/**
 * Crosses two or more categorical features: a hash of all of them chooses one bin.
 *
 * <p>Inputs are integers or strings, all of the shape (batch) or (batch, 1); output of the same
 * shape, or with {@code output_mode} {@code one_hot} (batch, num_bins). The hash is that of
 * TensorFlow's {@code tf.sparse.cross_hashed}: each feature is mixed into the hash of those before
 * it, an integer by itself, a string by its FarmHash. Only integers can be exported: ONNX has no
 * operator that looks into strings.
 *
 * @param numBins the number of bins, at least 1
 * @param outputMode the form of the output: {@code int} or {@code one_hot}
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/categorical/hashed_crossing/">Keras:
 *     HashedCrossing</a>
 */
@ShortName("numBins")
public record HashedCrossing(
    @Default("1") long numBins, @Default("int") String outputMode, @Default("false") boolean sparse)
    implements NoWeights, HashedCrossingOptions {
  /** TensorFlow's start of the hash. */
  private static final long KEY = 0xDECAFCAFFEL;

  private static final long FACTOR = 0xc6a4a7935bd1e995L;
  private static final long QUARTER = 1L << 62;

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    check(inputs);
    Ops ops = call.ops();
    UnsignedArithmetic words = new UnsignedArithmetic(ops);
    Value hash = words.constant(KEY);
    for (Value input : inputs) {
      hash = joined(words, hash, number(words, input));
    }
    Value bins = words.remainder(hash, numBins);
    DType type = call.policy().compute();
    if (outputMode.equals("int")) {
      return List.of(ops.cast(bins, type));
    }
    if (!outputMode.equals("one_hot")) {
      throw new IllegalArgumentException(
          "HashedCrossing: 'output_mode': expected 'int' or 'one_hot', received '"
              + outputMode
              + "'");
    }
    Categories.refuseSparse("HashedCrossing", sparse);
    return List.of(Categories.encode(ops, outputMode, bins, numBins, type, null));
  }

  private void check(List<Value> inputs) {
    if (numBins < 1) {
      throw new IllegalArgumentException(
          "HashedCrossing needs at least one bin, it has " + numBins);
    }
    if (inputs.size() < 2) {
      throw new IllegalArgumentException(
          "HashedCrossing: expected two inputs or more, received " + inputs.size());
    }
    for (Value input : inputs) {
      if (!input.dtype().isInteger() && input.dtype() != DType.STRING) {
        throw new IllegalArgumentException(
            "HashedCrossing: expected integers or strings, received " + input.dtype().numpyName());
      }
      if (input.rank() > 2 || input.rank() != inputs.get(0).rank()) {
        throw new IllegalArgumentException(
            "HashedCrossing: expected inputs of one shape, (batch) or (batch, 1), received "
                + inputs.stream().map(value -> value.shape().toString()).toList());
      }
    }
  }

  /** Returns an integer itself, and FarmHash's fingerprint of a string. */
  private static Value number(UnsignedArithmetic words, Value input) {
    Ops ops = words.ops();
    if (input.dtype() != DType.STRING) {
      return ops.cast(input, DType.INT64);
    }
    // Operators give remainders only: those by 2^62 and by 2^63 - 1 tell all 64 bits.
    Value low = ops.apply(new Text.StringToHashBucket(QUARTER, null), input);
    Value other = ops.apply(new Text.StringToHashBucket(Long.MAX_VALUE, null), input);
    Value distance = ops.sub(other, low);
    Value negative = ops.less(distance, ops.scalar(distance, 0));
    distance = ops.where(negative, words.add(distance, Long.MAX_VALUE), distance);
    // It is 0, 2^62, 1 or 2^62 + 1 where the highest two bits are 0, 1, 2 or 3.
    Value half = ops.greaterOrEqual(distance, words.constant(QUARTER));
    Value quarter = ops.where(half, words.constant(QUARTER), words.constant(0));
    return words.add(words.add(low, quarter), words.mul(distance, Long.MIN_VALUE));
  }

  /** TensorFlow's FingerprintCat64. */
  private static Value joined(UnsignedArithmetic words, Value hash, Value next) {
    Value result = words.xor(hash, words.constant(FACTOR));
    result = words.xor(result, words.mul(mixed(words, words.mul(next, FACTOR)), FACTOR));
    result = words.mul(result, FACTOR);
    return mixed(words, words.mul(mixed(words, result), FACTOR));
  }

  private static Value mixed(UnsignedArithmetic words, Value word) {
    return words.xor(word, words.shiftRight(word, 47));
  }
}
