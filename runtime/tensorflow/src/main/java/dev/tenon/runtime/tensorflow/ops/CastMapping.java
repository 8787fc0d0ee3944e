package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Unary;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.SmallFloats;
import dev.tenon.tensor.Tensor;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * How conversions between element types are written.
 *
 * <p>Floats of 8 and 4 bits are codes in bytes: their numbers are looked up in a table, and a
 * number's code is found by counting the thresholds that it reaches. Integers of 4 and 2 bits are
 * integers of 8, of which the lowest bits are kept.
 */
final class CastMapping {
  private CastMapping() {}

  static Output<?> cast(Unary.Cast o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    DType from = at.dtype(0);
    DType to = o.to();
    if (from == to) {
      return tf.unary("Identity", x);
    }
    if (from.isSmall() && from.isFloating()) {
      x = numbers(tf, x, from);
      from = DType.FLOAT32;
    }
    if (to == DType.STRING) {
      return from.isFloating() ? text(tf, x) : tf.unary("AsString", x);
    }
    if (from == DType.STRING) {
      DataType number = to == DType.INT64 ? DataType.DT_INT64 : DataType.DT_DOUBLE;
      x = tf.op("StringToNumber").in(x).attr("out_type", number).out();
    }
    if (!to.isSmall()) {
      return tf.cast(x, TensorFlowTypes.of(to));
    }
    return to.isFloating()
        ? codes(tf, tf.cast(x, DataType.DT_FLOAT), o)
        : lowestBits(tf, tf.cast(x, DataType.DT_INT32), to);
  }

  /**
   * Writes numbers as ONNX Runtime does: the shorter of plain and scientific form with at most
   * eight digits, whatever the type, and what is no number in ONNX's words.
   */
  private static Output<?> text(Tf tf, Output<?> x) {
    Output<?> digits = tf.op("AsString").in(x).attr("precision", 8).attr("shortest", true).out();
    Output<?> infinite = tf.unary("IsInf", x);
    Output<?> sign =
        tf.select(tf.binary("Less", x, tf.like(x, 0)), word(tf, "-INF"), word(tf, "INF"));
    return tf.select(tf.unary("IsNan", x), word(tf, "NaN"), tf.select(infinite, sign, digits));
  }

  private static Output<?> word(Tf tf, String text) {
    return tf.constant(Tensor.ofStrings(new String[] {text}, 1).reshape());
  }

  private static Output<?> numbers(Tf tf, Output<?> codes, DType type) {
    float[] values = SmallFloats.values(type);
    Output<?> table = tf.constant(Tensor.of(values, new long[] {values.length}));
    return tf.gather(table, tf.cast(codes, DataType.DT_INT32), 0);
  }

  private static Output<?> codes(Tf tf, Output<?> x, Unary.Cast cast) {
    SmallFloats.Rounding rounding =
        SmallFloats.rounding(cast.to(), cast.saturate() == 1, cast.roundMode());
    float[] thresholds = rounding.thresholds();
    Output<?> place =
        tf.op("Bucketize").in(tf.unary("Abs", x)).attr("boundaries", thresholds).out();
    Output<?> bits = tf.op("Bitcast").in(x).attr("type", DataType.DT_INT32).out();
    Output<?> negative = tf.binary("Less", bits, tf.like(bits, 0));
    Output<?> second = tf.add(place, tf.like(place, thresholds.length + 1));
    Output<?> nan = tf.unary("IsNan", x);
    Output<?> index = tf.select(negative, second, place);
    // A bucket of what is no number is not defined.
    index = tf.select(nan, tf.like(index, rounding.codes().length), index);
    int[] table = new int[rounding.codes().length + 1];
    for (int i = 0; i < rounding.codes().length; i++) {
      table[i] = rounding.codes()[i] & 0xff;
    }
    table[rounding.codes().length] = rounding.nan() & 0xff;
    Output<?> all = tf.constant(Tensor.of(table, new long[] {table.length}));
    return tf.cast(tf.gather(all, index, 0), DataType.DT_UINT8);
  }

  private static Output<?> lowestBits(Tf tf, Output<?> whole, DType type) {
    if (type.isUnsigned()) {
      int mask = (1 << type.bits()) - 1;
      return tf.cast(tf.binary("BitwiseAnd", whole, tf.like(whole, mask)), DataType.DT_UINT8);
    }
    Output<?> unused = tf.like(whole, Integer.SIZE - type.bits());
    Output<?> shifted = tf.binary("LeftShift", whole, unused);
    return tf.cast(tf.binary("RightShift", shifted, unused), DataType.DT_INT8);
  }
}
