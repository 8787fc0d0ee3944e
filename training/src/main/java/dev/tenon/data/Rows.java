package dev.tenon.data;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Selects and joins samples along the first axis of tensors. */
public final class Rows {
  private Rows() {}

  /**
   * Returns the samples at positions, in their order.
   *
   * @param tensor the samples
   * @param positions positions along the first axis
   * @param from the first of the positions to use
   * @param to the end of the positions to use, exclusive
   */
  public static Tensor pick(Tensor tensor, int[] positions, int from, int to) {
    return tensor.take(Arrays.copyOfRange(positions, from, to));
  }

  /**
   * Returns a range of samples.
   *
   * @param tensor the samples
   * @param from the first sample
   * @param to the end, exclusive
   */
  public static Tensor range(Tensor tensor, int from, int to) {
    return tensor.slice(0, from, to);
  }

  /**
   * Concatenates tensors along the first axis.
   *
   * @param parts at least one tensor, of equal types and equal shapes behind the first axis
   */
  public static Tensor concat(List<Tensor> parts) {
    Tensor first = parts.get(0);
    if (parts.size() == 1) {
      return first;
    }
    long[] shape = first.shape();
    shape[0] = parts.stream().mapToLong(part -> part.dim(0)).sum();
    if (first.dtype() == DType.STRING) {
      String[] all =
          parts.stream().flatMap(part -> Stream.of(part.toStringArray())).toArray(String[]::new);
      return Tensor.ofStrings(all, shape);
    }
    int bytes = parts.stream().mapToInt(part -> part.bytes().remaining()).sum();
    ByteBuffer whole = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    parts.forEach(part -> whole.put(part.bytes()));
    return Tensor.of(first.dtype(), shape, whole.flip());
  }
}
