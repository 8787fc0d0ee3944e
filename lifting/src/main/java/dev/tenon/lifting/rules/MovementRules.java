package dev.tenon.lifting.rules;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.merging.Concatenate;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.axes.ReshapeRegrouping;
import dev.tenon.lifting.recurrent.BidirectionalMatcher;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.LiftingRule;
import dev.tenon.lifting.walk.Orders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Follows moves of axes, most of which need no layer, and writes Concat and Split. */
final class MovementRules {
  static final Map<Class<? extends Operator>, LiftingRule> ALL =
      Map.ofEntries(
          Map.entry(Unary.Identity.class, site -> site.put(site.held(0))),
          Map.entry(Unary.Cast.class, MovementRules::cast),
          Map.entry(Movement.Transpose.class, MovementRules::transpose),
          Map.entry(Movement.Reshape.class, MovementRules::reshape),
          Map.entry(Movement.Flatten.class, MovementRules::reshape),
          Map.entry(Movement.Squeeze.class, MovementRules::squeeze),
          Map.entry(Movement.Unsqueeze.class, MovementRules::unsqueeze),
          Map.entry(Movement.Expand.class, MovementRules::expand),
          Map.entry(Movement.Concat.class, MovementRules::concat),
          Map.entry(Movement.Split.class, MovementRules::split),
          Map.entry(Movement.ReverseSequence.class, MovementRules::reverse));

  private MovementRules() {}

  /** A Cast to the type that a value has; every other one changes numbers, and is a function. */
  private static void cast(LiftContext site) {
    if (site.operator(Unary.Cast.class).to() != site.value(0).dtype()) {
      throw new NoEquivalentLayerException("turns " + site.value(0).dtype() + " into another type");
    }
    site.put(site.held(0));
  }

  private static void transpose(LiftContext site) {
    AxisLayout x = site.held(0);
    List<List<ElementaryAxis>> seen = new ArrayList<>();
    for (long axis : site.operator(Movement.Transpose.class).perm()) {
      seen.add(x.seen().get(x.axis(axis)));
    }
    site.put(x.seenAs(seen));
  }

  private static void reshape(LiftContext site) {
    AxisLayout x = site.held(0);
    Shape shape = site.shape();
    if (!shape.ranked()) {
      throw new NoEquivalentLayerException("reshapes to a number of axes that is not known");
    }
    List<Dim> target = target(site, shape);
    AxisLayout regrouped = ReshapeRegrouping.apply(x, target, site.batch());
    if (regrouped == null) {
      // Lengths that do not follow from those before: the elements have to lie in plain order.
      AxisLayout plain =
          AxisLayout.reordered(site.layers().moves().plain(x, site.name()), x, identity(x.rank()));
      regrouped = ReshapeRegrouping.apply(joined(plain, site), target, site.batch());
    }
    if (regrouped == null) {
      throw new NoEquivalentLayerException("reshapes " + x.seen() + " to " + shape);
    }
    site.put(regrouped);
  }

  /** Returns the lengths of the result, with what the operands say of open ones. */
  private static List<Dim> target(LiftContext site, Shape shape) {
    List<Dim> target = new ArrayList<>(shape.dims());
    if (!(site.node().operator() instanceof Movement.Reshape reshape) || shape.isKnown()) {
      return target;
    }
    List<Dim> wanted = site.lengths(site.value(1));
    AxisLayout x = site.held(0);
    for (int i = 0; wanted != null && i < target.size() && i < wanted.size(); i++) {
      boolean copies = wanted.get(i).orMinusOne() == 0 && reshape.allowzero() == 0;
      if (target.get(i).isKnown()) {
        continue;
      }
      if (copies && i < x.rank()) {
        target.set(i, x.length(i));
      } else if (!copies) {
        target.set(i, wanted.get(i));
      }
    }
    return target;
  }

  private static int[] identity(int rank) {
    int[] order = new int[rank];
    Arrays.setAll(order, i -> i);
    return order;
  }

  /** Returns a plain value with all axes behind the batch as one, as Flatten makes it. */
  private static AxisLayout joined(AxisLayout plain, LiftContext site) {
    List<List<ElementaryAxis>> rest = plain.seen().subList(1, plain.rank());
    Dim product = ElementaryAxis.product(AxisLayout.flat(rest));
    if (!product.isKnown()) {
      return plain;
    }
    List<List<ElementaryAxis>> one = List.of(List.of(site.batch()), AxisLayout.flat(rest));
    KerasTensor flat = site.layers().moves().arrange(plain, one, site.name());
    List<List<ElementaryAxis>> fresh =
        List.of(List.of(site.batch()), List.of(new ElementaryAxis(product)));
    return new AxisLayout(flat, fresh, fresh);
  }

