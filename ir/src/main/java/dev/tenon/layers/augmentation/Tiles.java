package dev.tenon.layers.augmentation;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * Pictures in tiles of equal size, the last of which may reach beyond the picture.
 *
 * @param x numbers from 0 to 255, (batch, h, w, channels)
 * @param rows how the height is cut
 * @param columns how the width is cut
 */
record Tiles(Ops ops, Value x, Cut rows, Cut columns) {
  private static final int VALUES = 256;
  private static final double MOST = 255;

  /**
   * How one axis is cut.
   *
   * @param length of the picture
   * @param count how many tiles there are
   * @param size how long each is
   */
  private record Cut(int length, int count, int size) {
    static Cut of(long length, long count) {
      if (length < 0) {
        throw new IllegalArgumentException(
            "ContrastLimitedAdaptiveHistogramEqualization needs a known height and width");
      }
      long size = (length + count - 1) / count;
      if (count * size > 2 * length) {
        throw new IllegalArgumentException(
            "an axis of " + length + " pixels cannot be cut into " + count + " tiles");
      }
      return new Cut(Math.toIntExact(length), Math.toIntExact(count), Math.toIntExact(size));
    }

    /** Returns the places of the tiles' pixels: beyond the picture it is mirrored. */
    long[] places() {
      long[] places = new long[count * size];
      for (int i = 0; i < places.length; i++) {
        places[i] = i < length ? i : 2L * length - 1 - i;
      }
      return places;
    }

    /** Returns how far a pixel is behind the middle of a tile, in tiles; 0 is before the first. */
    float place(int pixel) {
      return (pixel - (float) (size / 2.0)) / size + 1;
    }

    /** Returns the nearest tile before a pixel, or behind it, counted from 1. */
    long tile(int pixel, int behind) {
      return Math.min(Math.max((long) Math.floor(place(pixel)) + behind, 0), count + 1);
    }

    float weight(int pixel) {
      return place(pixel) - (float) Math.floor(place(pixel));
    }
  }

  static Tiles of(Ops ops, Value x, List<Long> grid) {
    if (x.shape().length(3) < 0) {
      throw new IllegalArgumentException(
          "ContrastLimitedAdaptiveHistogramEqualization needs a known number of channels");
    }
    if (grid.size() != 2 || grid.get(0) < 1 || grid.get(1) < 1) {
      throw new IllegalArgumentException(
          "tile_grid_size must be two numbers of 1 or more, it is " + grid);
    }
    return new Tiles(
        ops, x, Cut.of(x.shape().length(1), grid.get(0)), Cut.of(x.shape().length(2), grid.get(1)));
  }

  private int channels() {
    return Math.toIntExact(x.shape().length(3));
  }

  /** Spreads the values of each tile, float32 (batch, h, w, channels). */
  Value even(double clipLimit) {
    Value table = around(spread(counts(), clipLimit));
    long all = (rows.count + 2L) * (columns.count + 2L) * channels() * VALUES;
    Dim batch = x.shape().dim(0);
    Value flat = ops.reshape(table, Shape.of(batch, Dim.of(all)));
    Value pixels = whole(x);
    Value above = mixed(flat, pixels, 0);
    Value below = mixed(flat, pixels, 1);
    return mix(above, below, weights(rows, new long[] {1, rows.length, 1, 1}));
  }

  /** Returns numbers as positions of a table of all values. */
  private Value whole(Value numbers) {
    return ops.cast(ops.clip(numbers, 0, MOST), DType.INT64);
  }

