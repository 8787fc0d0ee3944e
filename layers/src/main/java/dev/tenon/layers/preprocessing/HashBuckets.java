package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Text;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts strings into buckets by a hash, and integers by that of their decimal text, as TensorFlow
 * does.
 *
 * <p>Only integers can be exported: ONNX has no operator that looks into strings.
 */
final class HashBuckets {
  private HashBuckets() {}

  /**
   * Returns the bucket of each entry, int64.
   *
   * @param salt null, one number, or a list of two
   */
  static Value of(Ops ops, String layer, Value x, long count, @Nullable Object salt) {
    if (count < 1) {
      throw new IllegalArgumentException(layer + " needs at least one bin, it has " + count);
    }
    List<Long> key = key(layer, salt);
    if (x.dtype() == DType.STRING) {
      return ops.apply(new Text.StringToHashBucket(count, key), x);
    }
    IntegerText text = IntegerText.of(ops, ops.cast(x, DType.INT64));
    Value hash = key == null ? FarmHash.of(text) : SipHashOps.of(text, key.get(0), key.get(1));
    return text.words().remainder(hash, count);
  }

  private static @Nullable List<Long> key(String layer, @Nullable Object salt) {
    if (salt == null) {
      return null;
    }
    List<?> pair = salt instanceof List<?> list ? list : List.of(salt, salt);
    if (pair.size() != 2
        || !(pair.get(0) instanceof Number first)
        || !(pair.get(1) instanceof Number second)) {
      throw new IllegalArgumentException(
          layer + ": 'salt' must be one integer or two, it is " + salt);
    }
    return List.of(first.longValue(), second.longValue());
  }
}
