package dev.tenon.ir.pass;

import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.Spatial;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators on images written as their definition says, for comparison only. */
final class NaiveSpatial {
  private NaiveSpatial() {}

  static Tensor run(Spatial op, List<@Nullable Tensor> in) {
    Tensor x = required(in, 0);
    if (op.channelsLast()) {
      // What channels last means: the same in the other order of axes.
      int rank = x.rank();
      in = new java.util.ArrayList<>(in);
      in.set(0, x.transpose(Order.toLayout(rank, false).toInts()));
      if (op instanceof Convolution) {
        Tensor kernel = required(in, 1);
        in.set(1, kernel.transpose(Order.ofKernel(rank, false).toInts()));
      }
      Spatial first = (Spatial) op.channelsLast(false);
      return run(first, in).transpose(Order.toLayout(rank, true).toInts());
    }
    if (op instanceof Convolution.Conv conv) {
      return conv(conv, x, required(in, 1), in.size() > 2 ? in.get(2) : null);
    }
    if (op instanceof Convolution.ConvTranspose conv) {
      return convTranspose(conv, x, required(in, 1), in.size() > 2 ? in.get(2) : null);
    }
    if (op instanceof Pooling.MaxPool pool) {
      return pool(
          x,
          pool.kernelShape(),
          pool.strides(),
          pool.dilations(),
          pool.pads(),
          pool.autoPad(),
          true,
          false);
    }
    if (op instanceof Pooling.AveragePool pool) {
      boolean include = pool.countIncludePad() == 1;
      return pool(
          x,
          pool.kernelShape(),
          pool.strides(),
          pool.dilations(),
          pool.pads(),
          pool.autoPad(),
          false,
          include);
    }
    if (op instanceof Pooling.GlobalAveragePool || op instanceof Pooling.GlobalMaxPool) {
      long[] shape = x.shape();
      List<Long> all = Arrays.stream(shape).skip(2).boxed().toList();
      return pool(x, all, null, null, null, "VALID", op instanceof Pooling.GlobalMaxPool, false);
    }
    if (op instanceof Normalization.BatchNormalization bn) {
      return batchNormalization(bn, x, in);
    }
    if (op instanceof Normalization.InstanceNormalization norm) {
      return grouped(x, (int) x.dim(1), norm.epsilon(), required(in, 1), required(in, 2));
    }
    if (op instanceof Normalization.GroupNormalization norm) {
      return grouped(x, (int) norm.numGroups(), norm.epsilon(), required(in, 1), required(in, 2));
    }
    if (op instanceof ImageResampling.DepthToSpace d2s && d2s.mode().equals("DCR")) {
      long b = d2s.blocksize();
      long c = x.dim(1) / b / b;
      Tensor t = x.reshape(x.dim(0), b, b, c, x.dim(2), x.dim(3)).transpose(0, 3, 4, 1, 5, 2);
      return t.reshape(x.dim(0), c, x.dim(2) * b, x.dim(3) * b);
    }
    throw new UnsupportedOperationException(op.toString());
  }

  private static Tensor required(List<@Nullable Tensor> in, int i) {
    Tensor t = in.get(i);
    if (t == null) {
      throw new IllegalArgumentException("operand " + i);
    }
    return t;
  }

  private static long at(@Nullable List<Long> list, int i, long otherwise) {
    return list == null ? otherwise : list.get(i);
  }

  /** Lengths, begin pads. */
  private static long[][] slide(
      Tensor x,
      List<Long> kernel,
      @Nullable List<Long> strides,
      @Nullable List<Long> dilations,
      @Nullable List<Long> pads,
      String autoPad) {
    int n = kernel.size();
    long[] out = new long[n];
    long[] begin = new long[n];
    for (int i = 0; i < n; i++) {
      long length = x.dim(2 + i);
      long stride = at(strides, i, 1);
      long extent = (kernel.get(i) - 1) * at(dilations, i, 1) + 1;
      if (autoPad.startsWith("SAME")) {
        out[i] = (length + stride - 1) / stride;
        long total = Math.max(0, (out[i] - 1) * stride + extent - length);
        begin[i] = autoPad.equals("SAME_UPPER") ? total / 2 : total - total / 2;
      } else {
        boolean explicit = autoPad.equals("NOTSET");
        begin[i] = explicit ? at(pads, i, 0) : 0;
        out[i] = (length + begin[i] + (explicit ? at(pads, i + n, 0) : 0) - extent) / stride + 1;
      }
    }
    return new long[][] {out, begin};
  }

