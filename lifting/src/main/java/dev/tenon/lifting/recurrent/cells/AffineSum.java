package dev.tenon.lifting.recurrent.cells;

import dev.tenon.ir.graph.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are sums of other rows times fixed matrices, and a fixed row.
 *
 * @param width how many numbers a row has
 * @param parts the other rows, and what each is multiplied by
 * @param bias the fixed row; null where it is zero
 * @param moved whether numbers were moved only, and nothing was multiplied or added
 */
record AffineSum(
    int width, Map<Value, StepMatrix> parts, @Nullable StepMatrix bias, boolean moved) {

  static AffineSum of(StepMatrix.Maker maker, Value rows, int width) {
    Map<Value, StepMatrix> parts = new LinkedHashMap<>();
    parts.put(rows, maker.unit(width));
    return new AffineSum(width, parts, null, true);
  }

  static AffineSum fixed(StepMatrix.Maker maker, double[] row) {
    boolean zero = Arrays.stream(row).allMatch(x -> x == 0);
    return new AffineSum(row.length, Map.of(), zero ? null : maker.row(row), true);
  }

  AffineSum plus(StepMatrix.Maker maker, AffineSum other) {
    Map<Value, StepMatrix> sums = new LinkedHashMap<>(parts);
    other.parts.forEach((rows, matrix) -> sums.merge(rows, matrix, maker::sum));
    StepMatrix row = other.bias;
    StepMatrix both = bias == null ? row : row == null ? bias : maker.sum(bias, row);
    return new AffineSum(width, sums, both, false);
  }

  AffineSum times(StepMatrix.Maker maker, StepMatrix matrix) {
    Map<Value, StepMatrix> products = new LinkedHashMap<>();
    parts.forEach((rows, own) -> products.put(rows, maker.product(own, matrix)));
    StepMatrix row = bias == null ? null : maker.product(bias, matrix);
    return new AffineSum(matrix.columns(), products, row, false);
  }

  AffineSum scaled(StepMatrix.Maker maker, double[] factors) {
    Map<Value, StepMatrix> products = new LinkedHashMap<>();
    if (Arrays.stream(factors).anyMatch(x -> x != 0)) {
      parts.forEach((rows, own) -> products.put(rows, maker.scaled(own, factors)));
    }
    StepMatrix row = bias == null ? null : maker.scaled(bias, factors);
    return new AffineSum(width, products, row, false);
  }

  AffineSum columns(StepMatrix.Maker maker, int from, int to) {
    Map<Value, StepMatrix> cut = new LinkedHashMap<>();
    parts.forEach((rows, own) -> cut.put(rows, maker.columns(own, from, to)));
    StepMatrix row = bias == null ? null : maker.columns(bias, from, to);
    return new AffineSum(to - from, cut, row, moved);
  }

  AffineSum placed(StepMatrix.Maker maker, int at, int total) {
    Map<Value, StepMatrix> wider = new LinkedHashMap<>();
    parts.forEach((rows, own) -> wider.put(rows, maker.placed(own, at, total)));
    StepMatrix row = bias == null ? null : maker.placed(bias, at, total);
    return new AffineSum(total, wider, row, moved);
  }
}
