package dev.tenon.importers.onnx.upgrade;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * A convolution of integers of at most eight bits and a sign, by kernels for float32.
 *
 * <p>Float32 holds whole numbers exactly up to 2^24. Where a sum of products may be larger, numbers
 * are taken apart into their last four bits and what is before those, as by hand: each part is
 * convolved alone, and the sums are put together as integers.
 */
final class ExactConvolution {
  private static final long EXACT = 1L << 24;

  /** What a number of eight bits is at most, after the one that stands for zero is taken off. */
  private static final int LARGEST = 255;

  /** The last four bits count to this. */
  private static final int STEP = 16;

  private final Ops ops;
  private final Convolution.Conv conv;

  ExactConvolution(Ops ops, Convolution.Conv conv) {
    this.ops = ops;
    this.conv = conv;
  }

  /**
   * Returns what the absolute numbers of a filter sum up to at most.
   *
   * @param kernel the position of the kernel among the operands
   */
  static long most(NodeDraft node, int kernel) {
    Value value = node.input(kernel);
    Tensor known = value.constant();
    if (known != null && known.rank() > 1 && known.dim(0) > 0 && isCentred(node, kernel)) {
      int each = (int) (known.size() / known.dim(0));
      long most = 0;
      for (int filter = 0; filter < known.dim(0); filter++) {
        long sum = 0;
        for (int i = 0; i < each; i++) {
          sum += Math.abs(known.getLong(filter * each + i));
        }
        most = Math.max(most, sum);
      }
      return most;
    }
    Shape shape = value.shape();
    long products = 1;
    for (int axis = 1; shape.ranked() && axis < shape.rank(); axis++) {
      products = shape.length(axis) < 0 ? EXACT : Math.min(EXACT, products * shape.length(axis));
    }
    return LARGEST * (shape.ranked() ? products : EXACT);
  }

  /** Returns whether 0 stands for zero in the kernel, as in most networks. */
  private static boolean isCentred(NodeDraft node, int kernel) {
    // ConvInteger has the kernel's zero in place 3, QLinearConv in place 5.
    Value zero = node.optional(kernel == 1 ? 3 : 5);
    if (zero == null) {
      return true;
    }
    Tensor known = zero.constant();
    for (int i = 0; known != null && i < known.size(); i++) {
      if (known.getLong(i) != 0) {
        return false;
      }
    }
    return known != null;
  }

  /**
   * Returns the sums as int32.
   *
   * @param x integers of -255 to 255, as are the weights
   * @param most what the absolute weights of a filter sum up to at most
   */
  Value sums(Value x, Value weights, long most) {
    Value kernel = ops.cast(weights, DType.FLOAT32);
    if (most * LARGEST <= EXACT) {
      return convolve(ops.cast(x, DType.FLOAT32), kernel);
    }
    if (most * STEP <= EXACT) {
      return whole(x, part -> convolve(part, kernel));
    }
    // Exact for filters of up to 65,536 numbers, far more than networks have.
    return whole(x, part -> whole(weights, half -> convolve(part, half)));
  }

  private Value convolve(Value x, Value kernel) {
    return ops.cast(ops.apply(conv, x, kernel), DType.INT32);
  }

  private Value whole(Value numbers, UnaryOperator<Value> convolved) {
    Value all = ops.cast(numbers, DType.FLOAT32);
    Value high = ops.apply(new Unary.Floor(), ops.div(all, STEP));
    Value low = ops.sub(all, ops.mul(high, STEP));
    Value upper = convolved.apply(high);
    Value lower = convolved.apply(low);
    return ops.add(ops.mul(upper, STEP), lower);
  }
}
