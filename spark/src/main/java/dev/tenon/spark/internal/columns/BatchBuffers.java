package dev.tenon.spark.internal.columns;

import dev.tenon.tensor.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory of the input tensors of a partition, which each batch uses again.
 *
 * <p>It is outside the heap, where engines read it without a copy. The tensors of a batch are valid
 * until the next one. Not thread-safe.
 */
public final class BatchBuffers {
  private final Map<String, ByteBuffer> buffers = new HashMap<>();

  /**
   * Returns a tensor to fill; its elements are undefined before.
   *
   * @param input the name of the input
   * @param count the number of elements
   */
  BatchTensor tensor(String input, DType dtype, int count) {
    if (dtype != DType.FLOAT32) {
      return new BatchTensor(dtype, count);
    }
    int bytes = Math.multiplyExact(count, Float.BYTES);
    ByteBuffer buffer = buffers.get(input);
    if (buffer == null || buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
      buffers.put(input, buffer);
    }
    return new BatchTensor(buffer.clear().limit(bytes));
  }
}
