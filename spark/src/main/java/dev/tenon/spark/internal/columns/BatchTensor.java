package dev.tenon.spark.internal.columns;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An input tensor of a batch that a reader fills, element by element or by arrays of floats. */
final class BatchTensor {
  private final @Nullable ByteBuffer bytes;
  private final @Nullable FloatBuffer floats;
  private final Tensor.@Nullable Writer writer;

  /** Creates a tensor of float32 in a buffer. */
  BatchTensor(ByteBuffer bytes) {
    this.bytes = bytes;
    this.floats = bytes.asFloatBuffer();
    this.writer = null;
  }

  /** Creates a tensor of another type. */
  BatchTensor(DType dtype, int count) {
    this.bytes = null;
    this.floats = null;
    this.writer = new Tensor.Writer(dtype, count);
  }

  void set(int at, double value) {
    if (floats != null) {
      floats.put(at, (float) value);
    } else {
      writer().set(at, value);
    }
  }

  void set(int at, long value) {
    if (floats != null) {
      floats.put(at, (float) value);
    } else {
      writer().set(at, value);
    }
  }

  /** Sets consecutive elements of a tensor of float32. */
  void set(int from, float[] values) {
    Objects.requireNonNull(floats).put(from, values);
  }

  /** Sets consecutive elements to zero. */
  void clear(int from, int count) {
    for (int i = from; i < from + count; i++) {
      set(i, 0L);
    }
  }

  Tensor build(long... shape) {
    return bytes == null ? writer().build(shape) : Tensor.of(DType.FLOAT32, shape, bytes.rewind());
  }

  private Tensor.Writer writer() {
    return Objects.requireNonNull(writer);
  }
}