  private static long[] shape(long batch, long channels, long[] area) {
    long[] shape = new long[area.length + 2];
    shape[0] = batch;
    shape[1] = channels;
    System.arraycopy(area, 0, shape, 2, area.length);
    return shape;
  }

  private static int product(long[] lengths) {
    return (int) Arrays.stream(lengths).reduce(1, (a, b) -> a * b);
  }

  private static long[] index(int flat, long[] lengths) {
    long[] index = new long[lengths.length];
    for (int i = lengths.length - 1; i >= 0; i--) {
      index[i] = flat % lengths[i];
      flat /= (int) lengths[i];
    }
    return index;
  }

  private static int flat(long[] index, long[] lengths) {
    int flat = 0;
    for (int i = 0; i < index.length; i++) {
      if (index[i] < 0 || index[i] >= lengths[i]) {
        return -1;
      }
      flat = (int) (flat * lengths[i] + index[i]);
    }
    return flat;
  }

  private static long[] area(Tensor x) {
    return Arrays.copyOfRange(x.shape(), 2, x.rank());
  }

  private static Tensor conv(Convolution.Conv op, Tensor x, Tensor w, @Nullable Tensor b) {
    long[] kernel = area(w);
    List<Long> lengths = Arrays.stream(kernel).boxed().toList();
    long[][] window = slide(x, lengths, op.strides(), op.dilations(), op.pads(), op.autoPad());
    long[] out = window[0];
    int outs = (int) w.dim(0);
    int perGroup = (int) w.dim(1);
    int batch = (int) x.dim(0);
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), batch * outs * product(out));
    int to = 0;
    int inner = product(area(x));
    for (int n = 0; n < batch; n++) {
      for (int o = 0; o < outs; o++) {
        int group = o / (outs / (int) op.group());
        for (int p = 0; p < product(out); p++) {
          long[] position = index(p, out);
          double sum = b == null ? 0 : b.getDouble(o);
          for (int k = 0; k < product(kernel); k++) {
            long[] offset = index(k, kernel);
            long[] from = new long[out.length];
            for (int i = 0; i < from.length; i++) {
              from[i] =
                  position[i] * at(op.strides(), i, 1)
                      - window[1][i]
                      + offset[i] * at(op.dilations(), i, 1);
            }
            int source = flat(from, area(x));
            if (source >= 0) {
              for (int c = 0; c < perGroup; c++) {
                int channel = group * perGroup + c;
                sum +=
                    x.getDouble((n * x.dim(1) + channel) * inner + source)
                        * w.getDouble((long) (o * perGroup + c) * product(kernel) + k);
              }
            }
          }
          writer.set(to++, sum);
        }
      }
    }
    return writer.build(shape(batch, outs, out));
  }

  private static Tensor convTranspose(
      Convolution.ConvTranspose op, Tensor x, Tensor w, @Nullable Tensor b) {
    long[] kernel = area(w);
    int n = kernel.length;
    long[] out = new long[n];
    for (int i = 0; i < n; i++) {
      long pads = at(op.pads(), i, 0) + at(op.pads(), i + n, 0);
      out[i] =
          (x.dim(2 + i) - 1) * at(op.strides(), i, 1)
              + at(op.outputPadding(), i, 0)
              + (kernel[i] - 1) * at(op.dilations(), i, 1)
              + 1
              - pads;
    }
    int perGroup = (int) w.dim(1);
    int outs = perGroup * (int) op.group();
    int ins = (int) x.dim(1);
    double[] result = new double[(int) x.dim(0) * outs * product(out)];
    for (int batch = 0; batch < x.dim(0); batch++) {
      for (int c = 0; c < ins; c++) {
        int group = c / (ins / (int) op.group());
        for (int p = 0; p < product(area(x)); p++) {
          long[] position = index(p, area(x));
          for (int k = 0; k < product(kernel); k++) {
            long[] offset = index(k, kernel);
            long[] to = new long[n];
            for (int i = 0; i < n; i++) {
              to[i] =
                  position[i] * at(op.strides(), i, 1)
                      - at(op.pads(), i, 0)
                      + offset[i] * at(op.dilations(), i, 1);
            }
            int target = flat(to, out);
            for (int o = 0; target >= 0 && o < perGroup; o++) {
              result[(batch * outs + group * perGroup + o) * product(out) + target] +=
                  x.getDouble((long) (batch * ins + c) * product(area(x)) + p)
                      * w.getDouble((long) (c * perGroup + o) * product(kernel) + k);
            }
          }
        }
      }
    }
    if (b != null) {
      for (int i = 0; i < result.length; i++) {
        result[i] += b.getDouble(i / product(out) % outs);
      }
    }
    return Tensor.of(result, shape(x.dim(0), outs, out)).cast(x.dtype());
  }

  private static Tensor pool(
      Tensor x,
      List<Long> kernel,
      @Nullable List<Long> strides,
      @Nullable List<Long> dilations,
      @Nullable List<Long> pads,
      String autoPad,
      boolean max,
      boolean includePad) {
    long[][] window = slide(x, kernel, strides, dilations, pads, autoPad);
    long[] out = window[0];
    long[] lengths = kernel.stream().mapToLong(Long::longValue).toArray();
    int planes = (int) (x.dim(0) * x.dim(1));
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), planes * product(out));
    for (int plane = 0; plane < planes; plane++) {
      for (int p = 0; p < product(out); p++) {
        double best = Double.NEGATIVE_INFINITY;
        double sum = 0;
        int count = 0;
        for (int k = 0; k < product(lengths); k++) {
          long[] offset = index(k, lengths);
          long[] from = new long[out.length];
          for (int i = 0; i < from.length; i++) {
            from[i] =
                index(p, out)[i] * at(strides, i, 1)
                    - window[1][i]
                    + offset[i] * at(dilations, i, 1);
          }
          int source = flat(from, area(x));
          if (source >= 0) {
            double value = x.getDouble((long) plane * product(area(x)) + source);
            best = Math.max(best, value);
            sum += value;
          }
          count += source >= 0 || includePad ? 1 : 0;
        }
        writer.set(plane * product(out) + p, max ? best : sum / count);
      }
    }
    return writer.build(shape(x.dim(0), x.dim(1), out));
  }

  private static Tensor batchNormalization(
      Normalization.BatchNormalization op, Tensor x, List<@Nullable Tensor> in) {
    int inner = x.rank() == 2 ? 1 : product(area(x));
    double[] y = new double[x.size()];
    for (int i = 0; i < y.length; i++) {
      int c = (int) (i / inner % x.dim(1));
      double centred = x.getDouble(i) - required(in, 3).getDouble(c);
      double root = Math.sqrt(required(in, 4).getDouble(c) + op.epsilon());
      y[i] = centred / root * required(in, 1).getDouble(c) + required(in, 2).getDouble(c);
    }
    return Tensor.of(y, x.shape()).cast(x.dtype());
  }

  private static Tensor grouped(Tensor x, int groups, double epsilon, Tensor scale, Tensor bias) {
    int inner = product(area(x));
    int run = x.size() / (int) x.dim(0) / groups;
    double[] y = new double[x.size()];
    for (int start = 0; start < y.length; start += run) {
      double mean = 0;
      double square = 0;
      for (int i = start; i < start + run; i++) {
        mean += x.getDouble(i) / run;
      }
      for (int i = start; i < start + run; i++) {
        square += Math.pow(x.getDouble(i) - mean, 2) / run;
      }
      for (int i = start; i < start + run; i++) {
        int c = (int) (i / inner % x.dim(1));
        y[i] =
            (x.getDouble(i) - mean) / Math.sqrt(square + epsilon) * scale.getDouble(c)
                + bias.getDouble(c);
      }
    }
    return Tensor.of(y, x.shape()).cast(DType.FLOAT32);
  }
}
