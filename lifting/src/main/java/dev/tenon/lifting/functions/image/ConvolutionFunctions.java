package dev.tenon.lifting.functions.image;

import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.shape.Shape;
import dev.tenon.lifting.functions.FunctionNode;
import dev.tenon.lifting.functions.FunctionTable;
import dev.tenon.lifting.functions.FunctionWriter;
import dev.tenon.lifting.functions.NoFunctionException;
import dev.tenon.lifting.functions.Operand;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Convolutions whose kernels are computed, or whose steps no layer takes. */
public final class ConvolutionFunctions {
  private static final int MOST_GROUPS = 64;

  private ConvolutionFunctions() {}

  public static void list(FunctionTable table) {
    table.one(Convolution.Conv.class, ConvolutionFunctions::conv);
    table.one(Convolution.ConvTranspose.class, ConvolutionFunctions::transposed);
  }

  private static Operand conv(FunctionNode node, Convolution.Conv conv) {
    FunctionWriter writer = node.writer();
    Operand x = WindowFunctions.channelsFirst(node, conv.channelsLast());
    Operand kernel = kernel(node);
    int axes = kernel.rank() - 2;
    long[] size = new long[axes];
    for (int i = 0; i < axes; i++) {
      size[i] = known(kernel, i + 2);
    }
    WindowGeometry windows =
        WindowGeometry.of(
            x,
            size,
            conv.strides(),
            conv.dilations(),
            conv.pads(),
            conv.autoPad(),
            false,
            WindowFunctions.spatial(axes));
    Operand padded = WindowFunctions.padded(writer, x, windows, 0);
    return biased(node, parts(writer, padded, channelsLast(writer, kernel), windows, conv.group()));
  }

  private static Operand kernel(FunctionNode node) {
    Operand kernel = node.in(1);
    if (kernel.batch() >= 0) {
      node.writer().refuseMixing();
    }
    return kernel;
  }

  private static long known(Operand x, int axis) {
    long length = x.length(axis);
    if (length < 0) {
      throw new NoFunctionException("has a kernel of open lengths");
    }
    return length;
  }

  /** Turns (out, in, spatial…) into (spatial…, in, out). */
  private static Operand channelsLast(FunctionWriter writer, Operand kernel) {
    int rank = kernel.rank();
    int[] order = new int[rank];
    for (int k = 0; k < rank - 2; k++) {
      order[k] = k + 2;
    }
    order[rank - 2] = 1;
    order[rank - 1] = 0;
    return writer.transpose(kernel, order);
  }

  /** Slides a kernel (spatial…, in, out) over x (batch, channels, spatial…); channels stay last. */
  private static Operand slid(
      FunctionWriter writer, Operand x, Operand kernel, WindowGeometry windows) {
    Operand last = writer.transpose(x, WindowFunctions.toLast(x.rank()));
    boolean both = windows.stepped() && windows.dilated();
    Map<String, @Nullable Object> config = new HashMap<>();
    config.put("padding", "valid");
    config.put("data_format", "channels_last");
    // TensorFlow takes steps or dilations: all windows, and of them every so many.
    long[] ones = new long[windows.axes()];
    Arrays.fill(ones, 1);
    config.put("strides", WindowFunctions.list(both ? ones : windows.strides()));
    config.put("dilation_rate", WindowFunctions.list(windows.dilations()));
    Operand result = writer.call("Conv", config, last.batch(), last, kernel);
    for (int i = 0; both && i < windows.axes(); i++) {
      result = writer.cut(result, i + 1, 0, null, windows.strides()[i]);
    }
    return result;
  }

  /** Convolves each group of channels by itself: keras.ops.conv takes one group only. */
  private static Operand parts(
      FunctionWriter writer, Operand x, Operand kernel, WindowGeometry windows, long groups) {
    if (groups == 1) {
      return slid(writer, x, kernel, windows);
    }
    if (groups > MOST_GROUPS) {
      throw new NoFunctionException("has " + groups + " groups of channels");
    }
    int last = kernel.rank() - 1;
    long in = known(kernel, last - 1);
    long out = known(kernel, last) / groups;
    List<Operand> results = new ArrayList<>();
    for (long group = 0; group < groups; group++) {
      Operand part = writer.cut(x, 1, group * in, (group + 1) * in, null);
      Operand own =
          kernel.constant() != null
              ? Operand.of(kernel.constant().slice(last, group * out, (group + 1) * out))
              : writer.cut(kernel, last, group * out, (group + 1) * out, null);
      results.add(slid(writer, part, own, windows));
    }
    return writer.concatenate(results, last);
  }

  /** Adds the bias of each channel, and moves the channels to where ONNX has them. */
  private static Operand biased(FunctionNode node, Operand last) {
    FunctionWriter writer = node.writer();
    Operand result = node.has(2) ? writer.add(last, node.in(2)) : last;
    return writer.transpose(result, WindowFunctions.toFirst(result.rank()));
  }

