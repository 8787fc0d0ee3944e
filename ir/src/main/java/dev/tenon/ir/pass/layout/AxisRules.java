package dev.tenon.ir.pass.layout;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.OperatorTable;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.pass.Order;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For operators that name axes: the equal operator on a first operand whose axes lie in another
 * order.
 *
 * <p>An operator that is not here is a barrier: it reads its operands in plain order.
 */
final class AxisRules {
  /**
   * The equal operator.
   *
   * @param operands the operands after the first
   * @param outputs how each result lies
   */
  record Moved(Operator operator, List<@Nullable Value> operands, List<Order> outputs) {}

  /** Moves one class of operators. */
  private interface Rule<O> {
    @Nullable Moved move(AxisRules at, O operator);
  }

  private static final OperatorTable<Rule<Operator>> RULES = new OperatorTable<>("axis rules");

  static {
    put(Activations.Softmax.class, (at, o) -> at.same(new Activations.Softmax(at.axis(o.axis()))));
    put(
        Activations.LogSoftmax.class,
        (at, o) -> at.same(new Activations.LogSoftmax(at.axis(o.axis()))));
    put(Activations.Hardmax.class, (at, o) -> at.same(new Activations.Hardmax(at.axis(o.axis()))));
    put(
        Normalization.LpNormalization.class,
        (at, o) -> at.same(new Normalization.LpNormalization(at.axis(o.axis()), o.p())));
    put(
        Movement.Split.class,
        (at, o) -> at.same(new Movement.Split(at.axis(o.axis()), o.numOutputs())));
    put(
        Indexing.TopK.class,
        (at, o) -> at.same(new Indexing.TopK(at.axis(o.axis()), o.largest(), o.sorted())));
    put(Indexing.Gather.class, AxisRules::gather);
    put(Movement.Squeeze.class, (at, o) -> at.squeeze());
    put(Movement.Unsqueeze.class, (at, o) -> at.unsqueeze());
    put(Movement.Slice.class, (at, o) -> at.slice());
    put(Movement.Pad.class, (at, o) -> at.pad());
    put(Movement.Tile.class, (at, o) -> at.repeat());
    put(Movement.Expand.class, (at, o) -> at.repeat());
    put(ImageResampling.Resize.class, AxisRules::resize);
    put(Generation.Size.class, (at, o) -> new Moved(o, List.of(), List.of(Order.plain(0))));
    put(Generation.Shape.class, AxisRules::shape);
  }

  private final Rewriter rewriter;
  private final Placements placements;
  private final OperatorNode node;
  private final Order order;

  private AxisRules(Rewriter rewriter, Placements placements, OperatorNode node, Order order) {
    this.rewriter = rewriter;
    this.placements = placements;
    this.node = node;
    this.order = order;
  }

  private static <O extends Operator> void put(Class<O> operator, Rule<O> rule) {
    RULES.put(operator, (at, o) -> rule.move(at, operator.cast(o)));
  }

  /** Returns the equal operator, or null if the operator is a barrier. */
  static @Nullable Moved apply(
      Rewriter rewriter, Placements placements, OperatorNode node, Order order) {
    if (node.operator() instanceof Reduction reduction) {
      return ReductionRules.apply(rewriter, reduction, node, order);
    }
    Rule<Operator> rule = RULES.find(node.operator().getClass());
    AxisRules at = new AxisRules(rewriter, placements, node, order);
    return rule == null ? null : rule.move(at, node.operator());
  }

  /** Returns where an axis lies now. */
  private int axis(long axis) {
    return order.positionOf(axis);
  }

  private @Nullable Moved repeat() {
    Tensor lengths = node.constant(1);
    if (lengths == null) {
      return with(1, permuted(1, order.axes()));
    }
    int missing = order.rank() - lengths.size();
    if (missing < 0) {
      return null;
    }
    long[] full = new long[order.rank()];
    Arrays.fill(full, 1);
    System.arraycopy(lengths.toLongArray(), 0, full, missing, lengths.size());
    return with(1, order.apply(full));
  }

