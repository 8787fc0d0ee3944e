package dev.tenon.layers.ops.math;

import dev.tenon.internal.layers.TableSize;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Signal;
import dev.tenon.ir.op.Vision;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.ops.call.Constants;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fourier transforms; complex numbers are a pair of tensors, as in Keras. */
public final class SpectralOps {
  private SpectralOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("FFT", "", "x", args -> whole(args, 0, -1));
    table.add("FFT2", "", "x", args -> whole(args, 0, -2, -1));
    table.add("IFFT2", "", "x", args -> whole(args, 1, -2, -1));
    table.add("RFFT", "", "x fft_length", SpectralOps::ofReal);
    table.add("IRFFT", "", "x fft_length", args -> List.of(toReal(args)));
    table.add(
        "STFT",
        "",
        "x sequence_length sequence_stride fft_length window center",
        SpectralOps::pieces);
    table.add(
        "ISTFT",
        "",
        "x sequence_length sequence_stride fft_length length window center",
        args -> List.of(joined(args)));
    table.add(
        "ExtractSequences",
        "",
        "x sequence_length sequence_stride",
        args -> List.of(sequences(args)));
  }

  /** Returns the real and the imaginary part as a last axis of two. */
  private static Value complex(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = args.values(0);
    if (pair.size() != 2 || pair.stream().anyMatch(part -> !part.dtype().isFloating())) {
      throw args.refuse("takes a real and an imaginary part, both of fractions");
    }
    int axis = pair.get(0).rank();
    return ops.concat(axis, pair.stream().map(part -> ops.unsqueeze(part, axis)).toList());
  }

  private static List<Value> apart(Ops ops, Value complex) {
    int axis = complex.rank() - 1;
    return List.of(
        ops.squeeze(ops.slice(complex, axis, 0, 1, 1), axis),
        ops.squeeze(ops.slice(complex, axis, 1, 2, 1), axis));
  }

  private static Value transform(
      Ops ops, Value complex, long inverse, long onesided, int axis, @Nullable Long length) {
    Value at = Lengths.number(ops, axis);
    Value count = length == null ? null : Lengths.number(ops, length);
    return ops.apply(new Signal.DFT(inverse, onesided), complex, count, at);
  }

  private static List<Value> whole(OpArgs args, long inverse, int... axes) {
    Ops ops = args.ops();
    Value x = complex(args);
    boolean single = x.rank() == 2;
    x = single ? ops.unsqueeze(x, 0) : x;
    for (int axis : axes) {
      x = transform(ops, x, inverse, 0, x.rank() - 1 + axis, null);
    }
    return apart(ops, single ? ops.squeeze(x, 0) : x);
  }

  private static List<Value> ofReal(OpArgs args) {
    Ops ops = args.ops();
    Value given = args.real(0);
    boolean single = given.rank() == 1;
    Value x = single ? ops.unsqueeze(given, 0) : given;
    Value wide = ops.unsqueeze(x, x.rank());
    Value y = transform(ops, wide, 0, 1, x.rank() - 1, args.wholeOrNull(1));
    return apart(ops, single ? ops.squeeze(y, 0) : y);
  }

  private static Value toReal(OpArgs args) {
    Ops ops = args.ops();
    Value x = complex(args);
    boolean single = x.rank() == 2;
    Value y = toReal(args, single ? ops.unsqueeze(x, 0) : x, args.wholeOrNull(1));
    return single ? ops.squeeze(y, 0) : y;
  }

  /** Returns the real signal of the first half of its frequencies; the others mirror them. */
  private static Value toReal(OpArgs args, Value half, @Nullable Long length) {
    Ops ops = args.ops();
    int axis = half.rank() - 2;
    long given = half.shape().length(axis);
    if (given < 1) {
      throw args.refuse("needs a known number of frequencies, not " + half.shape());
    }
    long count = length == null ? 2 * (given - 1) : length;
    if (count < 1) {
      throw args.refuse("gives a signal of length " + count);
    }
    long wanted = count / 2 + 1;
    Value x = half;
    if (wanted < given) {
      x = ops.slice(x, axis, 0, wanted, 1);
    } else if (wanted > given) {
      long[] pads = new long[2 * x.rank()];
      pads[x.rank() + axis] = wanted - given;
      x = ops.apply(new Movement.Pad("constant"), x, ops.longs(pads), ops.scalar(x, 0));
    }
    long mirrored = (count - 1) / 2;
    if (mirrored > 0) {
      Value back = ops.slice(x, axis, mirrored, 0, -1);
      Value sign = ops.constant(Tensor.of(new double[] {1, -1}, 2).cast(x.dtype()));
      x = ops.concat(axis, List.of(x, ops.mul(back, sign)));
    }
    Value y = transform(ops, x, 1, 0, axis, null);
    return ops.squeeze(ops.slice(y, y.rank() - 1, 0, 1, 1), y.rank() - 1L);
  }

  /** How a signal is cut into pieces. */
  private record Pieces(int length, int step, int transform, @Nullable Tensor window) {}

  private static Pieces settings(OpArgs args, int windowIndex) {
    int length = Math.toIntExact(args.whole(1, 0));
    int step = Math.toIntExact(args.whole(2, 0));
    int transform = Math.toIntExact(args.whole(3, 0));
    if (length < 1 || step < 1 || transform < length) {
      throw args.refuse(
          "takes positive lengths, fft_length the larger one: sequence_length "
              + length
              + ", sequence_stride "
              + step
              + ", fft_length "
              + transform);
    }
    TableSize.check("a window", transform);
    return new Pieces(length, step, transform, window(args, windowIndex, length, transform));
  }

  /** Returns the window in the middle of a transform; null stands for none. */
  private static @Nullable Tensor window(OpArgs args, int index, int length, int transform) {
    if (args.isNone(index)) {
      return null;
    }
    double[] window = new double[transform];
    int from = (transform - length) / 2;
    boolean named = args.arg(index) == null || !args.text(index, "").isEmpty();
    if (named) {
      String name = args.text(index, "hann");
      double floor =
          switch (name) {
            case "hann" -> 0.5;
            case "hamming" -> 0.54;
            default -> throw args.refuse("has the window '" + name + "', not hann or hamming");
          };
      for (int i = 0; i < length; i++) {
        window[from + i] = floor - (1 - floor) * Math.cos(2 * Math.PI * i / length);
      }
    } else {
      Tensor given = Constants.tensor(args, args.required(index));
      if (given.size() != length) {
        throw args.refuse("takes a window of " + length + " numbers, not " + given.size());
      }
      for (int i = 0; i < length; i++) {
        window[from + i] = given.getDouble(i);
      }
    }
    return Tensor.of(window, transform);
  }

  private static List<Value> pieces(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.real(0);
    Pieces pieces = settings(args, 4);
    if (args.flag(5, true)) {
      long[] pads = new long[2 * x.rank()];
      pads[x.rank() - 1] = pieces.transform / 2;
      pads[2 * x.rank() - 1] = pieces.transform / 2;
      x = ops.apply(new Movement.Pad("reflect"), x, ops.longs(pads));
    }
    Tensor given = pieces.window();
    Tensor window = given == null ? Tensor.full(DType.FLOAT64, 1, pieces.transform) : given;
    Shape rows = x.shape().sub(0, x.rank() - 1);
    Dim time = x.shape().dim(-1);
    Value flat = ops.reshape(x, Shape.of(rows.size(), time, Dim.of(1)));
    Value y =
        ops.apply(
            new Signal.STFT(1),
            flat,
            Lengths.number(ops, pieces.step),
            ops.constant(window.cast(x.dtype())),
            Lengths.number(ops, pieces.transform));
    Value back = rows.rank() == 1 ? y : ops.reshape(y, rows.concat(y.shape().sub(1, y.rank())));
    return apart(ops, back);
  }

  private static Value joined(OpArgs args) {
    Ops ops = args.ops();
    Value x = complex(args);
    Pieces pieces = settings(args, 5);
    long count = x.shape().length(x.rank() - 3);
    if (x.rank() < 3 || count < 1) {
      throw args.refuse("needs a known number of pieces, not " + x.shape());
    }
    int length = pieces.transform();
    Value signals = toReal(args, x, (long) length);
    Tensor window = pieces.window();
    if (window != null) {
      Tensor inverse = inverse(window, pieces.step());
      signals = ops.mul(signals, ops.constant(inverse.cast(x.dtype())));
    }
    Shape rows = x.shape().sub(0, x.rank() - 3);
    Value flat = ops.reshape(signals, Shape.of(rows.size(), Dim.of(count), Dim.of(length)));
    long total = length + pieces.step() * (count - 1);
    Vision.Col2Im add = new Vision.Col2Im(null, null, List.of((long) pieces.step()));
    Value sum =
        ops.squeeze(
            ops.apply(add, ops.transpose(flat, 0, 2, 1), ops.longs(total), ops.longs(length)), 1);
    boolean center = args.flag(6, true);
    long start = center ? length / 2 : 0;
    Long wanted = args.wholeOrNull(4);
    long end = wanted != null ? start + wanted : center ? total - length / 2 : total;
    Value cut = ops.slice(sum, 1, start, Math.min(end, total), 1);
    return rows.rank() == 1 ? cut : ops.reshape(cut, rows.concat(cut.shape().sub(1, 2)));
  }

  /** Returns what undoes a window where pieces overlap, as TensorFlow computes it. */
  private static Tensor inverse(Tensor window, int step) {
    int length = Math.toIntExact(window.size());
    double[] squares = new double[step];
    for (int i = 0; i < length; i++) {
      squares[i % step] += window.getDouble(i) * window.getDouble(i);
    }
    double[] inverse = new double[length];
    Arrays.setAll(inverse, i -> window.getDouble(i) / squares[i % step]);
    return Tensor.of(inverse, length);
  }

  private static Value sequences(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    int axis = x.rank() - 1;
    long time = x.shape().length(axis);
    long length = args.whole(1, 1);
    long step = args.whole(2, 1);
    if (time < 0 || length < 1 || step < 1) {
      throw args.refuse("needs a known length, and cuts by positive numbers; not " + x.shape());
    }
    long count = time < length ? 0 : (time - length) / step + 1;
    TableSize.check("the positions of its pieces", count, length);
    long[] from = new long[Math.toIntExact(count * length)];
    Arrays.setAll(from, i -> i / length * step + i % length);
    Value index = ops.constant(Tensor.of(from, new long[] {count, length}));
    return ops.gather(x, index, axis);
  }
}
