package dev.tenon.formats.safetensors;

import dev.tenon.tensor.DType;
import java.util.Arrays;

/**
 * A tensor as the header of a file describes it.
 *
 * @param name its name, such as {@code encoder.layer.0.output.dense.weight}
 * @param dtype its element type
 * @param shape its lengths; empty for a scalar
 * @param start its first byte, counted from the end of the header
 * @param end the byte after its last one
 */
public record SafetensorsEntry(String name, DType dtype, long[] shape, long start, long end) {
  /** Returns the number of bytes. */
  public long bytes() {
    return end - start;
  }

  /** Returns the lengths as NumPy writes them. */
  String shapeString() {
    return Arrays.toString(shape);
  }
}