  private @Nullable Moved squeeze() {
    boolean[] gone = new boolean[order.rank()];
    Tensor axes = node.constant(1);
    if (node.optionalInput(1) == null) {
      for (int i = 0; i < gone.length; i++) {
        if (!node.input(0).shape().dim(i).isKnown()) {
          return null;
        }
        gone[i] = node.input(0).shape().length(i) == 1;
      }
      return new Moved(node.operator(), List.of(), List.of(order.without(gone)));
    }
    if (axes == null) {
      return null;
    }
    for (long axis : axes.toLongArray()) {
      gone[node.input(0).shape().axis((int) axis)] = true;
    }
    Moved moved = with(1, positions(order, axes));
    return new Moved(moved.operator, moved.operands, List.of(order.without(gone)));
  }

  private @Nullable Moved unsqueeze() {
    Tensor axes = node.constant(1);
    if (axes == null) {
      return null;
    }
    int rank = order.rank() + axes.size();
    boolean[] inserted = new boolean[rank];
    for (long axis : axes.toLongArray()) {
      inserted[(int) (axis < 0 ? axis + rank : axis)] = true;
    }
    List<Long> old = new ArrayList<>();
    for (long i = 0; i < rank; i++) {
      if (!inserted[(int) i]) {
        old.add(i);
      }
    }
    List<Long> result = new ArrayList<>();
    order.axes().forEach(axis -> result.add(old.get(Math.toIntExact(axis))));
    for (long i = 0; i < rank; i++) {
      if (inserted[(int) i]) {
        // A new axis follows the one that it follows in plain order.
        result.add(i == 0 ? 0 : result.indexOf(i - 1) + 1, i);
      }
    }
    Order out = new Order(result);
    return new Moved(
        node.operator(),
        List.of(rewriter.longs(node.name() + "/axes", positions(out, axes))),
        List.of(out));
  }

  private @Nullable Moved slice() {
    Value starts = node.input(1);
    Value given = node.optionalInput(3);
    long[] axes;
    if (given == null) {
      int count = (int) starts.shape().length(0);
      if (count < 0) {
        return null;
      }
      axes = Order.plain(count).axes().stream().mapToLong(Long::longValue).toArray();
    } else {
      Tensor constant = given.constant();
      if (constant == null) {
        return null;
      }
      axes = constant.toLongArray();
    }
    Tensor moved = Tensor.of(positions(order, axes), new long[] {axes.length});
    List<@Nullable Value> operands = rest();
    while (operands.size() < 3) {
      operands.add(null);
    }
    operands.set(2, rewriter.constant(node.name() + "/axes", moved.cast(starts.dtype())));
    return new Moved(node.operator(), operands, List.of(order));
  }

  private @Nullable Moved pad() {
    Value given = node.optionalInput(3);
    if (given != null) {
      Tensor axes = given.constant();
      return axes == null ? null : with(3, positions(order, axes));
    }
    Tensor pads = node.constant(1);
    int rank = order.rank();
    if (pads == null) {
      List<Long> both = new ArrayList<>(order.axes());
      order.axes().forEach(axis -> both.add(axis + rank));
      return with(1, permuted(1, both));
    }
    long[] plain = pads.toLongArray();
    long[] moved = new long[2 * rank];
    for (int i = 0; i < rank; i++) {
      moved[i] = plain[order.get(i)];
      moved[rank + i] = plain[rank + order.get(i)];
    }
    return with(1, moved);
  }

  private Moved gather(Indexing.Gather op) {
    Value positions = node.input(1);
    int axis = node.input(0).shape().axis((int) op.axis());
    int count = positions.rank();
    List<Long> result = new ArrayList<>();
    for (long old : order.axes()) {
      if (old == axis) {
        for (int i = 0; i < count; i++) {
          result.add((long) axis + i);
        }
      } else {
        result.add(old < axis ? old : old + count - 1);
      }
    }
    return new Moved(
        new Indexing.Gather(order.positionOf(axis)),
        List.of(placements.plain(positions)),
        List.of(new Order(result)));
  }

