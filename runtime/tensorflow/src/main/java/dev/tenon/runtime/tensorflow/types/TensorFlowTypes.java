package dev.tenon.runtime.tensorflow.types;

import dev.tenon.tensor.DType;
import java.util.EnumMap;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * How Tenon's element types are called in TensorFlow.
 *
 * <p>TensorFlow Java knows fewer types on the host than TensorFlow has. A type that it does not
 * know travels as another one of the same width, its <em>wire type</em>, and is reinterpreted bit
 * for bit inside the graph.
 */
public final class TensorFlowTypes {
  private static final Map<DType, DataType> TYPES = new EnumMap<>(DType.class);
  private static final Map<DataType, DType> BACK = new EnumMap<>(DataType.class);

  static {
    put(DType.FLOAT16, DataType.DT_HALF);
    put(DType.BFLOAT16, DataType.DT_BFLOAT16);
    put(DType.FLOAT32, DataType.DT_FLOAT);
    put(DType.FLOAT64, DataType.DT_DOUBLE);
    put(DType.INT8, DataType.DT_INT8);
    put(DType.INT16, DataType.DT_INT16);
    put(DType.INT32, DataType.DT_INT32);
    put(DType.INT64, DataType.DT_INT64);
    put(DType.UINT8, DataType.DT_UINT8);
    put(DType.UINT16, DataType.DT_UINT16);
    put(DType.UINT32, DataType.DT_UINT32);
    put(DType.UINT64, DataType.DT_UINT64);
    put(DType.BOOL, DataType.DT_BOOL);
    put(DType.STRING, DataType.DT_STRING);
    // Small floats are their codes; small integers are integers of 8 bits.
    for (DType type : DType.values()) {
      if (type.isSmall()) {
        boolean signed = type.isInteger() && !type.isUnsigned();
        TYPES.put(type, signed ? DataType.DT_INT8 : DataType.DT_UINT8);
      }
    }
  }

  private TensorFlowTypes() {}

  private static void put(DType ours, DataType theirs) {
    TYPES.put(ours, theirs);
    BACK.put(theirs, ours);
  }

  /**
   * Returns TensorFlow's name of an element type.
   *
   * @throws IllegalArgumentException where it has none
   */
  public static DataType of(DType type) {
    DataType found = TYPES.get(type);
    if (found == null) {
      throw new IllegalArgumentException("TensorFlow has no type " + type.numpyName());
    }
    return found;
  }

  /**
   * Returns Tenon's name of an element type.
   *
   * @throws IllegalArgumentException where it has none
   */
  public static DType of(DataType type) {
    DType found = BACK.get(type);
    if (found == null) {
      throw new IllegalArgumentException("Tenon has no type " + type);
    }
    return found;
  }

  /** Returns the type under which elements cross the border between Java and TensorFlow. */
  public static DType wire(DType type) {
    return switch (type) {
      case INT8 -> DType.UINT8;
      case INT16 -> DType.UINT16;
      case UINT32 -> DType.INT32;
      case UINT64 -> DType.INT64;
      default -> type.isSmall() ? DType.UINT8 : type;
    };
  }

  /** Returns TensorFlow Java's class of a wire type that is not string. */
  public static Class<? extends TType> hostClass(DType wire) {
    return switch (wire) {
      case FLOAT16 -> TFloat16.class;
      case BFLOAT16 -> TBfloat16.class;
      case FLOAT32 -> TFloat32.class;
      case FLOAT64 -> TFloat64.class;
      case INT32 -> TInt32.class;
      case INT64 -> TInt64.class;
      case UINT8 -> TUint8.class;
      case UINT16 -> TUint16.class;
      case BOOL -> TBool.class;
      default -> throw new IllegalArgumentException(wire.numpyName() + " is no wire type");
    };
  }

  public static boolean isFloating(DataType type) {
    return type == DataType.DT_FLOAT
        || type == DataType.DT_DOUBLE
        || type == DataType.DT_HALF
        || type == DataType.DT_BFLOAT16;
  }
}
