package dev.tenon.spark.internal.columns;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.lang.reflect.Array;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** The elements of a computed tensor as Spark's internal values. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ResultElements(long[] shape, Object elements) {

  /** Returns Spark's type for an element type; for unsigned types a wider one. */
  static DataType type(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> DataTypes.DoubleType;
      case INT8, INT4, UINT4, INT2, UINT2 -> DataTypes.ByteType;
      case INT16, UINT8 -> DataTypes.ShortType;
      case INT32, UINT16 -> DataTypes.IntegerType;
      case INT64, UINT32, UINT64 -> DataTypes.LongType;
      case BOOL -> DataTypes.BooleanType;
      case STRING -> DataTypes.StringType;
      default -> DataTypes.FloatType;
    };
  }

  static ResultElements of(Tensor tensor) {
    return new ResultElements(tensor.shape(), array(tensor));
  }

  private static Object array(Tensor tensor) {
    DataType type = type(tensor.dtype());
    int size = tensor.size();
    if (type == DataTypes.FloatType) {
      return tensor.toFloatArray();
    } else if (type == DataTypes.DoubleType) {
      return tensor.toDoubleArray();
    } else if (type == DataTypes.StringType) {
      UTF8String[] strings = new UTF8String[size];
      for (int i = 0; i < size; i++) {
        strings[i] = UTF8String.fromString(tensor.getString(i));
      }
      return strings;
    }
    long[] longs = tensor.toLongArray();
    if (type == DataTypes.LongType) {
      return longs;
    } else if (type == DataTypes.BooleanType) {
      boolean[] truths = new boolean[size];
      for (int i = 0; i < size; i++) {
        truths[i] = longs[i] != 0;
      }
      return truths;
    } else if (type == DataTypes.IntegerType) {
      int[] ints = new int[size];
      for (int i = 0; i < size; i++) {
        ints[i] = (int) longs[i];
      }
      return ints;
    } else if (type == DataTypes.ShortType) {
      short[] shorts = new short[size];
      for (int i = 0; i < size; i++) {
        shorts[i] = (short) longs[i];
      }
      return shorts;
    }
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) longs[i];
    }
    return bytes;
  }

  /**
   * Returns consecutive elements as nested arrays.
   *
   * @param axis the axis of the outermost array; behind the last axis, an element
   * @param from the position of the first element
   * @param count the number of elements
   */
  Object nested(int axis, int from, int count) {
    if (axis == shape.length) {
      return Array.get(elements, from);
    }
    int length = (int) shape[axis];
    if (axis == shape.length - 1) {
      return leaf(from, count);
    }
    Object[] inner = new Object[length];
    for (int i = 0; i < length; i++) {
      inner[i] = nested(axis + 1, from + i * (count / length), count / length);
    }
    return new GenericArrayData(inner);
  }

  private ArrayData leaf(int from, int count) {
    if (elements instanceof UTF8String[]) {
      Object[] strings = new Object[count];
      System.arraycopy(elements, from, strings, 0, count);
      return new GenericArrayData(strings);
    }
    Object part = Array.newInstance(elements.getClass().getComponentType(), count);
    System.arraycopy(elements, from, part, 0, count);
    if (part instanceof float[] floats) {
      return UnsafeArrayData.fromPrimitiveArray(floats);
    } else if (part instanceof double[] doubles) {
      return UnsafeArrayData.fromPrimitiveArray(doubles);
    } else if (part instanceof long[] longs) {
      return UnsafeArrayData.fromPrimitiveArray(longs);
    } else if (part instanceof int[] ints) {
      return UnsafeArrayData.fromPrimitiveArray(ints);
    } else if (part instanceof short[] shorts) {
      return UnsafeArrayData.fromPrimitiveArray(shorts);
    } else if (part instanceof boolean[] truths) {
      return UnsafeArrayData.fromPrimitiveArray(truths);
    }
    return UnsafeArrayData.fromPrimitiveArray((byte[]) part);
  }
}
