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
      // Newer than the generated classes.
      case 17 -> DType.FLOAT8E4M3FN;
      case 18 -> DType.FLOAT8E4M3FNUZ;
      case 19 -> DType.FLOAT8E5M2;
      case 20 -> DType.FLOAT8E5M2FNUZ;
      case 21 -> DType.UINT4;
      case 22 -> DType.INT4;
      case 23 -> DType.FLOAT4E2M1;
      case 24 -> DType.FLOAT8E8M0;
      case 25 -> DType.UINT2;
      case 26 -> DType.INT2;
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
      case FLOAT8E4M3FN -> 17;
      case FLOAT8E4M3FNUZ -> 18;
      case FLOAT8E5M2 -> 19;
      case FLOAT8E5M2FNUZ -> 20;
      case UINT4 -> 21;
      case INT4 -> 22;
      case FLOAT4E2M1 -> 23;
      case FLOAT8E8M0 -> 24;
      case UINT2 -> 25;
      case INT2 -> 26;
    };
  }

  /** Returns the name of a number, also of those that Tenon has no type for. */
  static String name(int dataType) {
    return switch (dataType) {
      case 0 -> "undefined";
      case 14 -> "complex64";
      case 15 -> "complex128";
      default -> {
        DType dtype = dtype(dataType);
        yield dtype == null ? "number " + dataType : dtype.numpyName();
      }
    };
  }
}