  private static void squeeze(LiftContext site) {
    AxisLayout x = site.held(0);
    TreeSet<Integer> gone = new TreeSet<>();
    if (site.has(1)) {
      for (long axis : site.constant(1, "axes").toLongArray()) {
        gone.add(x.axis(axis));
      }
    } else {
      for (int i = 0; i < x.rank(); i++) {
        if (x.seen().get(i).isEmpty()) {
          gone.add(i);
        }
      }
    }
    List<List<ElementaryAxis>> seen = new ArrayList<>();
    for (int i = 0; i < x.rank(); i++) {
      if (!gone.contains(i)) {
        seen.add(x.seen().get(i));
      } else if (!x.seen().get(i).isEmpty()) {
        throw new NoEquivalentLayerException(
            "drops axis " + i + ", which is the batch or not known to be 1 long");
      }
    }
    site.put(x.seenAs(seen));
  }

  private static void unsqueeze(LiftContext site) {
    AxisLayout x = site.held(0);
    long[] axes = site.constant(1, "axes").toLongArray();
    int rank = x.rank() + axes.length;
    boolean[] added = new boolean[rank];
    for (long axis : axes) {
      added[Math.toIntExact(axis < 0 ? axis + rank : axis)] = true;
    }
    List<List<ElementaryAxis>> seen = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < rank; i++) {
      seen.add(added[i] ? List.of() : x.seen().get(from++));
    }
    site.put(x.seenAs(seen));
  }

  private static void expand(LiftContext site) {
    AxisLayout x = site.held(0);
    Shape shape = site.shape();
    boolean same = shape.ranked() && shape.rank() >= x.rank();
    for (int i = 0; same && i < shape.rank(); i++) {
      int at = i - (shape.rank() - x.rank());
      Dim have = at < 0 ? Dim.of(1) : x.length(at);
      same = shape.dim(i).equals(have);
    }
    if (!same) {
      throw new NoEquivalentLayerException("repeats its operand along an axis");
    }
    List<List<ElementaryAxis>> seen =
        new ArrayList<>(Collections.nCopies(shape.rank() - x.rank(), List.<ElementaryAxis>of()));
    seen.addAll(x.seen());
    site.put(x.seenAs(seen));
  }

  private static void concat(LiftContext site) {
    List<AxisLayout> operands = new ArrayList<>();
    if (FixedEntries.join(site)) {
      return;
    }
    for (int i = 0; i < site.node().inputs().size(); i++) {
      operands.add(site.held(i));
    }
    AxisLayout first = operands.get(0);
    int axis = first.axis(site.operator(Movement.Concat.class).axis());
    if (operands.size() == 1) {
      site.put(first);
      return;
    }
    AxisLayout both = BidirectionalMatcher.join(site, operands, axis);
    if (both != null) {
      site.put(both);
      return;
    }
    int[] order = Orders.common(site, operands);
    int at = -1;
    for (int k = 0; k < order.length; k++) {
      at = order[k] == axis ? k : at;
    }
    if (at == 0) {
      throw new NoEquivalentLayerException("joins batches");
    }
    List<KerasTensor> tensors = new ArrayList<>();
    for (AxisLayout x : operands) {
      tensors.add(site.layers().moves().inOrder(x, order, site.name()));
    }
    Concatenate layer = new Concatenate(at == order.length - 1 ? -1 : at);
    site.put(site.layers().merge(layer, site.name(), tensors), order);
  }

  /** Follows a sequence that is turned round as a whole. */
  private static void reverse(LiftContext site) {
    AxisLayout x = site.held(0);
    int time = x.axis(site.operator(Movement.ReverseSequence.class).timeAxis());
    List<Dim> lengths = site.lengths(site.value(1));
    OperatorNode spread = site.producer(site.value(1), Movement.Expand.class);
    if (lengths == null && spread != null) {
      lengths = site.lengths(spread.input(0));
    }
    boolean whole = lengths != null && lengths.stream().allMatch(dim -> dim.equals(x.length(time)));
    if (!whole || x.seen().get(time).size() != 1) {
      throw new NoEquivalentLayerException("turns sequences round, each by its own length");
    }
    site.put(x.reversed(time));
  }

  private static void split(LiftContext site) {
    AxisLayout x = site.held(0);
    int axis = x.axis(site.operator(Movement.Split.class).axis());
    long from = 0;
    for (int i = 0; i < site.node().outputs().size(); i++) {
      long length = site.node().outputs().get(i).shape().length(axis);
      if (length < 0) {
        throw new NoEquivalentLayerException("splits into parts of open lengths");
      }
      if (site.isRead(i)) {
        site.put(i, Cuts.range(site, x, axis, from, from + length));
      }
      from += length;
    }
  }
}
