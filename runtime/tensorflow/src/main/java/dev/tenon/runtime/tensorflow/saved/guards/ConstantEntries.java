package dev.tenon.runtime.tensorflow.saved.guards;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;

/** The entries of constants of real numbers. */
final class ConstantEntries {
  private ConstantEntries() {}

  /**
   * Returns an entry of a checked constant.
   *
   * @param last the entry before it, which is repeated where the constant holds no more
   */
  static double at(TensorProto constant, int index, double last) {
    ByteString content = constant.getTensorContent();
    DataType type = constant.getDtype();
    if (!content.isEmpty()) {
      // A part of a larger message begins behind the start of its buffer.
      ByteBuffer bytes = content.asReadOnlyByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
      return switch (type) {
        case DT_INT64, DT_UINT64 -> bytes.getLong(index * Long.BYTES);
        case DT_INT32, DT_UINT32 -> bytes.getInt(index * Integer.BYTES);
        case DT_INT16, DT_UINT16 -> bytes.getShort(index * Short.BYTES);
        case DT_INT8, DT_UINT8 -> bytes.get(index);
        case DT_FLOAT -> bytes.getFloat(index * Float.BYTES);
        case DT_DOUBLE -> bytes.getDouble(index * Double.BYTES);
        default -> last;
      };
    }
    return switch (type) {
      case DT_FLOAT -> index < constant.getFloatValCount() ? constant.getFloatVal(index) : last;
      case DT_DOUBLE -> index < constant.getDoubleValCount() ? constant.getDoubleVal(index) : last;
      case DT_INT64 -> index < constant.getInt64ValCount() ? constant.getInt64Val(index) : last;
      case DT_UINT64 -> index < constant.getUint64ValCount() ? constant.getUint64Val(index) : last;
      case DT_UINT32 -> index < constant.getUint32ValCount() ? constant.getUint32Val(index) : last;
      default -> index < constant.getIntValCount() ? constant.getIntVal(index) : last;
    };
  }
}
