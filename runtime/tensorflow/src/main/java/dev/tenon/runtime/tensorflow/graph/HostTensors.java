package dev.tenon.runtime.tensorflow.graph;

import dev.tenon.formats.Memory;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
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
    if (TensorFlowTypes.of(source.dataType()) != TensorFlowTypes.wire(type)) {
      throw new IllegalArgumentException(
          "a value that the model declares as "
              + type.numpyName()
              + " is computed as "
              + source.dataType());
    }
    if (type == DType.STRING) {
      String[] values = new String[Math.toIntExact(source.shape().size())];
      int[] next = {0};
      ((TString) source).scalars().forEach(s -> values[next[0]++] = s.getObject());
      return Tensor.ofStrings(values, values.length).reshape(shape);
    }
    long bytes = source.shape().size() * type.bytes();
    if (bytes > LARGE) {
      ByteBuffer outside = Memory.allocate("a result of shape " + source.shape(), bytes);
      outside.put(NativeMemory.of(source.asRawTensor().data())).flip();
      return Tensor.of(type, shape, outside);
    }
    byte[] target = new byte[Math.toIntExact(bytes)];
    source.asRawTensor().data().read(target, 0, target.length);
    return Tensor.of(type, shape, ByteBuffer.wrap(target));
  }

  private static org.tensorflow.Tensor strings(Tensor tensor, Shape shape) {
    return shape.numDimensions() == 0
        ? TString.scalarOf(tensor.getString(0))
        : TString.tensorOf(shape, DataBuffers.ofObjects(tensor.toStringArray()));
  }
}
