package dev.tenon.lifting.rules;

import dev.tenon.ir.shape.Dim;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.core.Dense;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.walk.LayerChain;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.SequenceReversal;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes a range of an axis. */
public final class Cuts {
  private Cuts() {}

  /**
   * Returns the entries of an axis from one position up to another.
   *
   * <p>Of the columns of a Dense, a Dense with fewer columns; of the steps of a recurrent layer,
   * the last one is its state; of all else, what a Cropping leaves.
   */
  static AxisLayout range(LiftContext site, AxisLayout x, int axis, long from, long to) {
    long length = x.length(axis).orMinusOne();
    if (from == 0 && to == length) {
      return x;
    }
    if (from >= to && length >= 0) {
      throw new NoEquivalentLayerException("leaves nothing of an axis");
    }
    AxisLayout columns = columns(site, x, axis, from, to);
    if (columns != null) {
      return columns;
    }
    if (length < 0) {
      if (from == 0 && to == 1) {
        return SequenceReversal.end(site, x, axis, true);
      }
      throw new NoEquivalentLayerException("cuts an axis of open length");
    }
    return cropped(site, x, axis, from, length - to);
  }

  /** Returns the range that leaves out so many entries at both ends. */
  static AxisLayout cropped(LiftContext site, AxisLayout x, int axis, long before, long after) {
    if (x.seen().get(axis).contains(site.batch())) {
      throw new NoEquivalentLayerException("takes some samples of the batch");
    }
    AxisLayout last = before > 0 && after == 0 ? lastStep(site, x, axis, before) : null;
    if (last != null) {
      return last;
    }
    List<List<ElementaryAxis>> wanted = new ArrayList<>();
    int at = x.positionOf(axis);
    boolean lies = at > 0 && at < x.axes().size() - 1 && x.axes().size() <= 5;
    if (lies) {
      wanted.addAll(x.axes());
    } else {
      wanted.add(List.of(site.batch()));
      wanted.add(x.seen().get(axis));
      List<ElementaryAxis> rest = new ArrayList<>(AxisLayout.flat(x.axes()));
      rest.removeAll(x.seen().get(axis));
      rest.remove(site.batch());
      wanted.add(rest);
      at = 1;
    }
    KerasTensor tensor = site.layers().moves().arrange(x, wanted, site.name());
    List<Long> begins = new ArrayList<>(Collections.nCopies(wanted.size() - 2, 0L));
    List<Long> ends = new ArrayList<>(begins);
    begins.set(at - 1, before);
    ends.set(at - 1, after);
    KerasTensor cut = Pads.cropped(site.layers(), tensor, site.name(), begins, ends);
    if (x.seen().get(axis).size() == 1 && x.length(axis).orMinusOne() == 2) {
      site.layers().noteHalf(cut, new LayerChain.Half(x, x.seen().get(axis).get(0), before));
    }
    Dim left = x.length(axis).plus(-before - after);
    List<ElementaryAxis> elements = ElementaryAxis.axis(left);
    return new AxisLayout(
        cut,
        AxisLayout.replaced(wanted, at, elements),
        AxisLayout.replaced(x.seen(), axis, elements));
  }

  /** Returns the state of a recurrent layer where the last step of its sequence is taken. */
  private static @Nullable AxisLayout lastStep(
      LiftContext site, AxisLayout x, int axis, long before) {
    KerasTensor state = site.layers().lastStep(x.tensor());
    boolean time = x.axes().size() == 3 && x.axes().get(1).equals(x.seen().get(axis));
    boolean one = x.length(axis).equals(Dim.of(before + 1)) || before == Long.MAX_VALUE;
    if (state == null || !time || !one) {
      return null;
    }
    List<List<ElementaryAxis>> seen = AxisLayout.replaced(x.seen(), axis, List.of());
    return new AxisLayout(state, List.of(x.axes().get(0), x.axes().get(2)), seen);
  }

  /** Returns the last entry of an axis, whose length may be open. */
  static AxisLayout last(LiftContext site, AxisLayout x, int axis) {
    long length = x.length(axis).orMinusOne();
    if (length > 0) {
      return range(site, x, axis, length - 1, length);
    }
    AxisLayout last = lastStep(site, x, axis, Long.MAX_VALUE);
    return last == null ? SequenceReversal.end(site, x, axis, false) : last;
  }

  /** Returns some columns of a Dense as those of a smaller one; null where it is none. */
  private static @Nullable AxisLayout columns(
      LiftContext site, AxisLayout x, int axis, long from, long to) {
    List<ElementaryAxis> group = x.seen().get(axis);
    List<ElementaryAxis> units = x.axes().get(x.axes().size() - 1);
    LayerChain.Made made = site.layers().made(x.tensor());
    if (group.size() != 1
        || !units.contains(group.get(0))
        || made == null
        || !(made.node().layer() instanceof Dense dense)) {
      return null;
    }
    ElementaryAxis atom = group.get(0);
    int at = units.indexOf(atom);
    List<Tensor> weights = new ArrayList<>();
    long columns = 0;
    for (Tensor weight : made.weights()) {
      int lead = weight.rank() - 1;
      long[] lengths = new long[lead + units.size()];
      System.arraycopy(weight.shape(), 0, lengths, 0, lead);
      for (int i = 0; i < units.size(); i++) {
        lengths[lead + i] = units.get(i).length().orMinusOne();
      }
      Tensor part = weight.reshape(lengths).slice(lead + at, from, to);
      columns = weight.size() == 0 ? 0 : part.size() / (weight.size() / weight.dim(-1));
      weights.add(lead == 0 ? part.reshape(columns) : part.reshape(weight.dim(0), columns));
    }
    KerasTensor output =
        site.layers()
            .apply(
                dense.units(columns), made.node().name() + "_part", made.inputs().get(0), weights);
    List<ElementaryAxis> left = ElementaryAxis.axis(Dim.of(to - from));
    List<ElementaryAxis> fewer = new ArrayList<>(units);
    fewer.remove(at);
    fewer.addAll(at, left);
    return new AxisLayout(
        output,
        AxisLayout.replaced(x.axes(), x.axes().size() - 1, fewer),
        AxisLayout.replaced(x.seen(), axis, left));
  }
}
