package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.op.Movement;
import dev.tenon.layers.DataFormat;
import java.util.ArrayList;
import java.util.List;

/** Cuts or adds entries at both ends of the spatial axes. */
final class Margins {
  private Margins() {}

  static Value crop(Ops ops, Value x, List<List<Long>> margins, DataFormat format) {
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