  /** A transposed convolution is one with a kernel turned round, over entries put apart. */
  private static Operand transposed(FunctionNode node, Convolution.ConvTranspose conv) {
    FunctionWriter writer = node.writer();
    Operand x = WindowFunctions.channelsFirst(node, conv.channelsLast());
    Operand kernel = kernel(node);
    int axes = kernel.rank() - 2;
    Shape shape = node.shape();
    Operand spread = x;
    long[] before = new long[x.rank()];
    long[] after = new long[x.rank()];
    long[] size = new long[axes];
    for (int i = 0; i < axes; i++) {
      long stride = entry(conv.strides(), i);
      long dilation = entry(conv.dilations(), i);
      long extent = (known(kernel, i + 2) - 1) * dilation + 1;
      long length = x.length(i + 2);
      long wanted = shape.length(i + 2);
      if (length < 0 || wanted < 0) {
        throw new NoFunctionException("spreads an axis of open length");
      }
      spread = WindowFunctions.spread(writer, spread, i + 2, stride);
      kernel = turned(writer, kernel, i + 2, dilation);
      size[i] = extent;
      long full = (length - 1) * stride + extent;
      before[i + 2] = extent - 1 - front(conv, i, full, wanted);
      after[i + 2] = wanted + extent - 1 - before[i + 2] - ((length - 1) * stride + 1);
    }
    WindowGeometry windows =
        WindowGeometry.of(x, size, null, null, null, "VALID", false, WindowFunctions.spatial(axes));
    Operand placed = placed(writer, spread, before, after);
    Operand turned = grouped(writer, kernel, conv.group());
    return biased(node, parts(writer, placed, turned, windows, conv.group()));
  }

  /** Turns an axis of a kernel round, with its entries as far apart as its dilation says. */
  private static Operand turned(FunctionWriter writer, Operand kernel, int axis, long dilation) {
    Tensor constant = kernel.constant();
    if (constant == null) {
      Operand spread = WindowFunctions.spread(writer, kernel, axis, dilation);
      return writer.same("Flip", Map.of("axis", (long) axis), spread);
    }
    long[] shape = constant.shape();
    int length = Math.toIntExact(shape[axis]);
    shape[axis] = (length - 1) * dilation + 1;
    int inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner = Math.multiplyExact(inner, Math.toIntExact(shape[i]));
    }
    int total = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    Tensor.Writer entries = new Tensor.Writer(constant.dtype(), total);
    for (int i = 0; i < constant.size(); i++) {
      int at = i / inner % length;
      int outer = i / inner / length;
      long from = shape[axis] - 1 - at * dilation;
      entries.set((int) ((outer * shape[axis] + from) * inner) + i % inner, constant.getDouble(i));
    }
    return Operand.of(entries.build(shape));
  }

  /** Returns how many entries of the full result are cut off before an axis. */
  private static long front(Convolution.ConvTranspose conv, int i, long full, long wanted) {
    List<Long> pads = conv.pads();
    boolean same = conv.autoPad().startsWith("SAME");
    if (!same && conv.outputShape() == null) {
      return pads == null || conv.autoPad().equals("VALID") ? 0 : pads.get(i);
    }
    long extra = conv.outputPadding() == null ? 0 : conv.outputPadding().get(i);
    long total = Math.max(0, full + extra - wanted);
    return conv.autoPad().equals("SAME_UPPER") ? total / 2 : total - total / 2;
  }

  /** Adds zeros, or cuts entries off where a number is negative. */
  private static Operand placed(FunctionWriter writer, Operand x, long[] before, long[] after) {
    Operand result = x;
    for (int i = 0; i < before.length; i++) {
      long front = Math.max(0, -before[i]);
      long back = Math.max(0, -after[i]);
      if (front > 0 || back > 0) {
        result = writer.cut(result, i, front, result.length(i) - back, null);
      }
      before[i] = Math.max(0, before[i]);
      after[i] = Math.max(0, after[i]);
    }
    return writer.pad(result, before, after, 0);
  }

  /** Turns (in, out / groups, spatial…) into (spatial…, in / groups, out). */
  private static Operand grouped(FunctionWriter writer, Operand kernel, long groups) {
    int axes = kernel.rank() - 2;
    long in = known(kernel, 0);
    long out = known(kernel, 1);
    long[] cut = new long[axes + 3];
    cut[0] = groups;
    cut[1] = in / groups;
    cut[2] = out;
    int[] order = new int[axes + 3];
    long[] joined = new long[axes + 2];
    for (int i = 0; i < axes; i++) {
      cut[i + 3] = known(kernel, i + 2);
      joined[i] = cut[i + 3];
      order[i] = i + 3;
    }
    order[axes] = 1;
    order[axes + 1] = 0;
    order[axes + 2] = 2;
    joined[axes] = in / groups;
    joined[axes + 1] = out * groups;
    Operand parts = writer.reshape(kernel, -1, cut);
    return writer.reshape(writer.transpose(parts, order), -1, joined);
  }

  private static long entry(@Nullable List<Long> list, int index) {
    return list == null ? 1 : list.get(index);
  }
}
