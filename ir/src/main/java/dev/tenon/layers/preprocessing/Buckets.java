package dev.tenon.layers.preprocessing;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts integers into buckets by a hash of their decimal text, as TensorFlow does. */
final class Buckets {
  private Buckets() {}

  /**
   * Returns the bucket of each number, int64.
   *
   * @param salt null, one number, or a list of two
   */
  static Value of(Ops ops, String layer, Value x, long count, @Nullable Object salt) {
    if (x.dtype() == DType.STRING) {
      throw new UnsupportedModelException(
          layer + " hashes integers only: there are no operators that look into strings");
    }
    Decimals text = Decimals.of(ops, ops.cast(x, DType.INT64));
    Value hash;
    if (salt == null) {
      hash = FarmHash.of(text);
    } else {
      List<?> pair = salt instanceof List<?> list ? list : List.of(salt, salt);
      if (pair.size() != 2
          || !(pair.get(0) instanceof Number first)
          || !(pair.get(1) instanceof Number second)) {
        throw new IllegalArgumentException(
            layer + ": 'salt' must be one integer or two, it is " + salt);
      }
      hash = SipHash.of(text, first.longValue(), second.longValue());
    }
    return text.words().remainder(hash, count);
  }
}
