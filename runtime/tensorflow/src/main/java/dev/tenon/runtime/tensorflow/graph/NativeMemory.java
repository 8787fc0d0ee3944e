package dev.tenon.runtime.tensorflow.graph;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.DataStorageVisitor;

/**
 * Shows the memory of a native tensor as a buffer, into which another is copied all at once:
 * TensorFlow Java itself copies between the two byte by byte.
 */
final class NativeMemory implements DataStorageVisitor<ByteBuffer> {
  private static final NativeMemory VISITOR = new NativeMemory();

  /** An empty tensor may have no memory at all. */
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private NativeMemory() {}

  /** Returns the memory; it is the tensor's, and gone when that is closed. */
  static ByteBuffer of(ByteDataBuffer data) {
    return data.accept(VISITOR);
  }

  /** Returns the memory of a tensor of the C library; it is gone when that is deleted. */
  static ByteBuffer of(TF_Tensor tensor) {
    long bytes = tensorflow.TF_TensorByteSize(tensor);
    return bytes == 0 ? EMPTY : tensorflow.TF_TensorData(tensor).capacity(bytes).asByteBuffer();
  }

  @Override
  public ByteBuffer visit(ByteBuffer buffer) {
    return buffer;
  }

  @Override
  public ByteBuffer visit(long address, long length, long scale) {
    return length == 0 ? EMPTY : new Memory(address, length).asByteBuffer();
  }

  @Override
  public ByteBuffer fallback() {
    throw new IllegalStateException("TensorFlow Java keeps this tensor in no memory of its own");
  }

  /** Points at memory that belongs to somebody else. */
  private static final class Memory extends BytePointer {
    Memory(long start, long length) {
      address = start;
      limit = length;
      capacity = length;
    }
  }
}
