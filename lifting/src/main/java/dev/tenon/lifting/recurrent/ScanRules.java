package dev.tenon.lifting.recurrent;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.shape.Dim;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.recurrent.Rnn;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.masking.MaskReading;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.LiftingRule;
import dev.tenon.lifting.walk.MaskedLayers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Scan over a sequence as a recurrent layer: Tenon writes one where ONNX has no operator,
 * for the mask or for an activation. The cell and what a masked step does are found by trying.
 */
public final class ScanRules {
  public static final Map<Class<? extends Operator>, LiftingRule> ALL =
      Map.of(Recurrent.Scan.class, ScanRules::scan);

  private ScanRules() {}

  private static void scan(LiftContext site) {
    ScanStep step = ScanStep.of(site);
    if (step == null) {
      throw new NoEquivalentLayerException(
          "no layer of Keras does this, or its form is not recognised");
    }
    Recurrent.Scan scan = site.operator(Recurrent.Scan.class);
    AxisLayout given = site.held(step.entry());
    int time = axis(scan.scanInputAxes(), step.entry() - scan.states(), 3);
    LoopedCell cell = time > 1 ? null : LoopedCell.find(step, given.length(2).orMinusOne());
    ScanStep.Hidden hidden = cell == null ? null : step.hidden(cell.output());
    if (cell == null || hidden == null) {
      throw new NoEquivalentLayerException(
          "repeats a cell that is none of LSTM, GRU and SimpleRNN");
    }
    AxisLayout x = given.ahead(time);
    boolean turned = !x.equals(given);
    boolean walksBack = flag(scan.scanInputDirections(), step.entry() - scan.states());
    MaskReading mask = mask(site, step, walksBack, turned);
    boolean back = walksBack != turned;
    new Writing(site, scan, step, cell, x, time, back, hidden, mask).write();
  }

  private static int axis(@Nullable List<Long> axes, int index, int rank) {
    long axis = axes == null || index >= axes.size() ? 0 : axes.get(index);
    return Math.toIntExact(axis < 0 ? axis + rank : axis);
  }

  private static boolean flag(@Nullable List<Long> flags, int index) {
    return flags != null && index < flags.size() && flags.get(index) == 1;
  }

  /** Returns the mask of the steps; null where there is none. */
  private static @Nullable MaskReading mask(
      LiftContext site, ScanStep step, boolean walksBack, boolean turned) {
    if (step.mask() < 0) {
      return null;
    }
    Recurrent.Scan scan = site.operator(Recurrent.Scan.class);
    int index = step.mask() - scan.states();
    MaskReading mask = MaskReading.of(site.uses(), site.value(step.mask()));
    int time = axis(scan.scanInputAxes(), index, site.value(step.mask()).rank());
    if (mask == null
        || time != (mask.timeFirst() ? 0 : 1)
        || flag(scan.scanInputDirections(), index) != walksBack
        || mask.turned() != turned) {
      throw new NoEquivalentLayerException("hides steps by a mask that no layer of Keras makes");
    }
    return mask;
  }

  /** How a scan is written. */
  private record Writing(
      LiftContext site,
      Recurrent.Scan scan,
      ScanStep step,
      LoopedCell cell,
      AxisLayout x,
      int time,
      boolean back,
      ScanStep.Hidden hidden,
      @Nullable MaskReading mask) {

    void write() {
      // Keras gives the output first, and the memory of an LSTM after it.
      List<Integer> order = new ArrayList<>(step.cell());
      if (cell.output() == 1) {
        Collections.reverse(order);
      }
      List<KerasTensor> inputs = new ArrayList<>();
      inputs.add(site.layers().moves().inOrder(x, new int[] {1 - time, time, 2}, site.name()));
      boolean begins = !order.stream().allMatch(i -> site.isZero(i));
      if (begins) {
        refuse(mask != null, "begins with states that are not zero, and has a mask");
        for (int i : order) {
          refuse(site.isZero(i), "begins with states of which only one is zero");
          inputs.add(site.layers().moves().inOrder(site.held(i), new int[] {0, 1}, site.name()));
        }
      }
      int carried = step.carried();
      boolean zero = hidden == ScanStep.Hidden.ZERO;
      refuse(carried >= 0 && !site.isZero(carried), "begins with an output that is not zero");
      refuse(zero && carried >= 0, "hides its last output in two ways");
      List<Integer> collected = new ArrayList<>();
      for (int i = scan.states(); i < site.node().outputs().size(); i++) {
        if (site.isRead(i)) {
          collected.add(i);
        }
      }
      // From states of zeros, the last output is the state.
      List<Integer> last = new ArrayList<>(List.of(order.get(0)));
      if (carried >= 0) {
        last.add(carried);
      }
      boolean memory = order.size() > 1 && site.isRead(order.get(1));
      boolean state = memory || last.stream().anyMatch(site::isRead);
      boolean sequences = !collected.isEmpty();
      boolean returned = memory || (state && sequences);
      Layer<?> layer = cell.layer(sequences, returned, back);
      if (mask != null && sequences && zero && layer instanceof Rnn<?> rnn) {
        layer = rnn.zeroing(true);
      }
      List<KerasTensor> outputs =
          mask == null
              ? site.layers().applyAll(layer, site.name(), inputs, cell.weights())
              : MaskedLayers.apply(site, layer, inputs, mask.mask(), cell.weights());
      put(collected, last, order, outputs, returned);
    }

    private static void refuse(boolean wrong, String reason) {
      if (wrong) {
        throw new NoEquivalentLayerException(reason);
      }
    }

    private void put(
        List<Integer> collected,
        List<Integer> last,
        List<Integer> order,
        List<KerasTensor> outputs,
        boolean returned) {
      List<ElementaryAxis> samples = x.seen().get(1 - time);
      List<ElementaryAxis> ahead = x.seen().get(time);
      List<ElementaryAxis> walked =
          back && ahead.size() == 1 ? List.of(ahead.get(0).reversed()) : ahead;
      List<ElementaryAxis> units = ElementaryAxis.axis(Dim.of(cell.units()));
      for (int i : collected) {
        int index = i - scan.states();
        int place = axis(scan.scanOutputAxes(), index, 3);
        boolean turns = flag(scan.scanOutputDirections(), index) && walked.size() == 1;
        List<ElementaryAxis> steps = turns ? List.of(walked.get(0).reversed()) : walked;
        List<List<ElementaryAxis>> seen = new ArrayList<>(List.of(samples, units));
        seen.add(place, steps);
        site.put(i, new AxisLayout(outputs.get(0), List.of(samples, walked, units), seen));
      }
      List<List<ElementaryAxis>> axes = List.of(samples, units);
      for (int i : last) {
        if (site.isRead(i)) {
          site.put(i, new AxisLayout(outputs.get(returned ? 1 : 0), axes, axes));
        }
      }
      if (order.size() > 1 && site.isRead(order.get(1))) {
        site.put(order.get(1), new AxisLayout(outputs.get(2), axes, axes));
      }
    }
  }
}
