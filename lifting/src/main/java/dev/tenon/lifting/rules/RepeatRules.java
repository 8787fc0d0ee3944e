package dev.tenon.lifting.rules;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.reshaping.RepeatVector;
import dev.tenon.layers.reshaping.UpSampling1D;
import dev.tenon.layers.reshaping.UpSampling2D;
import dev.tenon.layers.reshaping.UpSampling3D;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.LiftingRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Writes Tile along a new axis: entries that are repeated in place, or vectors that are. */
final class RepeatRules {
  static final Map<Class<? extends Operator>, LiftingRule> ALL =
      Map.of(Movement.Tile.class, RepeatRules::tile);

  private RepeatRules() {}

  private static void tile(LiftContext site) {
    AxisLayout x = site.held(0);
    long[] repeats = site.constant(1, "repeats").toLongArray();
    int axis = -1;
    for (int i = 0; i < repeats.length; i++) {
      if (repeats[i] != 1) {
        if (axis >= 0) {
          throw new NoEquivalentLayerException("repeats along several axes");
        }
        axis = i;
      }
    }
    if (axis < 0) {
      site.put(x);
      return;
    }
    if (!x.seen().get(axis).isEmpty() || axis == 0 || repeats[axis] < 1) {
      throw new NoEquivalentLayerException("repeats whole axes, not entries of one");
    }
    List<ElementaryAxis> before = x.seen().get(axis - 1);
    ElementaryAxis times = new ElementaryAxis(Dim.of(repeats[axis]));
    List<List<ElementaryAxis>> seen = AxisLayout.replaced(x.seen(), axis, List.of(times));
    List<List<ElementaryAxis>> axes = new ArrayList<>(x.axes());
    int at = axes.indexOf(before);
    KerasTensor output;
    if (axes.size() == 2 && before.contains(site.batch())) {
      output = site.layers().apply(new RepeatVector(repeats[axis]), site.name(), x.tensor());
      axes.add(1, List.of(times));
    } else if (!before.isEmpty() && at > 0 && at < axes.size() - 1 && axes.size() <= 5) {
      output =
          site.layers().apply(enlarged(axes.size(), at, repeats[axis]), site.name(), x.tensor());
      List<ElementaryAxis> longer = new ArrayList<>(before);
      longer.add(times);
      axes.set(at, longer);
    } else {
      throw new NoEquivalentLayerException("repeats entries along an axis that no layer enlarges");
    }
    site.put(new AxisLayout(output, axes, seen));
  }

  private static Layer<?> enlarged(int rank, int axis, long times) {
    List<Long> size = new ArrayList<>(Collections.nCopies(rank - 2, 1L));
    size.set(axis - 1, times);
    return switch (rank) {
      case 3 -> UpSampling1D.DEFAULTS.size(times);
      case 4 -> UpSampling2D.DEFAULTS.size(size);
      default -> UpSampling3D.DEFAULTS.size(size);
    };
  }
}
