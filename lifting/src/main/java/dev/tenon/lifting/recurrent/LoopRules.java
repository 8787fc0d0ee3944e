package dev.tenon.lifting.recurrent;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.LiftingRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Writes the loop in which tf2onnx leaves a recurrent layer that it does not know: over all steps
 * of a sequence, from a state of zeros or a given one, by a cell that {@link LoopedCell} finds out.
 */
public final class LoopRules {
  public static final Map<Class<? extends Operator>, LiftingRule> ALL =
      Map.of(Control.Loop.class, LoopRules::loop);

  private LoopRules() {}

  private static void loop(LiftContext site) {
    LoopedStep step = LoopedStep.of(site);
    if (step == null) {
      throw new NoEquivalentLayerException(
          "no layer of Keras does this, or its form is not recognised");
    }
    AxisLayout x = site.held(step.sequence());
    LoopedCell cell = LoopedCell.find(step, x.length(2).orMinusOne());
    if (cell == null) {
      throw new NoEquivalentLayerException(
          "repeats a cell that is none of LSTM, GRU and SimpleRNN");
    }
    Control.Loop loop = site.operator(Control.Loop.class);
    List<Integer> collected = new ArrayList<>();
    // Keras gives the output first, and the memory of an LSTM after it.
    List<Integer> order = new ArrayList<>(step.states());
    if (cell.output() == 1) {
      Collections.reverse(order);
    }
    boolean memory = order.size() > 1 && site.isRead(order.get(1));
    boolean state = memory || site.isRead(order.get(0));
    for (int i = loop.states(); i < site.node().outputs().size(); i++) {
      if (site.isRead(i)) {
        collected.add(i);
      }
    }
    AxisLayout ahead = x.ahead(0);
    boolean back = !ahead.equals(x);
    List<KerasTensor> inputs = new ArrayList<>();
    inputs.add(site.layers().moves().inOrder(ahead, new int[] {1, 0, 2}, site.name()));
    if (!order.stream().allMatch(i -> site.isZero(2 + i))) {
      for (int i : order) {
        inputs.add(site.layers().moves().inOrder(site.held(2 + i), new int[] {0, 1}, site.name()));
      }
    }
    boolean returned = memory || (state && !collected.isEmpty());
    List<KerasTensor> outputs =
        site.layers()
            .applyAll(
                cell.layer(!collected.isEmpty(), returned, back),
                site.name(),
                inputs,
                cell.weights());
    List<ElementaryAxis> samples = x.seen().get(1);
    List<ElementaryAxis> steps = x.seen().get(0);
    List<ElementaryAxis> units = ElementaryAxis.axis(Dim.of(cell.units()));
    for (int i : collected) {
      site.put(
          i,
          new AxisLayout(
              outputs.get(0), List.of(samples, steps, units), List.of(steps, samples, units)));
    }
    if (state) {
      List<List<ElementaryAxis>> axes = List.of(samples, units);
      for (int i = 0; i < order.size(); i++) {
        if (site.isRead(order.get(i))) {
          site.put(order.get(i), new AxisLayout(outputs.get(returned ? 1 + i : 0), axes, axes));
        }
      }
    } else if (!collected.isEmpty()) {
      lastStep(site, collected, outputs.get(0), cell, inputs, back);
    }
  }

  /** Where only the last step of the sequence is read, a layer that gives it is at hand. */
  private static void lastStep(
      LiftContext site,
      List<Integer> collected,
      KerasTensor sequence,
      LoopedCell cell,
      List<KerasTensor> inputs,
      boolean back) {
    boolean selects = false;
    for (int i : collected) {
      Value value = site.node().outputs().get(i);
      for (OperatorNode reader : site.uses().readers(value)) {
        selects |=
            reader.operator() instanceof Movement.Slice
                || reader.operator() instanceof Indexing.Gather;
      }
    }
    if (selects) {
      KerasTensor last =
          site.layers()
              .applyAll(cell.layer(false, false, back), site.name(), inputs, cell.weights())
              .get(0);
      site.layers().noteLastStep(sequence, last);
    }
  }
}