  private @Nullable Moved resize(ImageResampling.Resize op) {
    Value roi = node.optionalInput(1);
    if (roi != null && roi.shape().length(0) != 0) {
      return null;
    }
    List<@Nullable Value> operands = rest();
    List<Long> axes = op.axes();
    if (axes != null) {
      axes = axes.stream().map(axis -> (long) order.positionOf(axis)).toList();
    } else {
      for (int i = 2; i <= 3; i++) {
        Value lengths = node.optionalInput(i);
        Tensor constant = node.constant(i);
        if (lengths != null && constant == null) {
          Value moved = permuted(i, order.axes());
          if (moved == null) {
            return null;
          }
          operands.set(i - 1, moved);
        }
        if (constant != null && constant.size() > 0) {
          Tensor moved = order.rank() == constant.size() ? pick(constant, order) : null;
          if (moved == null) {
            return null;
          }
          operands.set(i - 1, rewriter.constant(node.name() + "/sizes", moved));
        }
      }
    }
    ImageResampling.Resize moved =
        new ImageResampling.Resize(
            op.antialias(),
            axes,
            op.coordinateTransformationMode(),
            op.cubicCoeffA(),
            op.excludeOutside(),
            op.extrapolationValue(),
            op.keepAspectRatioPolicy(),
            op.mode(),
            op.nearestMode());
    return new Moved(moved, operands, List.of(order));
  }

  private static Tensor pick(Tensor lengths, Order order) {
    Tensor.Writer writer = new Tensor.Writer(lengths.dtype(), lengths.size());
    for (int i = 0; i < order.rank(); i++) {
      if (lengths.dtype().isFloating()) {
        writer.set(i, lengths.getDouble(order.get(i)));
      } else {
        writer.set(i, lengths.getLong(order.get(i)));
      }
    }
    return writer.build(lengths.size());
  }

  private @Nullable Moved shape(Generation.Shape op) {
    int rank = order.rank();
    long start = op.start() < 0 ? op.start() + rank : op.start();
    Long to = op.end();
    long end = to == null ? rank : to < 0 ? to + rank : to;
    if (end - start != 1) {
      return null;
    }
    long at = order.positionOf(start);
    return new Moved(new Generation.Shape(at, at + 1), List.of(), List.of(Order.plain(1)));
  }

  /** The operator with all its other operands as they are, its results lying as its input. */
  private Moved same(Operator operator) {
    List<Order> outputs = new ArrayList<>();
    node.outputs().forEach(output -> outputs.add(order));
    return new Moved(operator, rest(), outputs);
  }

  /** The same operator with one int64 vector among its operands replaced. */
  private Moved with(int operand, long[] values) {
    List<@Nullable Value> operands = rest();
    operands.set(operand - 1, rewriter.longs(node.input(operand).name(), values));
    return new Moved(node.operator(), operands, List.of(order));
  }

  /** The same operator with one operand replaced; null if there is nothing to replace it by. */
  private @Nullable Moved with(int operand, @Nullable Value replacement) {
    if (replacement == null) {
      return null;
    }
    List<@Nullable Value> operands = rest();
    operands.set(operand - 1, replacement);
    return new Moved(node.operator(), operands, List.of(order));
  }

  /**
   * Returns a vector that is computed at run time with its entries in another order; null if it is
   * not known to have as many.
   */
  private @Nullable Value permuted(int operand, List<Long> entries) {
    Value vector = placements.plain(node.input(operand));
    if (vector.shape().ranked()
        && vector.rank() == 1
        && vector.shape().length(0) == entries.size()) {
      return placements.picked(vector, node.input(operand).name(), entries);
    }
    return null;
  }

  private List<@Nullable Value> rest() {
    List<@Nullable Value> rest = new ArrayList<>();
    for (int i = 1; i < node.inputs().size(); i++) {
      Value operand = node.optionalInput(i);
      rest.add(operand == null ? null : placements.plain(operand));
    }
    return rest;
  }

  private static long[] positions(Order order, Tensor axes) {
    return positions(order, axes.toLongArray());
  }

  private static long[] positions(Order order, long[] axes) {
    return Arrays.stream(axes).map(order::positionOf).toArray();
  }
}
