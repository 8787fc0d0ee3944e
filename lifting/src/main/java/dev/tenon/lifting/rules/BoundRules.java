package dev.tenon.lifting.rules;

import dev.tenon.layers.activation.ReLU;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.merging.Maximum;
import dev.tenon.layers.merging.Subtract;
import dev.tenon.layers.preprocessing.Rescaling;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.walk.FixedNumbers;
import dev.tenon.lifting.walk.LayerChain;
import dev.tenon.lifting.walk.LiftContext;
import java.util.List;

/** Writes what keeps numbers between two bounds, and their size without the sign. */
final class BoundRules {
  private BoundRules() {}

  /** Writes an operand between two bounds, either of which may be infinite. */
  static void write(LiftContext site, AxisLayout x, double from, double to) {
    LayerChain layers = site.layers();
    String name = site.name();
    if (from == 0) {
      site.put(x.with(layers.apply(upTo(to), name, x.tensor())));
      return;
    }
    if (from < 0 && to >= 0) {
      // Both sides of zero apart: no bit of a number is lost, as it would be by adding the bound.
      KerasTensor above = layers.apply(upTo(to), name + "_above", x.tensor());
      KerasTensor below = layers.apply(upTo(-from), name + "_below", minus(site, x));
      site.put(x.with(layers.merge(Subtract.DEFAULTS, name, List.of(above, below))));
      return;
    }
    boolean open = from > 0 ? open(to) : open(from);
    if (!open) {
      throw new NoEquivalentLayerException(
          "limits to " + from + ".." + to + ", both on one side of 0");
    }
    // From a bound on, or up to one: what is beyond it is cut off, and the bound added again.
    double bound = from > 0 ? from : to;
    double sign = from > 0 ? 1 : -1;
    KerasTensor rest =
        layers.apply(new Rescaling(sign, -sign * bound), name + "_beyond", x.tensor());
    KerasTensor cut = layers.apply(ReLU.DEFAULTS, name + "_cut", rest);
    site.put(x.with(layers.apply(new Rescaling(sign, bound), name, cut)));
  }

  /** Writes an operand without its sign. */
  static void absolute(LiftContext site) {
    AxisLayout x = site.held(0);
    List<KerasTensor> both = List.of(x.tensor(), minus(site, x));
    site.put(x.with(site.layers().merge(Maximum.DEFAULTS, site.name(), both)));
  }

  private static KerasTensor minus(LiftContext site, AxisLayout x) {
    return site.layers().apply(new Rescaling(-1.0, 0.0), site.name() + "_minus", x.tensor());
  }

  private static ReLU upTo(double most) {
    return open(most) ? ReLU.DEFAULTS : ReLU.DEFAULTS.maxValue(FixedNumbers.decimal(most));
  }

  private static boolean open(double bound) {
    return Math.abs(bound) >= Float.MAX_VALUE;
  }
}
