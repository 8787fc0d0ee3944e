package dev.tenon.layers.preprocessing;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Turns integer categories into vectors, as Keras' {@code encode_categorical_inputs}. */
final class Categories {
  private Categories() {}

  /**
   * Encodes categories.
   *
   * @param mode one_hot, multi_hot or count
   * @param depth the number of categories, the length of the new last axis
   * @param weights for count: what each entry counts; null is 1
   */
  static Value encode(
      Ops ops, String mode, Value x, long depth, DType type, @Nullable Value weights) {
    Value index = ops.cast(x, DType.INT64);
    if (index.rank() == 0) {
      index = ops.unsqueeze(index, 0);
    }
    if (mode.equals("one_hot")) {
      if (index.rank() > 1 && index.shape().length(-1) == 1) {
        index = ops.squeeze(index, index.rank() - 1L);
      }
      return hot(ops, index, depth, type);
    }
    long entries = index.rank() > 1 ? 1 : 0;
    return switch (mode) {
      case "multi_hot" -> ops.reduceMax(hot(ops, index, depth, type), false, entries);
      case "count" -> {
        Value ones = hot(ops, index, depth, weights == null ? type : weights.dtype());
        if (weights != null) {
          ones = ops.mul(ones, ops.unsqueeze(weights, weights.rank()));
        }
        yield ops.reduceSum(ones, false, entries);
      }
      default ->
          throw new IllegalArgumentException(
              "output_mode '" + mode + "' is none of int, one_hot, multi_hot, count");
    };
  }

  private static Value hot(Ops ops, Value index, long depth, DType type) {
    Value values = ops.constant(Tensor.of(new double[] {0, 1}, 2).cast(type));
    Value length = ops.constant(Tensor.scalar(DType.INT64, depth));
    // ONNX counts negative positions from the end; Keras gives them no place at all.
    Value one = ops.apply(new Indexing.OneHot(-1), index, length, values);
    Value negative = ops.less(index, ops.scalar(index, 0));
    return ops.where(ops.unsqueeze(negative, index.rank()), ops.scalar(type, 0), one);
  }

  static void refuseSparse(String layer, boolean sparse) {
    if (sparse) {
      throw new UnsupportedModelException(
          layer + " with sparse=True gives sparse tensors, which Tenon does not have");
    }
  }
}
