package dev.tenon.tensor;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Java's serialization writes of a tensor. */
final class SerializedTensor implements Serializable {
  private static final long serialVersionUID = 1;

  private final DType dtype;
  private final long[] shape;
  private final byte @Nullable [] bytes;
  private final String @Nullable [] strings;

  SerializedTensor(
      DType dtype, long[] shape, @Nullable ByteBuffer data, String @Nullable [] strings) {
    this.dtype = dtype;
    this.shape = shape;
    this.strings = strings;
    if (data == null) {
      bytes = null;
    } else {
      bytes = new byte[data.remaining()];
      data.get(bytes);
    }
  }

  private Object readResolve() {
    // reshape, since an empty shape of ofStrings is a vector's.
    return strings != null
        ? Tensor.ofStrings(strings, strings.length).reshape(shape)
        : Tensor.of(dtype, shape, ByteBuffer.wrap(Objects.requireNonNull(bytes)));
  }
}
