package dev.tenon.spark.internal.columns;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;

/** What a new column has of a value. */
public enum OutputKind {
  /** The value itself. */
  VALUE {
    @Override
    Tensor of(Tensor value) {
      return value;
    }

    @Override
    DType dtype(DType value) {
      return value;
    }
  },

  /** The index of the largest element along the last axis: NumPy's {@code argmax}. */
  ARG_MAX {
    @Override
    Tensor of(Tensor value) {
      double[] elements = value.toDoubleArray();
      int length = last(value);
      int count = length == 0 ? 0 : elements.length / length;
      Tensor.Writer writer = new Tensor.Writer(DType.INT64, count);
      for (int row = 0; row < count; row++) {
        int best = 0;
        for (int i = 1; i < length; i++) {
          double rival = elements[row * length + i];
          double leader = elements[row * length + best];
          // As in NumPy: the first of equals, and the first NaN before all numbers.
          if (rival > leader || (Double.isNaN(rival) && !Double.isNaN(leader))) {
            best = i;
          }
        }
        writer.set(row, (long) best);
      }
      return writer.build(Arrays.copyOf(value.shape(), value.rank() - 1));
    }

    @Override
    DType dtype(DType value) {
      return DType.INT64;
    }
  },

  /** The softmax along the last axis, computed in double precision. */
  SOFT_MAX {
    @Override
    Tensor of(Tensor value) {
      double[] elements = value.toDoubleArray();
      int length = last(value);
      Tensor.Writer writer = new Tensor.Writer(dtype(value.dtype()), elements.length);
      for (int start = 0; length > 0 && start < elements.length; start += length) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = start; i < start + length; i++) {
          largest = Math.max(largest, elements[i]);
        }
        double sum = 0;
        for (int i = start; i < start + length; i++) {
          elements[i] = Math.exp(elements[i] - largest);
          sum += elements[i];
        }
        for (int i = start; i < start + length; i++) {
          writer.set(i, elements[i] / sum);
        }
      }
      return writer.build(value.shape());
    }

    @Override
    DType dtype(DType value) {
      return value == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    }
  };

  private static int last(Tensor value) {
    return Math.toIntExact(value.dim(-1));
  }

  /** Returns what the column has of a batch's value. */
  abstract Tensor of(Tensor value);

  /** Returns the element type of it. */
  abstract DType dtype(DType value);
}
