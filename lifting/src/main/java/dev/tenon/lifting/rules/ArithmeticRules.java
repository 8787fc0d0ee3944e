package dev.tenon.lifting.rules;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.merging.Add;
import dev.tenon.layers.merging.Average;
import dev.tenon.layers.merging.Maximum;
import dev.tenon.layers.merging.Minimum;
import dev.tenon.layers.merging.Multiply;
import dev.tenon.layers.merging.Subtract;
import dev.tenon.layers.preprocessing.Rescaling;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.axes.Weights;
import dev.tenon.lifting.functions.BiasAddition;
import dev.tenon.lifting.walk.Attentions;
import dev.tenon.lifting.walk.CausalMask;
import dev.tenon.lifting.walk.FixedNumbers;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.LiftingRule;
import dev.tenon.lifting.walk.MaskedLayers;
import dev.tenon.lifting.walk.Orders;
import dev.tenon.lifting.walk.ScoreMask;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Writes arithmetic between tensors as merging layers, and with fixed numbers as scalings. */
final class ArithmeticRules {
  static final Map<Class<? extends Operator>, LiftingRule> ALL =
      Map.ofEntries(
          Map.entry(Binary.Add.class, ArithmeticRules::add),
          Map.entry(Binary.Sub.class, ArithmeticRules::subtract),
          Map.entry(Binary.Mul.class, ArithmeticRules::multiply),
          Map.entry(Binary.Div.class, ArithmeticRules::divide),
          Map.entry(Binary.Pow.class, ArithmeticRules::power),
          Map.entry(Unary.Neg.class, site -> FixedNumbers.scale(site, site.held(0), -1, 0)),
          Map.entry(Variadic.Sum.class, site -> merge(site, Add.DEFAULTS)),
          Map.entry(Variadic.Mean.class, site -> merge(site, Average.DEFAULTS)),
          Map.entry(Variadic.Max.class, ArithmeticRules::max),
          Map.entry(Variadic.Min.class, ArithmeticRules::min),
          Map.entry(Variadic.Where.class, ArithmeticRules::where));

  /** From here on a number and its softplus are less than 2e-8 of it apart. */
  private static final double SAME_AS_SOFTPLUS = 15;

  private ArithmeticRules() {}

  /** Returns which operand is fixed, -1 where both are tensors. */
  private static int fixed(LiftContext site) {
    return site.constantOrNull(1) != null ? 1 : site.constantOrNull(0) != null ? 0 : -1;
  }

  private static void add(LiftContext site) {
    int fixed = fixed(site);
    if (fixed < 0) {
      merge(site, Add.DEFAULTS);
    } else if (!ProductRules.biased(site)) {
      Tensor numbers = site.constant(fixed, "summand");
      AxisLayout x = site.held(1 - fixed);
      Boolean causal = CausalMask.added(numbers);
      if (!site.layers().attentions().mask(site, x, causal)) {
        FixedNumbers.apply(site, x, null, numbers);
      }
    }
  }

  private static void subtract(LiftContext site) {
    int fixed = fixed(site);
    if (fixed < 0) {
      merge(site, Subtract.DEFAULTS);
      return;
    }
    Tensor numbers = site.constant(fixed, "operand");
    AxisLayout x = site.held(1 - fixed);
    if (fixed == 1) {
      FixedNumbers.apply(site, x, null, Weights.scaled(numbers, -1));
    } else {
      Tensor minus = Weights.scaled(FixedNumbers.ones(numbers), -1);
      FixedNumbers.apply(site, x, minus, numbers);
    }
  }

  private static void multiply(LiftContext site) {
    int fixed = fixed(site);
    if (fixed < 0 && MaskedLayers.masking(site)) {
      return;
    }
    if (fixed < 0) {
      merge(site, Multiply.DEFAULTS);
      return;
    }
    Tensor numbers = site.constant(fixed, "factor");
    scale(site, site.held(1 - fixed), numbers);
  }

  private static void divide(LiftContext site) {
    if (MaskedLayers.mean(site)) {
      return;
    }
    if (fixed(site) != 1) {
      throw new NoEquivalentLayerException("divides by a tensor");
    }
    Tensor numbers = FixedNumbers.inverse(site.constant(1, "divisor"));
    scale(site, site.held(0), numbers);
  }

  private static void scale(LiftContext site, AxisLayout x, Tensor numbers) {
    if (numbers.size() != 1 || !site.layers().attentions().scale(site, x, numbers.getDouble(0))) {
      FixedNumbers.apply(site, x, numbers, null);
    }
  }

  private static void power(LiftContext site) {
    Tensor exponent = site.constantOrNull(1);
    double value = exponent == null || exponent.size() != 1 ? Double.NaN : exponent.getDouble(0);
    if (value != 2 && value != 3) {
      throw new NoEquivalentLayerException("raises to a power that is neither 2 nor 3");
    }
    AxisLayout x = site.held(0);
    List<KerasTensor> same = Collections.nCopies((int) value, x.tensor());
    site.put(x.with(site.layers().merge(Multiply.DEFAULTS, site.name(), same)));
  }

