package dev.tenon.ir.fold;

import dev.tenon.tensor.Tensor;
import java.util.List;

/** NumPy's broadcasting: which element of each operand an element of the result takes. */
final class Broadcast {
  private final long[] shape;
  private final int size;
  private final long[][] strides;

  Broadcast(List<Tensor> operands) {
    int rank = operands.stream().mapToInt(Tensor::rank).max().orElse(0);
    this.shape = new long[rank];
    java.util.Arrays.fill(shape, 1);
    this.strides = new long[operands.size()][rank];
    for (Tensor operand : operands) {
      int shift = rank - operand.rank();
      for (int i = 0; i < operand.rank(); i++) {
        long length = operand.dim(i);
        if (length != 1) {
          if (shape[shift + i] != 1 && shape[shift + i] != length) {
            throw new IllegalArgumentException(
                "shape " + operand.shapeString() + " does not broadcast with the other operands");
          }
          shape[shift + i] = length;
        }
      }
    }
    for (int k = 0; k < operands.size(); k++) {
      Tensor operand = operands.get(k);
      int shift = rank - operand.rank();
      long stride = 1;
      for (int i = operand.rank() - 1; i >= 0; i--) {
        strides[k][shift + i] = operand.dim(i) == 1 ? 0 : stride;
        stride *= operand.dim(i);
      }
    }
    long count = 1;
    for (long length : shape) {
      count = Math.multiplyExact(count, length);
    }
    this.size = Math.toIntExact(count);
  }

  long[] shape() {
    return shape.clone();
  }

  int size() {
    return size;
  }

  /** Tells for every element of the result where each operand's element lies. */
  void forEach(Visitor visitor) {
    int rank = shape.length;
    int operands = strides.length;
    long[] index = new long[rank];
    int[] from = new int[operands];
    for (int to = 0; to < size; to++) {
      visitor.visit(to, from);
      for (int axis = rank - 1; axis >= 0; axis--) {
        index[axis]++;
        for (int k = 0; k < operands; k++) {
          from[k] += (int) strides[k][axis];
        }
        if (index[axis] < shape[axis]) {
          break;
        }
        for (int k = 0; k < operands; k++) {
          from[k] -= (int) (strides[k][axis] * shape[axis]);
        }
        index[axis] = 0;
      }
    }
  }

  /** Sees one element of the result; the array is the same for every element. */
  interface Visitor {
    void visit(int to, int[] from);
  }
}