  /** Returns how often each value occurs, (batch, rows, columns, channels, values). */
  private Value counts() {
    Dim batch = x.shape().dim(0);
    Value padded = x;
    if (rows.count * rows.size != rows.length) {
      padded = ops.gather(padded, ops.longs(rows.places()), 1);
    }
    if (columns.count * columns.size != columns.length) {
      padded = ops.gather(padded, ops.longs(columns.places()), 2);
    }
    Shape cut =
        Shape.of(
            batch,
            Dim.of(rows.count),
            Dim.of(rows.size),
            Dim.of(columns.count),
            Dim.of(columns.size),
            Dim.of(channels()));
    Value tiles = ops.transpose(ops.reshape(whole(padded), cut), 0, 1, 3, 5, 2, 4);
    Value places = ops.reshape(tiles, table(batch, (long) rows.size * columns.size));
    Value ones = ops.add(ops.mul(ops.cast(places, DType.FLOAT32), 0), 1);
    Value none = ops.expand(ops.scalar(DType.FLOAT32, 0), x, table(batch, VALUES));
    return ops.apply(new Indexing.ScatterElements(4, "add"), none, places, ones);
  }

  private Shape table(Dim batch, long last) {
    return Shape.of(
        batch, Dim.of(rows.count), Dim.of(columns.count), Dim.of(channels()), Dim.of(last));
  }

  /** Returns what each value becomes, by the running sums of its counts. */
  private Value spread(Value counts, double clipLimit) {
    double pixels = (double) rows.size * columns.size;
    Value limited = counts;
    if (clipLimit > 0) {
      Value cut = ops.clip(counts, 0, clipLimit * pixels / VALUES);
      Value excess = ops.reduceSum(ops.sub(counts, cut), true, 4);
      limited = ops.add(cut, ops.div(excess, VALUES));
    }
    Value sums = ops.apply(new Reduction.CumSum(0, 0), limited, ops.scalar(DType.INT64, 4));
    Value least = ops.reduceMin(sums, true, 4);
    Value span = ops.sub(pixels, least);
    Value one = ops.scalar(span, 1);
    Value divisor = ops.where(ops.equal(span, ops.scalar(span, 0)), one, span);
    Value unit = ops.div(ops.mul(ops.sub(sums, least), MOST), divisor);
    return ops.clip(unit, 0, MOST);
  }

  /** Repeats the outermost tiles once more on every side. */
  private Value around(Value table) {
    Value tall = repeated(table, 1, rows.count);
    return repeated(tall, 2, columns.count);
  }

  private Value repeated(Value table, int axis, int count) {
    Value first = ops.slice(table, axis, 0, 1, 1);
    Value last = ops.slice(table, axis, count - 1L, count, 1);
    return ops.concat(axis, List.of(first, table, last));
  }

  /** Returns what the tiles to the left and right make of each pixel, mixed, in a row of tiles. */
  private Value mixed(Value flat, Value pixels, int below) {
    Value weights = weights(columns, new long[] {1, 1, columns.length, 1});
    return mix(read(flat, pixels, below, 0), read(flat, pixels, below, 1), weights);
  }

  /** Returns what one of the four nearest tiles makes of each pixel. */
  private Value read(Value flat, Value pixels, int below, int right) {
    int channels = channels();
    long[] starts = new long[Math.multiplyExact(rows.length * columns.length, channels)];
    int at = 0;
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < columns.length; x++) {
        long tile = rows.tile(y, below) * (columns.count + 2L) + columns.tile(x, right);
        for (int channel = 0; channel < channels; channel++) {
          starts[at++] = (tile * channels + channel) * VALUES;
        }
      }
    }
    Value start = ops.constant(Tensor.of(starts, 1, rows.length, columns.length, channels));
    Value places =
        ops.reshape(ops.add(pixels, start), Shape.of(x.shape().dim(0), Dim.of(starts.length)));
    Value read = ops.apply(new Indexing.GatherElements(1), flat, places);
    return ops.reshape(read, x.shape());
  }

  private Value weights(Cut cut, long[] shape) {
    float[] weights = new float[cut.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = cut.weight(i);
    }
    return ops.constant(Tensor.of(weights, shape));
  }

  private Value mix(Value first, Value second, Value weight) {
    return ops.add(ops.mul(first, ops.sub(1, weight)), ops.mul(second, weight));
  }
}
