package dev.tenon.formats.image.jpeg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One channel of a JPEG: brightness, or a difference of colors, perhaps at a lower resolution. */
final class JpegComponent {
  final int id;
  final int horizontal;
  final int vertical;
  final int table;

  /** In samples. */
  final int width;

  final int height;

  /** In blocks, as scans of this component alone have them. */
  final int blocksWide;

  final int blocksHigh;

  /** In samples, up to the end of the last whole unit of all components. */
  final int stride;

  final byte[] plane;

  /** What is known of each block so far; null if one scan tells all. */
  final short @Nullable [] coefficients;

  /** What coefficients are multiplied by; null before the first scan of the component. */
  int @Nullable [] multipliers;

  /** The last DC coefficient. */
  int last;

  HuffmanTable dc = HuffmanTable.NONE;
  HuffmanTable ac = HuffmanTable.NONE;

  JpegComponent(Frame frame, int id, int horizontal, int vertical, int table, boolean stored) {
    this.id = id;
    this.horizontal = horizontal;
    this.vertical = vertical;
    this.table = table;
    width = Frame.divide(frame.width() * horizontal, frame.horizontal());
    height = Frame.divide(frame.height() * vertical, frame.vertical());
    blocksWide = Frame.divide(width, 8);
    blocksHigh = Frame.divide(height, 8);
    stride = frame.unitsWide() * horizontal * 8;
    int size = Math.multiplyExact(stride, frame.unitsHigh() * vertical * 8);
    plane = new byte[size];
    // Blocks that no scan tells of are gray.
    Arrays.fill(plane, (byte) 128);
    coefficients = stored ? new short[size] : null;
  }

  /** Returns where the coefficients of a block begin. */
  int block(int row, int column) {
    return (row * (stride / 8) + column) * InverseDct.SIZE;
  }

  /** Writes the samples of a block; see {@link InverseDct#transform}. */
  void transform(InverseDct method, int row, int column, int[] block, long coefficients) {
    method.transform(block, coefficients, plane, start(row, column), stride);
  }

  /** Writes the samples of a block that has the lowest frequency alone. */
  void transformFlat(InverseDct method, int row, int column, int coefficient) {
    method.transformFlat(coefficient, plane, start(row, column), stride);
  }

  private int start(int row, int column) {
    return row * 8 * stride + column * 8;
  }
}
