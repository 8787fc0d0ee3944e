package dev.tenon.runtime.tensorflow.saved;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Constants of TensorFlow's graphs, of any type. */
public final class Constants {
  private static final String[] TEXTS = {"a", "", "1", "a b", "é", "-2.5"};

  private Constants() {}

  /** Returns a constant by a word as {@code operations.txt} of the hostile files has it. */
  public static NodeDef of(String name, DataType type, String word, Random random) {
    if (word.equals("s")) {
      return random(name, type, new long[0], random);
    }
    if (word.startsWith("@@")) {
      double value = Double.parseDouble(word.substring(2));
      return of(name, type, new long[0], at -> value);
    }
    if (word.startsWith("@")) {
      double[] values = numbers(word.substring(1));
      return of(name, type, new long[] {values.length}, at -> values[at]);
    }
    if (word.startsWith("#")) {
      String[] parts = word.substring(1).split(":", 2);
      double[] values = numbers(parts[1]);
      return of(name, type, shape(parts[0]), at -> values[at]);
    }
    return random(name, type, shape(word), random);
  }

  public static long[] shape(String word) {
    return Arrays.stream(word.split(",")).mapToLong(Long::parseLong).toArray();
  }

  private static double[] numbers(String word) {
    return Arrays.stream(word.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  public static NodeDef random(String name, DataType type, long[] shape, Random random) {
    boolean whole = isWhole(type);
    return of(name, type, shape, at -> whole ? random.nextInt(3) : random.nextDouble() * 3 - 1);
  }

  public static boolean isWhole(DataType type) {
    return switch (type) {
      case DT_INT8,
          DT_INT16,
          DT_INT32,
          DT_INT64,
          DT_UINT8,
          DT_UINT16,
          DT_UINT32,
          DT_UINT64,
          DT_BOOL ->
          true;
      default -> false;
    };
  }

  /** Returns a constant; its elements are there, so that the shape must be a small one. */
  public static NodeDef of(String name, DataType type, long[] shape, IntToDoubleFunction values) {
    int elements = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(type).setTensorShape(of(shape));
    if (type == DataType.DT_STRING) {
      IntStream.range(0, elements)
          .mapToObj(at -> TEXTS[(int) Math.abs(values.applyAsDouble(at) * 2) % TEXTS.length])
          .forEach(text -> tensor.addStringVal(ByteString.copyFromUtf8(text)));
    } else {
      int width = width(type);
      ByteBuffer bytes = ByteBuffer.allocate(elements * width).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at < elements; at++) {
        put(bytes, type, values.applyAsDouble(at));
      }
      tensor.setTensorContent(ByteString.copyFrom(bytes.array()));
    }
    return node(name, tensor.build());
  }

  /** Returns a constant that repeats one value: its shape may be of any size. */
  public static NodeDef repeated(String name, DataType type, long[] shape, long value) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(type).setTensorShape(of(shape));
    switch (type) {
      case DT_FLOAT -> tensor.addFloatVal((float) value);
      case DT_DOUBLE -> tensor.addDoubleVal((double) value);
      case DT_INT64 -> tensor.addInt64Val(value);
      case DT_UINT32 -> tensor.addUint32Val((int) value);
      case DT_UINT64 -> tensor.addUint64Val(value);
      case DT_BOOL -> tensor.addBoolVal((value & 1) != 0);
      case DT_HALF, DT_BFLOAT16 -> tensor.addHalfVal((int) value & 0xffff);
      case DT_COMPLEX64 -> tensor.addScomplexVal((float) value).addScomplexVal((float) value);
      case DT_COMPLEX128 -> tensor.addDcomplexVal((double) value).addDcomplexVal((double) value);
      case DT_STRING -> tensor.addStringVal(ByteString.copyFromUtf8("a" + value));
      default -> tensor.addIntVal((int) value);
    }
    return node(name, tensor.build());
  }

  private static NodeDef node(String name, TensorProto tensor) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Const")
        .putAttr("dtype", AttrValue.newBuilder().setType(tensor.getDtype()).build())
        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build())
        .build();
  }

  public static TensorShapeProto of(long... shape) {
    TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
    Arrays.stream(shape).forEach(length -> proto.addDimBuilder().setSize(length));
    return proto.build();
  }

  private static int width(DataType type) {
    return switch (type) {
      case DT_HALF, DT_BFLOAT16, DT_INT16, DT_UINT16, DT_QINT16, DT_QUINT16 -> 2;
      case DT_FLOAT, DT_INT32, DT_UINT32, DT_QINT32 -> 4;
      case DT_DOUBLE, DT_INT64, DT_UINT64, DT_COMPLEX64 -> 8;
      case DT_COMPLEX128 -> 16;
      default -> 1;
    };
  }

  private static void put(ByteBuffer bytes, DataType type, double value) {
    switch (type) {
      case DT_FLOAT -> bytes.putFloat((float) value);
      case DT_DOUBLE -> bytes.putDouble(value);
      case DT_BFLOAT16 -> bytes.putShort((short) (Float.floatToIntBits((float) value) >>> 16));
      case DT_HALF -> bytes.putShort(half((float) value));
      case DT_COMPLEX64 -> bytes.putFloat((float) value).putFloat(0.5f);
      case DT_COMPLEX128 -> bytes.putDouble(value).putDouble(0.5);
      case DT_INT64, DT_UINT64 -> bytes.putLong((long) value);
      case DT_INT32, DT_UINT32, DT_QINT32 -> bytes.putInt((int) (long) value);
      case DT_INT16, DT_UINT16, DT_QINT16, DT_QUINT16 -> bytes.putShort((short) (long) value);
      case DT_BOOL -> bytes.put((byte) (value == 0 ? 0 : 1));
      default -> bytes.put((byte) (long) value);
    }
  }

  /** Rounds towards zero, which is near enough. */
  private static short half(float value) {
    int bits = Float.floatToIntBits(value);
    int exponent = ((bits >>> 23) & 0xff) - 112;
    int sign = (bits >>> 16) & 0x8000;
    return (short)
        (exponent <= 0 || exponent >= 31
            ? sign
            : sign | (exponent << 10) | ((bits >>> 13) & 0x3ff));
  }
}
