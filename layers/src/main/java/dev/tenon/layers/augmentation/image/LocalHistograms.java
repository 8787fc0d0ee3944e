package dev.tenon.layers.augmentation.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The histograms of the tiles of an image, and the equalization of its pixels by them. */
public final class LocalHistograms {
  private static final int VALUES = 256;

  private final Ops ops;
  private final Dim batch;
  private final Value pixels;
  private final double limit;
  private final Side rows;
  private final Side columns;
  private final int channels;

  /**
   * One axis of an image, cut into tiles; the last of them reaches over the end.
   *
   * @param length how long the image is
   * @param tiles how many tiles there are
   */
  private record Side(int length, int tiles) {
    int tile() {
      return (length + tiles - 1) / tiles;
    }

    int padded() {
      return tile() * tiles;
    }

    /** Returns the places of the image that are read, mirrored behind its end. */
    long[] places() {
      long[] places = new long[padded()];
      for (int i = 0; i < places.length; i++) {
        int turn = i % (2 * length);
        places[i] = turn < length ? turn : 2 * length - 1 - turn;
      }
      return places;
    }

    /** Returns the tiles with the first and the last of them once more around them. */
    long[] surrounded() {
      long[] places = new long[tiles + 2];
      for (int i = 0; i < places.length; i++) {
        places[i] = Math.max(0, Math.min(tiles - 1, i - 1));
      }
      return places;
    }

    /** Returns the position between the centers of tiles, in tiles. */
    float between(int place) {
      float half = tile() / 2f;
      return (place - half) / tile() + 1;
    }

    /** Returns the weight of the second of two tiles at each position. */
    float[] shares() {
      float[] shares = new float[padded()];
      for (int i = 0; i < shares.length; i++) {
        shares[i] = between(i) - (float) Math.floor(between(i));
      }
      return shares;
    }

    /** Returns the first or second tile around a position. */
    long neighbour(int place, int which) {
      long tile = (long) Math.floor(between(place)) + which;
      return Math.max(0, Math.min(tiles + 1, tile));
    }
  }

  /**
   * Prepares histograms.
   *
   * @param x (batch, h, w, channels), from 0 to 255
   */
  public LocalHistograms(Ops ops, Value x, double limit, List<Long> grid) {
    this.ops = ops;
    this.limit = limit;
    this.batch = x.shape().dim(0);
    this.rows = new Side((int) x.shape().length(1), Math.toIntExact(grid.get(0)));
    this.columns = new Side((int) x.shape().length(2), Math.toIntExact(grid.get(1)));
    this.channels = (int) x.shape().length(3);
    Value whole = ops.cast(ops.clip(x, 0, VALUES - 1.0), DType.INT64);
    Value down = ops.gather(whole, ops.longs(rows.places()), 1);
    this.pixels = ops.gather(down, ops.longs(columns.places()), 2);
  }

  private Shape shape(long... rest) {
    return Shape.of(batch).concat(Shape.of(rest));
  }

  /** Returns the pixels behind the curves of the tiles around them. */
  public Value evened() {
    Value curves = curves();
    curves = ops.gather(curves, ops.longs(rows.surrounded()), 1);
    curves = ops.gather(curves, ops.longs(columns.surrounded()), 2);
    long entries = (rows.tiles() + 2L) * (columns.tiles() + 2L) * channels * VALUES;
    Value table = ops.reshape(curves, shape(entries));
    Value top = mixed(at(table, 0, 0), at(table, 0, 1), columns, 2);
    Value bottom = mixed(at(table, 1, 0), at(table, 1, 1), columns, 2);
    Value all = mixed(top, bottom, rows, 1);
    Value cut = ops.slice(all, 1, 0, rows.length(), 1);
    return ops.slice(cut, 2, 0, columns.length(), 1);
  }

  /**
   * Returns, for every tile and channel, what becomes of each value: (b, rows, columns, c, 256).
   */
  private Value curves() {
    long area = (long) rows.tile() * columns.tile();
    Value tiles =
        ops.reshape(
            pixels, shape(rows.tiles(), rows.tile(), columns.tiles(), columns.tile(), channels));
    tiles = ops.transpose(tiles, 0, 1, 3, 5, 2, 4);
    tiles = ops.reshape(tiles, shape(rows.tiles(), columns.tiles(), channels, area));
    Value one = ops.cast(ops.slice(tiles, 4, 0, 1, 1), DType.FLOAT32);
    Value none = ops.mul(one, ops.constant(Tensor.zeros(DType.FLOAT32, VALUES)));
    Value ones = ops.add(ops.mul(ops.cast(tiles, DType.FLOAT32), 0), 1);
    Value counts = ops.apply(new Indexing.ScatterElements(4, "add"), none, tiles, ones);
    if (limit > 0) {
      Value clipped = ops.clip(counts, 0, (float) (limit * area / VALUES));
      Value excess = ops.reduceSum(ops.sub(counts, clipped), true, 4);
      counts = ops.add(clipped, ops.div(excess, ops.scalar(excess, VALUES)));
    }
    Value sums = ops.apply(new Reduction.CumSum(0, 0), counts, ops.scalar(DType.INT64, 4));
    Value least = ops.reduceMin(sums, true, 4);
    Value span = ops.sub(ops.scalar(least, (double) area), least);
    Value safe = ops.where(ops.equal(span, ops.scalar(span, 0)), ops.scalar(span, 1), span);
    return ops.clip(ops.div(ops.mul(ops.sub(sums, least), 255), safe), 0, 255);
  }

  /** Reads the curve of one of the four tiles around each pixel. */
  private Value at(Value table, int down, int right) {
    long step = (long) channels * VALUES;
    long[] above = new long[rows.padded()];
    Arrays.setAll(above, y -> rows.neighbour(y, down) * (columns.tiles() + 2) * step);
    long[] beside = new long[columns.padded()];
    Arrays.setAll(beside, x -> columns.neighbour(x, right) * step);
    long[] own = new long[channels];
    Arrays.setAll(own, c -> (long) c * VALUES);
    Value places = ops.add(pixels, ops.constant(Tensor.of(above, 1, above.length, 1, 1)));
    places = ops.add(places, ops.constant(Tensor.of(beside, 1, 1, beside.length, 1)));
    places = ops.add(places, ops.constant(Tensor.of(own, 1, 1, 1, own.length)));
    places = ops.reshape(places, shape((long) above.length * beside.length * own.length));
    Value read = ops.apply(new Indexing.GatherElements(1), table, places);
    return ops.reshape(read, shape(rows.padded(), columns.padded(), channels));
  }

  /** Mixes two values by how far each place is from the first of two tiles. */
  private Value mixed(Value first, Value second, Side side, int axis) {
    float[] shares = side.shares();
    Value near = ops.mul(first, along(shares, axis, share -> 1 - (float) share));
    return ops.add(near, ops.mul(second, along(shares, axis, share -> share)));
  }

  private Value along(float[] shares, int axis, DoubleUnaryOperator change) {
    float[] changed = new float[shares.length];
    for (int i = 0; i < shares.length; i++) {
      changed[i] = (float) change.applyAsDouble(shares[i]);
    }
    return ops.constant(
        axis == 1
            ? Tensor.of(changed, 1, changed.length, 1, 1)
            : Tensor.of(changed, 1, 1, changed.length, 1));
  }
}
