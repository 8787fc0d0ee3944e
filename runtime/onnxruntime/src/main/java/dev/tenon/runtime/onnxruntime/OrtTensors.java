package dev.tenon.runtime.onnxruntime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Moves tensors between Tenon and ONNX Runtime. */
final class OrtTensors {
  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private OrtTensors() {}

  /**
   * Returns a tensor of ONNX Runtime; it shares a direct buffer that lies on a boundary of its
   * elements, so the tensor given must outlive it.
   *
   * @param copier makes a direct buffer of what is none, which must outlive it as well
   */
  static OnnxTensor toOrt(Tensor tensor, UnaryOperator<ByteBuffer> copier) throws OrtException {
    if (tensor.dtype() == DType.STRING) {
      return OnnxTensor.createTensor(Environment.get(), tensor.toStringArray(), tensor.shape());
    }
    if (!LITTLE_ENDIAN) {
      throw new UnsupportedModelException(
          "this processor is big-endian: Tenon runs on little-endian ones");
    }
    ByteBuffer bytes = tensor.bytes();
    // Native kernels may assume that an element lies at a multiple of its width, which a weight in
    // the middle of a mapped file need not do.
    boolean fits = bytes.isDirect() && bytes.alignmentOffset(0, tensor.dtype().bytes()) == 0;
    return OnnxTensor.createTensor(
        Environment.get(),
        fits ? bytes : copier.apply(bytes),
        tensor.shape(),
        javaType(tensor.dtype()));
  }

  private static OnnxJavaType javaType(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case BFLOAT16 -> OnnxJavaType.BFLOAT16;
      case FLOAT32 -> OnnxJavaType.FLOAT;
      case FLOAT64 -> OnnxJavaType.DOUBLE;
      case INT8 -> OnnxJavaType.INT8;
      case INT16 -> OnnxJavaType.INT16;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      case UINT8 -> OnnxJavaType.UINT8;
      case BOOL -> OnnxJavaType.BOOL;
      default ->
          throw new IllegalArgumentException(
              "ONNX Runtime's Java library makes no tensors of " + dtype.numpyName());
    };
  }

  /** Copies a tensor of ONNX Runtime to memory that Java owns. */
  static Tensor fromOrt(String name, OnnxValue value) throws OrtException {
    if (!(value instanceof OnnxTensor tensor)) {
      throw new UnsupportedModelException(
          "output '" + name + "' is a " + value.getType() + "; only tensors can be read");
    }
    TensorInfo info = tensor.getInfo();
    DType dtype = dtype(info);
    if (dtype == null) {
      throw new UnsupportedModelException(
          "output '" + name + "' has elements of type " + info.onnxType);
    }
    long[] shape = info.getShape();
    long count = 1;
    for (long length : shape) {
      count *= length;
    }
    if (dtype == DType.STRING) {
      return Tensor.ofStrings(strings(tensor, count), new long[] {count}).reshape(shape);
    }
    if (count == 0) {
      return Tensor.zeros(dtype, shape);
    }
    checkFits(name, shape, count * dtype.bytes());
    // The library itself returns a copy in an array of Java's.
    return Tensor.of(dtype, shape, tensor.getByteBuffer());
  }

  /** An array that the heap has no room for would end the JVM, not this run alone. */
  private static void checkFits(String name, long[] shape, long bytes) {
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > most / 2) {
      throw new UnsupportedModelException(
          "output '"
              + name
              + "' of shape "
              + Arrays.toString(shape)
              + " needs "
              + bytes
              + " bytes of memory, the JVM may use "
              + most
              + ": start it with a larger -Xmx");
    }
  }

  private static String[] strings(OnnxTensor tensor, long count) throws OrtException {
    if (count == 0) {
      return new String[0];
    }
    Object value = tensor.getValue();
    return value instanceof String text
        ? new String[] {text}
        : ai.onnxruntime.OrtUtil.flattenString(value);
  }

  /** Returns the element type, null where Tenon has none. */
  static @Nullable DType dtype(TensorInfo info) {
    return switch (info.onnxType) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> DType.FLOAT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> DType.BFLOAT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> DType.FLOAT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> DType.FLOAT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> DType.INT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> DType.INT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> DType.INT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> DType.INT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> DType.UINT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> DType.UINT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> DType.UINT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> DType.UINT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> DType.BOOL;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> DType.STRING;
      default -> null;
    };
  }
}
