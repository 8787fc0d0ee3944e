package dev.tenon.runtime.tensorflow.graph;

import dev.tenon.formats.Memory;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** Moves tensors between Tenon and TensorFlow, one copy of the bytes each way. */
public final class HostTensors {
  /** Results of more bytes than this lie outside the heap, which may have no room for them. */
  private static final int LARGE = 1 << 27;

  private HostTensors() {}

  /** Returns a native tensor of the wire type; the caller closes it. */
  public static org.tensorflow.Tensor toNative(Tensor tensor) {
    Shape shape = Shape.of(tensor.shape());
    if (tensor.dtype() == DType.STRING) {
      return strings(tensor, shape);
    }
    Class<? extends TType> type = TensorFlowTypes.hostClass(TensorFlowTypes.wire(tensor.dtype()));
    org.tensorflow.Tensor target = org.tensorflow.Tensor.of(type, shape);
    tensor.copyTo(NativeMemory.of(target.asRawTensor().data()));
    return target;
  }

  /** Returns the content of a native tensor of {@code type}'s wire type. */
  public static Tensor fromNative(org.tensorflow.Tensor source, DType type) {
    long[] shape = source.shape().asArray();
    check(source.dataType(), type);
    if (type == DType.STRING) {
      String[] values = new String[Math.toIntExact(source.shape().size())];
      int[] next = {0};
      ((TString) source).scalars().forEach(s -> values[next[0]++] = s.getObject());
      return Tensor.ofStrings(values, values.length).reshape(shape);
    }
    long bytes = source.shape().size() * type.bytes();
    return copy(NativeMemory.of(source.asRawTensor().data()), bytes, shape, type);
  }

  /**
   * Returns a tensor of the C library, of the wire type; the caller deletes it.
   *
   * @param tensor holds no texts
   * @throws TFResourceExhaustedException if the memory does not suffice
   */
  public static TF_Tensor toHandle(Tensor tensor) {
    long[] shape = tensor.shape();
    long bytes = (long) tensor.size() * tensor.dtype().bytes();
    int type = TensorFlowTypes.of(TensorFlowTypes.wire(tensor.dtype())).getNumber();
    TF_Tensor target = tensorflow.TF_AllocateTensor(type, shape, shape.length, bytes);
    if (target == null) {
      throw new TFResourceExhaustedException("no " + bytes + " bytes for an input");
    }
    try {
      tensor.copyTo(NativeMemory.of(target));
      return target;
    } catch (RuntimeException | Error e) {
      tensorflow.TF_DeleteTensor(target);
      throw e;
    }
  }

  /** Returns the content of a tensor of the C library, of {@code type}'s wire type, not texts. */
  public static Tensor fromHandle(TF_Tensor source, DType type) {
    check(DataType.forNumber(tensorflow.TF_TensorType(source)), type);
    long[] shape = new long[tensorflow.TF_NumDims(source)];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensorflow.TF_Dim(source, i);
    }
    return copy(NativeMemory.of(source), tensorflow.TF_TensorByteSize(source), shape, type);
  }

  private static void check(DataType computed, DType declared) {
    if (TensorFlowTypes.of(computed) != TensorFlowTypes.wire(declared)) {
      throw new IllegalArgumentException(
          "a value that the model declares as "
              + declared.numpyName()
              + " is computed as "
              + computed);
    }
  }

  private static Tensor copy(ByteBuffer source, long bytes, long[] shape, DType type) {
    if (bytes > LARGE) {
      ByteBuffer outside = Memory.allocate("a result of shape " + Arrays.toString(shape), bytes);
      return Tensor.of(type, shape, outside.put(source).flip());
    }
    byte[] target = new byte[Math.toIntExact(bytes)];
    source.get(target);
    return Tensor.of(type, shape, ByteBuffer.wrap(target));
  }

  private static org.tensorflow.Tensor strings(Tensor tensor, Shape shape) {
    return shape.numDimensions() == 0
        ? TString.scalarOf(tensor.getString(0))
        : TString.tensorOf(shape, DataBuffers.ofObjects(tensor.toStringArray()));
  }
}
