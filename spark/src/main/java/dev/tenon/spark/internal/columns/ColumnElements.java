package dev.tenon.spark.internal.columns;

import dev.tenon.tensor.DType;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.Platform;

/**
 * The copying of numbers from a column into a tensor.
 *
 * @param place for messages
 * @param type the type of the numbers in the column
 * @param precision the precision of decimals
 * @param scale the scale of decimals
 * @param dtype the element type of the tensor
 */
record ColumnElements(ColumnPlace place, ElementType type, int precision, int scale, DType dtype)
    implements Serializable {

  /** Returns the copying for a type of numbers. */
  static ColumnElements of(ColumnPlace place, ElementType element, DataType type, DType dtype) {
    return type instanceof DecimalType decimal
        ? new ColumnElements(place, element, decimal.precision(), decimal.scale(), dtype)
        : new ColumnElements(place, element, 0, 0, dtype);
  }

  /** Copies one number. */
  void copy(SpecializedGetters values, int ordinal, BatchTensor target, int at) {
    if (type.hasFractions()) {
      target.set(at, type.getDouble(values, ordinal, precision, scale));
    } else {
      target.set(at, fitting(type.getLong(values, ordinal)));
    }
  }

  /** Copies all numbers of an array. */
  void copyAll(ArrayData values, BatchTensor target, int at) {
    int count = values.numElements();
    if (hasNull(values, count)) {
      throw place.nullValue();
    }
    if (dtype == DType.FLOAT32 && type == ElementType.FLOAT) {
      target.set(at, values.toFloatArray());
    } else if (dtype == DType.FLOAT32 && type == ElementType.DOUBLE) {
      target.set(at, floats(values.toDoubleArray()));
    } else {
      for (int i = 0; i < count; i++) {
        copy(values, i, target, at + i);
      }
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static boolean hasNull(ArrayData values, int count) {
    if (values instanceof UnsafeArrayData unsafe) {
      // After the number of elements, a bit for each.
      for (int word = 0; word < (count + 63) / 64; word++) {
        long bits =
            Platform.getLong(unsafe.getBaseObject(), unsafe.getBaseOffset() + 8L + 8L * word);
        if (bits != 0) {
          return true;
        }
      }
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (values.isNullAt(i)) {
        return true;
      }
    }
    return false;
  }

  private long fitting(long value) {
    boolean fits =
        switch (dtype) {
          case INT8 -> value == (byte) value;
          case INT16 -> value == (short) value;
          case INT32 -> value == (int) value;
          case UINT8 -> value >= 0 && value < 1L << 8;
          case UINT16 -> value >= 0 && value < 1L << 16;
          case UINT32 -> value >= 0 && value < 1L << 32;
          case UINT64 -> value >= 0;
          default -> true;
        };
    if (!fits) {
      throw place.error("a row has " + value + ", which " + dtype.numpyName() + " cannot hold");
    }
    return value;
  }
}
