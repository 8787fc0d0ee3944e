package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Memory;
import dev.tenon.formats.ModelFolder;
import dev.tenon.schema.TypeNumbers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Turns one tensor message into a tensor. */
final class TensorReader {
  private static final int MOST_AXES = 64;

  private final TensorProto proto;
  private final @Nullable ModelFolder folder;
  private final String where;

  TensorReader(TensorProto proto, @Nullable ModelFolder folder) {
    this("tensor '" + proto.getName() + "'", proto, folder);
  }

  TensorReader(String where, TensorProto proto, @Nullable ModelFolder folder) {
    this.proto = proto;
    this.folder = folder;
    this.where = where;
  }

  Tensor read() {
    if (proto.hasSegment()) {
      throw new UnsupportedModelException(where, "is one segment of a larger tensor");
    }
    DType dtype = TypeNumbers.type(proto.getDataType());
    if (dtype == null) {
      throw new UnsupportedModelException(
          where, "has elements of type " + TypeNumbers.name(proto.getDataType()));
    }
    long[] shape = shape();
    int count = count(shape);
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      if (dtype == DType.STRING) {
        throw new MalformedModelException(where, "strings cannot lie in an external file");
      }
      return tensor(dtype, shape, count, external(Packed.bytes(dtype, count)));
    }
    if (dtype == DType.STRING) {
      return strings(shape, count);
    }
    if (proto.hasRawData()) {
      ByteBuffer raw = proto.getRawData().asReadOnlyByteBuffer();
      expect(Packed.bytes(dtype, count), raw.remaining(), "bytes");
      return tensor(dtype, shape, count, raw);
    }
    int stored = Packed.is(dtype) ? (int) Packed.bytes(dtype, count) : count;
    return tensor(dtype, shape, count, typed(dtype, stored));
  }

  private Tensor tensor(DType dtype, long[] shape, int count, ByteBuffer stored) {
    return Packed.is(dtype)
        ? Packed.unpack(where, dtype, shape, count, stored)
        : Tensor.of(dtype, shape, stored);
  }

  /** Returns the message of a tensor in another file, with its values inside. */
  TensorProto inside() {
    TensorProto.Builder inside =
        proto.toBuilder().clearExternalData().clearDataLocation().clearRawData();
    DType dtype = TypeNumbers.type(proto.getDataType());
    if (dtype == DType.STRING) {
      throw new MalformedModelException(where, "strings cannot lie in an external file");
    }
    // Of a type that Tenon has not the file alone says how many bytes there are.
    ByteBuffer bytes = external(dtype == null ? -1 : Packed.bytes(dtype, count(shape())));
    return inside.setRawData(UnsafeByteOperations.unsafeWrap(bytes)).build();
  }

  private long[] shape() {
    if (proto.getDimsCount() > MOST_AXES) {
      throw new MalformedModelException(where, "has " + proto.getDimsCount() + " axes");
    }
    return proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
  }

  private int count(long[] shape) {
    long count = 1;
    for (long length : shape) {
      if (length < 0) {
        throw new MalformedModelException(
            where, "has an axis of length " + length + ": the file is damaged");
      }
      count = length == 0 ? 0 : Math.multiplyHigh(count, length) == 0 ? count * length : -1;
      if (count < 0 || count > Integer.MAX_VALUE) {
        throw new MalformedModelException(
            where, "declares more than 2^31 - 1 elements: the file is damaged");
      }
    }
    return (int) count;
  }

  private Tensor strings(long[] shape, int count) {
    expect(count, proto.getStringDataCount(), "strings");
    String[] strings = new String[count];
    for (int i = 0; i < count; i++) {
      strings[i] = proto.getStringData(i).toStringUtf8();
    }
    return Tensor.ofStrings(strings, new long[] {count}).reshape(shape);
  }

  /** Reads the field of repeated numbers that the element type uses. */
  private ByteBuffer typed(DType dtype, int count) {
    int found =
        switch (dtype) {
          case FLOAT32 -> proto.getFloatDataCount();
          case FLOAT64 -> proto.getDoubleDataCount();
          case INT64 -> proto.getInt64DataCount();
          case UINT32, UINT64 -> proto.getUint64DataCount();
          default -> proto.getInt32DataCount();
        };
    expect(count, found, "elements");
    ByteBuffer bytes = Memory.allocate(where, (long) count * dtype.bytes());
    for (int i = 0; i < count; i++) {
      switch (dtype) {
        case FLOAT32 -> bytes.putFloat(proto.getFloatData(i));
        case FLOAT64 -> bytes.putDouble(proto.getDoubleData(i));
        case INT64 -> bytes.putLong(proto.getInt64Data(i));
        case UINT64 -> bytes.putLong(proto.getUint64Data(i));
        case UINT32 -> bytes.putInt((int) proto.getUint64Data(i));
        case INT32 -> bytes.putInt(proto.getInt32Data(i));
        case INT16, UINT16, FLOAT16, BFLOAT16 -> bytes.putShort((short) proto.getInt32Data(i));
        default -> bytes.put((byte) proto.getInt32Data(i));
      }
    }
    return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer external(long expected) {
    if (folder == null) {
      throw new UnsupportedModelException(
          where,
          "its values lie in a file beside the model, and the model did not come from a file:"
              + " load it by its path");
    }
    return ExternalData.of(where, proto).read(folder, expected);
  }

  private void expect(long expected, long found, String what) {
    if (expected != found) {
      throw new MalformedModelException(
          where,
          "shape "
              + proto.getDimsList()
              + " needs "
              + expected
              + " "
              + what
              + ", the file has "
              + found
              + ": it is damaged");
    }
  }
}
