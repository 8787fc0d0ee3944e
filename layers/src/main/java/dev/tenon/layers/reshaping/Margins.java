package dev.tenon.layers.reshaping;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.layers.common.DataFormat;
import java.util.ArrayList;
import java.util.List;

/** Cuts or adds entries at both ends of the spatial axes. */
final class Margins {
  private Margins() {}

  /**
   * Checks that there are two lengths for each of the axes between the batch and the channels.
   *
   * @param key what the margins are called in the layer's configuration
   */
  private static void check(String key, Value x, List<List<Long>> margins) {
    boolean pairs = margins.stream().allMatch(pair -> pair.size() == 2);
    if (!pairs || margins.size() != x.rank() - 2) {
      throw new IllegalArgumentException(
          key
              + " is "
              + margins
              + "; expected a pair of lengths for each of the "
              + (x.rank() - 2)
              + " spatial axes of shape "
              + x.shape());
    }
    for (List<Long> pair : margins) {
      if (pair.get(0) < 0 || pair.get(1) < 0) {
        throw new IllegalArgumentException(key + " is " + margins + "; no length may be negative");
      }
    }
  }

  static Value crop(Ops ops, Value x, List<List<Long>> margins, DataFormat format) {
    check("cropping", x, margins);
    List<Long> starts = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    List<Long> axes = new ArrayList<>();
    for (int i = 0; i < margins.size(); i++) {
      long start = margins.get(i).get(0);
      long end = margins.get(i).get(1);
      int axis = format.firstSpatial() + i;
      if (start != 0 || end != 0) {
        starts.add(start);
        ends.add(end == 0 ? Integer.MAX_VALUE : -end);
        axes.add((long) axis);
      }
    }
    return axes.isEmpty()
        ? x
        : ops.apply(
            new Movement.Slice(), x, vector(ops, starts), vector(ops, ends), vector(ops, axes));
  }

  static Value pad(Ops ops, Value x, List<List<Long>> margins, DataFormat format) {
    check("padding", x, margins);
    int rank = x.rank();
    long[] pads = new long[2 * rank];
    for (int i = 0; i < margins.size(); i++) {
      pads[format.firstSpatial() + i] = margins.get(i).get(0);
      pads[rank + format.firstSpatial() + i] = margins.get(i).get(1);
    }
    return ops.apply(new Movement.Pad("constant"), x, ops.longs(pads));
  }

  private static Value vector(Ops ops, List<Long> values) {
    return ops.longs(values.stream().mapToLong(Long::longValue).toArray());
  }
}
