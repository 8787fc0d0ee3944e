package dev.tenon.formats.safetensors;

import dev.tenon.tensor.DType;
import java.util.List;

/**
 * A tensor as the header of a file describes it.
 *
 * @param name its name, such as {@code encoder.layer.0.output.dense.weight}
 * @param dtype its element type
 * @param shape its lengths; empty for a scalar
 * @param start its first byte, counted from the end of the header
 * @param end the byte after its last one
 */
public record SafetensorsEntry(String name, DType dtype, List<Long> shape, long start, long end) {
  public SafetensorsEntry {
    shape = List.copyOf(shape);
  }

  /** Returns the lengths as an array. */
  public long[] lengths() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /** Returns the number of bytes. */
  public long bytes() {
    return end - start;
  }
}
