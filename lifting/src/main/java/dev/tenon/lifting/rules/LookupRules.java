package dev.tenon.lifting.rules;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.shape.Dim;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.core.Embedding;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.masking.MaskReading;
import dev.tenon.lifting.masking.StepMask;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.LiftingRule;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes look-ups in tables, and what takes an entry at a fixed position. */
final class LookupRules {
  static final Map<Class<? extends Operator>, LiftingRule> ALL =
      Map.of(Indexing.Gather.class, LookupRules::gather);

  private LookupRules() {}

  private static void gather(LiftContext site) {
    Tensor table = site.constantOrNull(0);
    Tensor at = site.constantOrNull(1);
    long axis = site.operator(Indexing.Gather.class).axis();
    if (table != null && at == null) {
      embedding(site, table, axis);
      return;
    }
    if (at == null || at.size() != 1) {
      throw new NoEquivalentLayerException("takes entries at several or computed positions");
    }
    AxisLayout x = site.held(0);
    int along = x.axis(axis);
    long position = at.getLong(0);
    long length = x.length(along).orMinusOne();
    if (position < 0 && length >= 0) {
      position += length;
    }
    AxisLayout entry =
        position == -1
            ? Cuts.last(site, x, along)
            : Cuts.range(site, x, along, position, position + 1);
    List<List<ElementaryAxis>> seen = new ArrayList<>(entry.seen());
    if (at.rank() == 0) {
      seen.remove(along);
    }
    site.put(entry.seenAs(seen));
  }

  private static void embedding(LiftContext site, Tensor table, long axis) {
    if (axis != 0 || table.rank() != 2) {
      throw new NoEquivalentLayerException(
          "looks up in a table of " + table.rank() + " axes, or along axis " + axis);
    }
    Value ids = Indices.uncast(site, Indices.plain(site, site.value(1), table.dim(0)));
    AxisLayout x = site.held(ids);
    Value root = MaskReading.root(site.uses(), ids);
    Embedding layer =
        Embedding.DEFAULTS
            .inputDim(table.dim(0))
            .outputDim(table.dim(1))
            .maskZero(site.hidesPadding(root));
    KerasTensor rows = site.layers().apply(layer, site.name(), x.tensor(), List.of(table));
    site.layers().masks().put(rows, layer.maskZero() ? new StepMask.Ids(root) : null);
    List<ElementaryAxis> columns = ElementaryAxis.axis(Dim.of(table.dim(1)));
    List<List<ElementaryAxis>> axes = new ArrayList<>(x.axes());
    axes.add(columns);
    List<List<ElementaryAxis>> seen = new ArrayList<>(x.seen());
    seen.add(columns);
    site.put(new AxisLayout(rows, axes, seen));
  }
}
