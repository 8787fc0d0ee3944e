package dev.tenon.ir.fold;

import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Reduction;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reductions and softmax, computed in double. */
final class Reductions {
  private Reductions() {}

  static @Nullable Tensor apply(Reduction operator, Tensor x, @Nullable Tensor axes) {
    if (x.dtype() == DType.STRING) {
      return null;
    }
    if (operator instanceof Reduction.ArgMax op) {
      return op.selectLastIndex() == 1 ? null : arg(x, op.axis(), op.keepdims(), 1);
    }
    if (operator instanceof Reduction.ArgMin op) {
      return op.selectLastIndex() == 1 ? null : arg(x, op.axis(), op.keepdims(), -1);
    }
    if (operator instanceof Reduction.CumSum op) {
      return axes == null ? null : cumSum(op, x, Math.toIntExact(axes.getLong(0)));
    }
    boolean[] gone = new boolean[x.rank()];
    if (axes == null || axes.size() == 0) {
      if (operator.noopWithEmptyAxes() == 1) {
        return x;
      }
      java.util.Arrays.fill(gone, true);
    } else {
      for (long axis : axes.toLongArray()) {
        gone[(int) (axis < 0 ? axis + x.rank() : axis)] = true;
      }
    }
    return reduce(operator, x, gone);
  }

  private static @Nullable Tensor reduce(Reduction operator, Tensor x, boolean[] gone) {
    List<Integer> kept = new ArrayList<>();
    List<Integer> reduced = new ArrayList<>();
    List<Long> shape = new ArrayList<>();
    int count = 1;
    for (int i = 0; i < gone.length; i++) {
      if (gone[i]) {
        reduced.add(i);
        count *= (int) x.dim(i);
      } else {
        kept.add(i);
      }
      if (!gone[i] || operator.keepdims() == 1) {
        shape.add(gone[i] ? 1 : x.dim(i));
      }
    }
    if (count == 0) {
      return null;
    }
    kept.addAll(reduced);
    Tensor rows = x.transpose(kept.stream().mapToInt(Integer::intValue).toArray());
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), x.size() / count);
    for (int row = 0; row < x.size() / count; row++) {
      if (!reduceRow(operator, rows, row * count, count, writer, row)) {
        return null;
      }
    }
    long[] result = shape.stream().mapToLong(Long::longValue).toArray();
    return writer.build(new long[] {x.size() / count}).reshape(result);
  }

  private static boolean reduceRow(
      Reduction operator, Tensor x, int start, int count, Tensor.Writer writer, int to) {
    if (!x.dtype().isFloating()) {
      return reduceWhole(operator, x, start, count, writer, to);
    }
    double largest = Double.NEGATIVE_INFINITY;
    double smallest = Double.POSITIVE_INFINITY;
    double sum = 0;
    double product = 1;
    double magnitude = 0;
    double squares = 0;
    for (int i = start; i < start + count; i++) {
      double value = x.getDouble(i);
      largest = Math.max(largest, value);
      smallest = Math.min(smallest, value);
      sum += value;
      product *= value;
      magnitude += Math.abs(value);
      squares += value * value;
    }
    if (operator instanceof Reduction.ReduceSum) {
      writer.set(to, sum);
    } else if (operator instanceof Reduction.ReduceMean) {
      writer.set(to, sum / count);
    } else if (operator instanceof Reduction.ReduceMax) {
      writer.set(to, largest);
    } else if (operator instanceof Reduction.ReduceMin) {
      writer.set(to, smallest);
    } else if (operator instanceof Reduction.ReduceProd) {
      writer.set(to, product);
    } else if (operator instanceof Reduction.ReduceL1) {
      writer.set(to, magnitude);
    } else if (operator instanceof Reduction.ReduceL2) {
      writer.set(to, Math.sqrt(squares));
    } else if (operator instanceof Reduction.ReduceSumSquare) {
      writer.set(to, squares);
    } else if (operator instanceof Reduction.ReduceLogSum) {
      writer.set(to, Math.log(sum));
    } else {
      return false;
    }
    return true;
  }

  private static boolean reduceWhole(
      Reduction operator, Tensor x, int start, int count, Tensor.Writer writer, int to) {
    // Of one number alone, too, the other reductions make another number.
    if (!(operator instanceof Reduction.ReduceSum
        || operator instanceof Reduction.ReduceMean
        || operator instanceof Reduction.ReduceProd
        || operator instanceof Reduction.ReduceMax
        || operator instanceof Reduction.ReduceMin)) {
      return false;
    }
    long result = x.getLong(start);
    for (int i = start + 1; i < start + count; i++) {
      long value = x.getLong(i);
      if (operator instanceof Reduction.ReduceSum || operator instanceof Reduction.ReduceMean) {
        result += value;
      } else if (operator instanceof Reduction.ReduceProd) {
        result *= value;
      } else if (operator instanceof Reduction.ReduceMax) {
        result = Math.max(result, value);
      } else {
        result = Math.min(result, value);
      }
    }
    writer.set(to, operator instanceof Reduction.ReduceMean ? result / count : result);
    return true;
  }

  private static Tensor arg(Tensor x, long axis, long keepdims, int sign) {
    int at = (int) (axis < 0 ? axis + x.rank() : axis);
    Tensor best = (sign < 0 ? UnaryMath.map(x, DType.FLOAT64, v -> -v) : x).argMax(at);
    return keepdims == 1 ? best.expandDims(at) : best;
  }

  private static Tensor cumSum(Reduction.CumSum op, Tensor x, int axis) {
    AxisRuns rows = new AxisRuns(x, axis);
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), x.size());
    rows.forEach(
        start -> {
          double sum = 0;
          for (int i = 0; i < rows.length(); i++) {
            int at = start + rows.step() * (op.reverse() == 1 ? rows.length() - 1 - i : i);
            double value = x.getDouble(at);
            writer.set(at, op.exclusive() == 1 ? sum : sum + value);
            sum += value;
          }
        });
    return writer.build(new long[] {x.size()}).reshape(x.shape());
  }

  static @Nullable Tensor softmax(Activations operator, Tensor x) {
    boolean log = operator instanceof Activations.LogSoftmax;
    long axis;
    if (operator instanceof Activations.Softmax op) {
      axis = op.axis();
    } else if (operator instanceof Activations.LogSoftmax op) {
      axis = op.axis();
    } else {
      return null;
    }
    AxisRuns rows = new AxisRuns(x, (int) axis);
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), x.size());
    rows.forEach(
        start -> {
          double largest = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < rows.length(); i++) {
            largest = Math.max(largest, x.getDouble(start + (long) i * rows.step()));
          }
          double sum = 0;
          for (int i = 0; i < rows.length(); i++) {
            sum += Math.exp(x.getDouble(start + (long) i * rows.step()) - largest);
          }
          for (int i = 0; i < rows.length(); i++) {
            double centred = x.getDouble(start + (long) i * rows.step()) - largest;
            writer.set(
                start + i * rows.step(), log ? centred - Math.log(sum) : Math.exp(centred) / sum);
          }
        });
    return writer.build(new long[] {x.size()}).reshape(x.shape());
  }
}
