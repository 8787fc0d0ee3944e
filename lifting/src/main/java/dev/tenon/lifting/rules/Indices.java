package dev.tenon.lifting.rules;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the arithmetic that makes negative positions count from the end, which ONNX's
 * Gather and Keras' Embedding do themselves: {@code x < 0 ? x + length : x}, as a choice or as a
 * sum of products.
 */
final class Indices {
  private Indices() {}

  /** Returns the positions as they were before. */
  static Value plain(LiftContext site, Value positions, long length) {
    OperatorNode node = site.producer(positions);
    Value x = null;
    if (node != null && node.operator() instanceof Variadic.Where) {
      x = chosen(site, node.input(0), node.input(1), node.input(2), length);
    } else if (node != null && node.operator() instanceof Binary.Add) {
      x = summed(site, node, length);
    }
    return x == null ? positions : x;
  }

  /**
   * Returns the ids before they were cast to int32 or int64: an Embedding does that by itself, and
   * cuts off fractions as the Cast does.
   */
  static Value uncast(LiftContext site, Value ids) {
    OperatorNode cast = site.producer(ids, Unary.Cast.class);
    if (cast == null || !(cast.operator() instanceof Unary.Cast to) || !isWide(to.to())) {
      return ids;
    }
    Value before = cast.input(0);
    boolean whole = isWide(before.dtype());
    if (!whole && before.dtype() != DType.FLOAT32) {
      return ids;
    }
    // Of two casts from fractions only the first may cut them off.
    return whole ? uncast(site, before) : before;
  }

  private static boolean isWide(DType type) {
    return type == DType.INT32 || type == DType.INT64;
  }

  private static @Nullable Value chosen(
      LiftContext site, Value negative, Value wrapped, Value x, long length) {
    return isNegative(site, negative, x) && isWrapped(site, wrapped, x, length) ? x : null;
  }

  /** Reads {@code cast(x < 0) * (x + length) + x * cast(not x < 0)}. */
  private static @Nullable Value summed(LiftContext site, OperatorNode sum, long length) {
    for (int side = 0; side < 2; side++) {
      OperatorNode low = site.producer(sum.input(side), Binary.Mul.class);
      OperatorNode high = site.producer(sum.input(1 - side), Binary.Mul.class);
      if (low == null || high == null) {
        return null;
      }
      for (int a = 0; a < 2; a++) {
        for (int b = 0; b < 2; b++) {
          Value x = high.input(b);
          OperatorNode yes = site.producer(low.input(a), Unary.Cast.class);
          OperatorNode no = site.producer(high.input(1 - b), Unary.Cast.class);
          OperatorNode not = no == null ? null : site.producer(no.input(0), Unary.Not.class);
          if (yes != null
              && not != null
              && not.input(0) == yes.input(0)
              && chosen(site, yes.input(0), low.input(1 - a), x, length) != null) {
            return x;
          }
        }
      }
    }
    return null;
  }

  private static boolean isNegative(LiftContext site, Value value, Value x) {
    OperatorNode less = site.producer(value, Binary.Less.class);
    Tensor zero = less == null ? null : less.input(1).constant();
    return less != null
        && zero != null
        && zero.size() == 1
        && zero.getDouble(0) == 0
        && root(site, less.input(0)) == root(site, x);
  }

  private static boolean isWrapped(LiftContext site, Value value, Value x, long length) {
    OperatorNode sum = site.producer(value, Binary.Add.class);
    for (int side = 0; sum != null && side < 2; side++) {
      Tensor added = sum.input(side).constant();
      if (added != null && added.size() == 1 && added.getDouble(0) == length) {
        return root(site, sum.input(1 - side)) == root(site, x);
      }
    }
    return false;
  }

  private static Value root(LiftContext site, Value value) {
    OperatorNode cast = site.producer(value, Unary.Cast.class);
    return cast == null ? value : root(site, cast.input(0));
  }
}
