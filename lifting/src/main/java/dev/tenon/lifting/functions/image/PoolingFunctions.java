package dev.tenon.lifting.functions.image;

import dev.tenon.internal.collections.OrderedMap;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.PoolingWindow;
import dev.tenon.lifting.functions.FunctionNode;
import dev.tenon.lifting.functions.FunctionTable;
import dev.tenon.lifting.functions.FunctionWriter;
import dev.tenon.lifting.functions.NoFunctionException;
import dev.tenon.lifting.functions.Operand;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pooling with pads and steps that no layer takes. */
public final class PoolingFunctions {
  private PoolingFunctions() {}

  public static void list(FunctionTable table) {
    table.one(Pooling.MaxPool.class, PoolingFunctions::max);
    table.one(Pooling.AveragePool.class, PoolingFunctions::average);
    table.one(Pooling.GlobalAveragePool.class, node -> global(node, "Mean"));
    table.one(Pooling.GlobalMaxPool.class, node -> global(node, "Max"));
  }

  private static WindowGeometry windows(Operand x, PoolingWindow pool) {
    return WindowGeometry.of(
        x,
        pool.kernelShape().stream().mapToLong(Long::longValue).toArray(),
        pool.strides(),
        pool.dilations(),
        pool.pads(),
        pool.autoPad(),
        pool.ceilMode() == 1,
        WindowFunctions.spatial(pool.kernelShape().size()));
  }

  private static Operand max(FunctionNode node, Pooling.MaxPool pool) {
    FunctionWriter writer = node.writer();
    Operand x = WindowFunctions.channelsFirst(node, pool.channelsLast());
    WindowGeometry windows = windows(x, pool);
    // Padding never wins.
    Operand padded = WindowFunctions.padded(writer, x, windows, least(x.dtype()));
    if (!windows.dilated()) {
      return slid(writer, padded, windows, "MaxPool");
    }
    Operand result = null;
    for (Operand one : WindowFunctions.positions(writer, padded, windows)) {
      result = result == null ? one : writer.elementwise("Maximum", result, one);
    }
    return result == null ? padded : result;
  }

  private static double least(DType type) {
    return switch (type) {
      case INT8 -> Byte.MIN_VALUE;
      case UINT8 -> 0;
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> Double.NEGATIVE_INFINITY;
      default -> throw new NoFunctionException("pads " + type);
    };
  }

  private static Operand slid(
      FunctionWriter writer, Operand x, WindowGeometry windows, String name) {
    Operand last = writer.transpose(x, WindowFunctions.toLast(x.rank()));
    Map<String, @Nullable Object> config =
        OrderedMap.of(
            "pool_size",
            WindowFunctions.list(windows.kernel()),
            "strides",
            WindowFunctions.list(windows.strides()),
            "padding",
            "valid",
            "data_format",
            "channels_last");
    Operand pooled = writer.same(name, config, last);
    return writer.transpose(pooled, WindowFunctions.toFirst(x.rank()));
  }

  private static Operand average(FunctionNode node, Pooling.AveragePool pool) {
    FunctionWriter writer = node.writer();
    Operand x = WindowFunctions.channelsFirst(node, pool.channelsLast());
    boolean ceil = pool.ceilMode() == 1;
    WindowGeometry windows = windows(x, pool);
    Operand padded = WindowFunctions.padded(writer, x, windows, 0);
    Operand mean;
    if (windows.dilated()) {
      List<Operand> entries = WindowFunctions.positions(writer, padded, windows);
      Operand sum = entries.get(0);
      for (Operand one : entries.subList(1, entries.size())) {
        sum = writer.add(sum, one);
      }
      mean = writer.elementwise("Divide", sum, FunctionWriter.number(sum, entries.size()));
    } else {
      mean = slid(writer, padded, windows, "AveragePool");
    }
    boolean counts = pool.countIncludePad() == 1;
    boolean beyond = false;
    for (long entries : windows.beyond()) {
      beyond |= entries > 0;
    }
    if (!windows.padded() || (counts && !beyond)) {
      return mean;
    }
    return writer.multiply(mean, corrections(x, windows, counts, ceil));
  }

  /** Returns the lengths of whole windows by those of what counts in each window. */
  private static Operand corrections(
      Operand x, WindowGeometry windows, boolean countsPads, boolean ceil) {
    List<double[]> axes = new ArrayList<>();
    long[] shape = new long[x.rank()];
    shape[0] = 1;
    shape[1] = 1;
    long total = 1;
    for (int i = 0; i < windows.axes(); i++) {
      long length = x.length(i + 2);
      if (length < 0) {
        throw new NoFunctionException("counts what lies inside of an axis of open length");
      }
      double[] factors = new double[Math.toIntExact(windows.count(i, length, ceil))];
      long from = countsPads ? -windows.before()[i] : 0;
      long to = length + (countsPads ? windows.after()[i] : 0);
      for (int at = 0; at < factors.length; at++) {
        long inside = 0;
        for (long k = 0; k < windows.kernel()[i]; k++) {
          long position =
              at * windows.strides()[i] - windows.before()[i] + k * windows.dilations()[i];
          inside += position >= from && position < to ? 1 : 0;
        }
        factors[at] = (double) windows.kernel()[i] / inside;
      }
      axes.add(factors);
      shape[i + 2] = factors.length;
      total *= factors.length;
    }
    Tensor.Writer all = new Tensor.Writer(x.dtype(), Math.toIntExact(total));
    for (int at = 0; at < total; at++) {
      long rest = at;
      double factor = 1;
      for (int i = axes.size() - 1; i >= 0; i--) {
        factor *= axes.get(i)[(int) (rest % axes.get(i).length)];
        rest /= axes.get(i).length;
      }
      all.set(at, factor);
    }
    return Operand.of(all.build(shape));
  }

  private static Operand global(FunctionNode node, String name) {
    Pooling pool = node.operator(Pooling.class);
    Operand x = node.in(0);
    List<Long> axes = new ArrayList<>();
    int channels = pool.channelAxis(x.rank());
    for (int i = 1; i < x.rank(); i++) {
      if (i != channels) {
        node.writer().along(x, i);
        axes.add((long) i);
      }
    }
    return node.writer().same(name, OrderedMap.of("axis", axes, "keepdims", true), x);
  }
}
