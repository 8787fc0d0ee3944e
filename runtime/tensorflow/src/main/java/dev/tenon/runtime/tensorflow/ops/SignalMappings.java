package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Signal;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Axes;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How operators of signal processing are written. */
final class SignalMappings {
  private SignalMappings() {}

  static void register(MappingTable to) {
    to.many(Signal.DFT.class, SignalMappings::transform);
  }

  /**
   * TensorFlow's kernels transform the last axis, and have no gradient; where the axis comes with
   * the run, or a gradient is wanted, a matrix does it.
   */
  private static List<Output<?>> transform(Signal.DFT o, NodeContext at) {
    Tensor axis = at.constant(2);
    if (at.training() || at.has(1) || (at.has(2) && axis == null)) {
      return at.expanded();
    }
    int rank = at.rank(0);
    int last = rank - 2;
    int[] perm = Axes.swap(rank, at.axis(0, axis == null ? -2 : axis.getLong(0)), last);
    Tf tf = at.tf();
    DataType type = at.in(0).dataType();
    boolean wide = type == DataType.DT_DOUBLE;
    DataType real = wide ? DataType.DT_DOUBLE : DataType.DT_FLOAT;
    DataType complex = wide ? DataType.DT_COMPLEX128 : DataType.DT_COMPLEX64;
    Output<?> x = tf.cast(tf.transpose(at.in(0), perm), real);
    Output<?> first = part(tf, x, 0, rank - 1);
    long numbers = at.ranked(0).length(-1);
    boolean pairs = numbers != 1;
    Output<?> result;
    if (o.inverse() == 0 && o.onesided() == 1 && !pairs) {
      result =
          tf.op("RFFT").in(first, length(tf, tf.length(x, last))).attr("Tcomplex", complex).out();
    } else {
      Output<?> second =
          numbers < 0
              ? imaginary(tf, x, rank - 1)
              : pairs ? part(tf, x, 1, rank - 1) : tf.unary("ZerosLike", first);
      Output<?> joined = tf.op("Complex").in(first, second).attr("Tout", complex).out();
      if (o.inverse() == 1 && o.onesided() == 1) {
        Output<?> whole = tf.mul(tf.sub(tf.length(x, last), tf.scalar(1)), tf.scalar(2));
        Output<?> signal = tf.op("IRFFT").in(joined, length(tf, whole)).attr("Treal", real).out();
        return List.of(tf.cast(tf.transpose(tf.expandDims(signal, rank - 1), perm), type));
      }
      result = tf.unary(o.inverse() == 1 ? "IFFT" : "FFT", joined);
      if (o.onesided() == 1) {
        Output<?> half = tf.binary("FloorDiv", tf.length(x, last), tf.scalar(2));
        result = tf.gather(result, tf.range(tf.add(half, tf.scalar(1))), last);
      }
    }
    Output<?> parts =
        tf.pack(
            List.of(
                tf.op("Real").in(result).attr("Tout", real).out(),
                tf.op("Imag").in(result).attr("Tout", real).out()),
            rank - 1);
    return List.of(tf.cast(tf.transpose(parts, perm), type));
  }

  /** Returns the imaginary parts of what may have none, as only the run says. */
  private static Output<?> imaginary(Tf tf, Output<?> x, int axis) {
    Output<?> last = tf.sub(tf.length(x, axis), tf.scalar(1));
    Output<?> numbers = tf.op("GatherV2").in(x, last, tf.scalar(axis)).out();
    return tf.mul(numbers, tf.cast(last, x.dataType()));
  }

  private static Output<?> part(Tf tf, Output<?> x, int index, int axis) {
    return tf.op("GatherV2").in(x, tf.scalar(index), tf.scalar(axis)).out();
  }

  private static Output<?> length(Tf tf, Output<?> scalar) {
    return tf.cast(tf.reshape(scalar, 1), DataType.DT_INT32);
  }
}
