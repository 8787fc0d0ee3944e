package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/** Pairs Tenon's element types with the numbers that ONNX gives them. */
final class OnnxTypes {
  private OnnxTypes() {}

  /** Returns the element type of an ONNX number, or null where Tenon has none. */
  static @Nullable DType dtype(int dataType) {
    return switch (dataType) {
      case TensorProto.DataType.FLOAT_VALUE -> DType.FLOAT32;
      case TensorProto.DataType.UINT8_VALUE -> DType.UINT8;
      case TensorProto.DataType.INT8_VALUE -> DType.INT8;
      case TensorProto.DataType.UINT16_VALUE -> DType.UINT16;
      case TensorProto.DataType.INT16_VALUE -> DType.INT16;
      case TensorProto.DataType.INT32_VALUE -> DType.INT32;
      case TensorProto.DataType.INT64_VALUE -> DType.INT64;
      case TensorProto.DataType.STRING_VALUE -> DType.STRING;
      case TensorProto.DataType.BOOL_VALUE -> DType.BOOL;
      case TensorProto.DataType.FLOAT16_VALUE -> DType.FLOAT16;
      case TensorProto.DataType.DOUBLE_VALUE -> DType.FLOAT64;
      case TensorProto.DataType.UINT32_VALUE -> DType.UINT32;
      case TensorProto.DataType.UINT64_VALUE -> DType.UINT64;
      case TensorProto.DataType.BFLOAT16_VALUE -> DType.BFLOAT16;
      default -> null;
    };
  }

  static int dataType(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> TensorProto.DataType.FLOAT_VALUE;
      case UINT8 -> TensorProto.DataType.UINT8_VALUE;
      case INT8 -> TensorProto.DataType.INT8_VALUE;
      case UINT16 -> TensorProto.DataType.UINT16_VALUE;
      case INT16 -> TensorProto.DataType.INT16_VALUE;
      case INT32 -> TensorProto.DataType.INT32_VALUE;
      case INT64 -> TensorProto.DataType.INT64_VALUE;
      case STRING -> TensorProto.DataType.STRING_VALUE;
      case BOOL -> TensorProto.DataType.BOOL_VALUE;
      case FLOAT16 -> TensorProto.DataType.FLOAT16_VALUE;
      case FLOAT64 -> TensorProto.DataType.DOUBLE_VALUE;
      case UINT32 -> TensorProto.DataType.UINT32_VALUE;
      case UINT64 -> TensorProto.DataType.UINT64_VALUE;
      case BFLOAT16 -> TensorProto.DataType.BFLOAT16_VALUE;
    };
  }

  /** Returns ONNX's name of a number, also of those that are newer than the generated classes. */
  static String name(int dataType) {
    return switch (dataType) {
      case 0 -> "undefined";
      case 14 -> "complex64";
      case 15 -> "complex128";
      case 17 -> "float8e4m3fn";
      case 18 -> "float8e4m3fnuz";
      case 19 -> "float8e5m2";
      case 20 -> "float8e5m2fnuz";
      case 21 -> "uint4";
      case 22 -> "int4";
      case 23 -> "float4e2m1";
      case 24 -> "float8e8m0";
      case 25 -> "uint2";
      case 26 -> "int2";
      default -> {
        DType dtype = dtype(dataType);
        yield dtype == null ? "number " + dataType : dtype.numpyName();
      }
    };
  }
}
