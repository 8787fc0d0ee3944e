package dev.tenon.lifting.walk;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.core.Masking;
import dev.tenon.layers.pooling.GlobalAveragePooling1D;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.masking.MaskReading;
import dev.tenon.lifting.masking.MaskedMean;
import dev.tenon.lifting.masking.StepMask;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes layers that make a mask of steps, or look at one. */
public final class MaskedLayers {
  private MaskedLayers() {}

  /** Applies a layer that hides the steps that a mask hides, and no others. */
  public static List<KerasTensor> apply(
      LiftContext site,
      Layer<?> layer,
      List<KerasTensor> inputs,
      StepMask mask,
      List<Tensor> values) {
    LayerChain layers = site.layers();
    List<KerasTensor> all = new ArrayList<>(inputs);
    Map<String, Object> keywords = Map.of();
    if (mask instanceof StepMask.Given given) {
      AxisLayout fed = site.held(given.input());
      keywords = Map.of("mask", layers.moves().inOrder(fed, new int[] {0, 1}, site.name()));
    } else if (!mask.equals(layers.masks().of(inputs.get(0)))) {
      boolean own =
          mask instanceof StepMask.Entries entries
              && site.held(entries.sequence()).tensor() == inputs.get(0);
      if (!own || !(mask instanceof StepMask.Entries entries)) {
        throw new NoEquivalentLayerException(
            "hides other steps than Keras would, which hands masks on by itself");
      }
      all.set(0, masked(layers, entries, site.name() + "_masking", inputs.get(0)));
    }
    return layers.applyMasked(layer, site.name(), all, keywords, mask, values);
  }

  private static KerasTensor masked(
      LayerChain layers, StepMask.Entries mask, String hint, KerasTensor x) {
    KerasTensor shown = layers.apply(new Masking(mask.number()), hint, x);
    layers.masks().put(shown, mask);
    return shown;
  }

  /**
   * Writes a choice or a product as Masking, where it sets to zero the entries whose features all
   * are a number; says whether it did.
   */
  public static boolean masking(LiftContext site) {
    boolean chooses = site.node().operator() instanceof Variadic.Where;
    for (int side = 0; side < (chooses ? 1 : 2); side++) {
      Value shows = site.value(side);
      Value x = site.value(1 - side);
      if (chooses) {
        Tensor other = site.constantOrNull(2);
        if (other == null || other.size() != 1 || other.getDouble(0) != 0) {
          return false;
        }
      } else if (site.producer(shows, Unary.Cast.class) == null) {
        continue;
      }
      MaskReading reading = MaskReading.of(site.uses(), shows);
      boolean plain = reading != null && !reading.timeFirst() && !reading.turned();
      if (plain
          && reading != null
          && shows.rank() == 3
          && reading.mask() instanceof StepMask.Entries entries
          && MaskReading.root(site.uses(), x) == entries.sequence()) {
        AxisLayout held = site.held(x);
        KerasTensor tensor = site.layers().moves().inOrder(held, new int[] {0, 1, 2}, site.name());
        KerasTensor shown = masked(site.layers(), entries, site.name(), tensor);
        site.put(AxisLayout.reordered(shown, held, new int[] {0, 1, 2}));
        return true;
      }
    }
    return false;
  }

  /** Writes a mean over the steps that count; says whether it did. */
  public static boolean mean(LiftContext site) {
    @Nullable MaskedMean mean = MaskedMean.of(site.uses(), site.node());
    if (mean == null) {
      return false;
    }
    AxisLayout x = site.held(mean.sequence());
    int time = mean.mask().timeFirst() ? 0 : 1;
    KerasTensor tensor =
        site.layers().moves().inOrder(x, new int[] {1 - time, time, 2}, site.name());
    Layer<?> layer = GlobalAveragePooling1D.DEFAULTS;
    KerasTensor pooled = apply(site, layer, List.of(tensor), mean.mask().mask(), List.of()).get(0);
    List<List<ElementaryAxis>> seen = new ArrayList<>(x.seen());
    if (mean.keepsAxis()) {
      seen.set(time, List.of());
    } else {
      seen.remove(time);
    }
    site.put(new AxisLayout(pooled, List.of(x.seen().get(1 - time), x.seen().get(2)), seen));
    return true;
  }
}
