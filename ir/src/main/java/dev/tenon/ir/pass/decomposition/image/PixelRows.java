package dev.tenon.ir.pass.decomposition.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.tensor.DType;
import java.util.List;

/**
 * The pixels of images of two axes as rows of channels, so that reading one at a computed place is
 * reading a row.
 */
final class PixelRows {
  private final Ops ops;
  private final Value rows;
  private final Value height;
  private final Value width;

  /**
   * Lays the pixels out.
   *
   * @param x (images, channels, height, width)
   */
  PixelRows(ExpansionContext rule, Value x) {
    ops = rule.ops();
    height = ops.length(x, 2);
    width = ops.length(x, 3);
    Value last = ops.transpose(x, 0, 2, 3, 1);
    Value channels = ops.length(x, 1);
    rows = rule.reshape(last, List.of(ops.longs(-1), channels));
  }

  Value height() {
    return height;
  }

  Value width() {
    return width;
  }

  /**
   * Returns the pixels at whole places inside, of the places' shape and a last axis of channels.
   *
   * @param image the int64 numbers of the images
   */
  Value at(Value image, Value row, Value column) {
    Value line = ops.add(ops.mul(image, height), ops.cast(row, DType.INT64));
    Value flat = ops.add(ops.mul(line, width), ops.cast(column, DType.INT64));
    return ops.gather(rows, flat, 0);
  }
}