  private static void max(LiftContext site) {
    int fixed = site.node().inputs().size() == 2 ? fixed(site) : -1;
    if (fixed < 0) {
      merge(site, Maximum.DEFAULTS);
      return;
    }
    BoundRules.write(site, site.held(1 - fixed), bound(site, fixed), Double.POSITIVE_INFINITY);
  }

  private static void min(LiftContext site) {
    int fixed = site.node().inputs().size() == 2 ? fixed(site) : -1;
    if (fixed < 0) {
      merge(site, Minimum.DEFAULTS);
    } else {
      BoundRules.write(site, site.held(1 - fixed), Double.NEGATIVE_INFINITY, bound(site, fixed));
    }
  }

  private static double bound(LiftContext site, int index) {
    Tensor bound = site.constant(index, "bound");
    if (bound.size() != 1) {
      throw new NoEquivalentLayerException("has " + bound.size() + " bounds");
    }
    return bound.getDouble(0);
  }

  /** Takes over the mask of an attention: where(allowed, scores, a large negative number). */
  private static void where(LiftContext site) {
    Tensor allowed = site.constantOrNull(0);
    for (int side = 1; side < 3 && allowed != null; side++) {
      Tensor other = site.constantOrNull(3 - side);
      if (other != null && other.size() == 1 && other.getDouble(0) <= CausalMask.NEVER) {
        Boolean causal = CausalMask.allowed(allowed, side == 1);
        if (site.layers().attentions().mask(site, site.held(side), causal)) {
          return;
        }
      }
    }
    if (allowed == null && (MaskedLayers.masking(site) || softplus(site) || hides(site))) {
      return;
    }
    throw new NoEquivalentLayerException("chooses between tensors");
  }

  /**
   * Takes the softplus of a number, and the number itself where it is large: so PyTorch's newer
   * exporter writes it, and there they are the same.
   */
  private static boolean softplus(LiftContext site) {
    OperatorNode soft = site.producer(site.value(2), Unary.Softplus.class);
    OperatorNode large = site.producer(site.value(0), Binary.Greater.class);
    if (soft == null || large == null) {
      return false;
    }
    Tensor bound = large.input(1).constant();
    Value x = site.value(1);
    boolean same = large.input(0) == x && soft.input(0) == x;
    if (!same || bound == null || bound.size() != 1 || bound.getDouble(0) < SAME_AS_SOFTPLUS) {
      return false;
    }
    site.put(site.held(2));
    return true;
  }

  /** Takes over a computed mask of the scores of an attention, or of the shares made of them. */
  private static boolean hides(LiftContext site) {
    Tensor other = site.constantOrNull(2);
    Attentions attentions = site.layers().attentions();
    if (other == null || other.size() != 1 || !attentions.isStandIn(site.held(1).tensor())) {
      return false;
    }
    if (other.getDouble(0) == 0) {
      return attentions.zero(site, site.held(1));
    }
    return other.getDouble(0) <= CausalMask.NEVER
        && attentions.hide(site, site.held(1), ScoreMask.of(site, site.value(0)));
  }

  /** Adds tensors, in an order in which Keras takes none of them for a bias of another axis. */
  private static KerasTensor sum(LiftContext site, List<KerasTensor> tensors) {
    boolean plain = true;
    for (int i = 1; i < tensors.size(); i++) {
      plain &= !BiasAddition.misplaces(tensors.get(0).shape(), tensors.get(i).shape());
    }
    if (plain) {
      return site.layers().merge(Add.DEFAULTS, site.name(), tensors);
    }
    KerasTensor sum = tensors.get(0);
    for (KerasTensor next : tensors.subList(1, tensors.size())) {
      boolean turned = BiasAddition.misplaces(sum.shape(), next.shape());
      if (turned && BiasAddition.misplaces(next.shape(), sum.shape())) {
        KerasTensor minus =
            site.layers().apply(new Rescaling(-1.0, 0.0), site.name() + "_minus", next);
        sum = site.layers().merge(Subtract.DEFAULTS, site.name(), List.of(sum, minus));
      } else {
        List<KerasTensor> both = turned ? List.of(next, sum) : List.of(sum, next);
        sum = site.layers().merge(Add.DEFAULTS, site.name(), both);
      }
    }
    return sum;
  }

  /** Writes a layer that merges tensors element by element, all with their axes in one order. */
  static void merge(LiftContext site, Layer<?> layer) {
    List<AxisLayout> operands = new ArrayList<>();
    int rank = 0;
    for (int i = 0; i < site.node().inputs().size(); i++) {
      AxisLayout x = site.held(i);
      operands.add(x);
      rank = Math.max(rank, x.rank());
    }
    List<AxisLayout> wide = new ArrayList<>();
    for (AxisLayout x : operands) {
      List<List<ElementaryAxis>> seen =
          new ArrayList<>(Collections.nCopies(rank - x.rank(), List.of()));
      seen.addAll(x.seen());
      wide.add(x.seenAs(seen));
    }
    int[] order = Orders.common(site, wide);
    List<KerasTensor> tensors = new ArrayList<>();
    for (AxisLayout x : wide) {
      tensors.add(site.layers().moves().inOrder(x, order, site.name()));
    }
    if (layer instanceof Add) {
      site.put(sum(site, tensors), order);
      return;
    }
    site.put(site.layers().merge(layer, site.name(), tensors), order);
  }
}
