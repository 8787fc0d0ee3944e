package dev.tenon.ir.pass.decomposition.ml;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.DecisionTrees;
import dev.tenon.ir.op.Reduction;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The leaf of each row and tree, and its contributions to targets.
 *
 * @param places (rows, trees) the numbers of leaves
 */
public record Leaves(Ops ops, DecisionTrees trees, DType type, Value places, int targets) {
  private static final long LARGEST_TABLE = 1L << 26;

  /** Whether rows have a weight of a target. */
  enum Presence {
    NEVER,
    SOMETIMES,
    ALWAYS
  }

  /** Joins the weights of the leaves: (rows, targets). */
  Value joined(String function) {
    return switch (function) {
      case "MIN", "MAX" -> extreme(function.equals("MAX"));
      case "AVERAGE" -> ops.div(sum(), (double) trees.roots().size());
      default -> sum();
    };
  }

  /** Adds up the weights, tree by tree. */
  Value sum() {
    int[] owners = targets == 1 ? new int[trees.roots().size()] : owners();
    if (owners != null) {
      return sumOfOwned(owners);
    }
    Value each = ops.gather(table(weights(0), true), places, 0);
    return last(each, 1);
  }

  /** Adds along an axis in the order of the entries, as ONNX Runtime does. */
  private Value last(Value x, int axis) {
    if (x.shape().dim(axis).isKnown() && x.shape().length(axis) == 1) {
      return ops.squeeze(x, axis);
    }
    Value sums = ops.apply(new Reduction.CumSum(0, 0), x, ops.scalar(DType.INT64, axis));
    return ops.squeeze(ops.slice(sums, axis, -1, Long.MAX_VALUE, 1), axis);
  }

  /** Adds up where all leaves of a tree belong to one target, as in gradient boosting. */
  private Value sumOfOwned(int[] owners) {
    double[] single = new double[trees.leaves()];
    boolean[] given = new boolean[single.length];
    for (DecisionTrees.Weight weight : trees.weights()) {
      if (!given[weight.leaf()] || targets > 1) {
        single[weight.leaf()] = given[weight.leaf()] ? single[weight.leaf()] : 0;
        single[weight.leaf()] += weight.value();
        given[weight.leaf()] = true;
      }
    }
    Value each = ops.gather(table(single, false), places, 0);
    if (targets == 1) {
      return ops.unsqueeze(last(each, 1), 1);
    }
    int[] counts = new int[targets];
    for (int owner : owners) {
      counts[Math.max(owner, 0)] += owner < 0 ? 0 : 1;
    }
    int most = Math.max(1, Arrays.stream(counts).max().orElse(1));
    long[] order = new long[targets * most];
    // Behind the trees stands a zero for targets that have fewer of them.
    Arrays.fill(order, owners.length);
    int[] next = new int[targets];
    for (int tree = 0; tree < owners.length; tree++) {
      if (owners[tree] >= 0) {
        order[owners[tree] * most + next[owners[tree]]++] = tree;
      }
    }
    Value zero = ops.mul(ops.cast(ops.slice(places, 1, 0, 1, 1), type), 0);
    Value padded = ops.concat(1, List.of(each, zero));
    Value arranged = ops.gather(padded, ops.constant(Tensor.of(order, targets, most)), 1);
    return last(arranged, 2);
  }

  private Value extreme(boolean largest) {
    double none = largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    Value each = ops.gather(table(weights(none), true), places, 0);
    Value found = largest ? ops.reduceMax(each, false, 1) : ops.reduceMin(each, false, 1);
    Value nothing = ops.equal(found, ops.scalar(found, none));
    return ops.where(nothing, ops.scalar(found, 0), found);
  }

  /** Returns whether rows have a weight of a target, as far as it is the same for all rows. */
  Presence presence(int target) {
    boolean[] has = marks(target);
    boolean any = false;
    for (boolean mark : has) {
      any |= mark;
    }
    if (!any) {
      return Presence.NEVER;
    }
    for (int i = 0; i < trees.roots().size(); i++) {
      if (allLeaves(trees.roots().getLong(i), has)) {
        return Presence.ALWAYS;
      }
    }
    return Presence.SOMETIMES;
  }

  /** Returns whether each row has a weight for a target: (rows, 1). */
  Value has(int target) {
    boolean[] marks = marks(target);
    double[] numbers = new double[marks.length];
    for (int i = 0; i < marks.length; i++) {
      numbers[i] = marks[i] ? 1 : 0;
    }
    Value each = ops.gather(table(numbers, false), places, 0);
    Value most = ops.reduceMax(each, true, 1);
    return ops.greater(most, ops.scalar(most, 0));
  }

  private boolean[] marks(int target) {
    boolean[] has = new boolean[trees.leaves()];
    for (DecisionTrees.Weight weight : trees.weights()) {
      has[weight.leaf()] |= weight.target() == target;
    }
    return has;
  }

  private boolean allLeaves(long root, boolean[] marks) {
    for (int leaf : leavesUnder(root)) {
      if (!marks[leaf]) {
        return false;
      }
    }
    return true;
  }

  private List<Integer> leavesUnder(long root) {
    List<Integer> leaves = new ArrayList<>();
    Deque<Long> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      long at = open.pop();
      if (at >= trees.inner()) {
        leaves.add((int) (at - trees.inner()));
      } else {
        open.push(trees.successors().getLong(2 * at));
        open.push(trees.successors().getLong(2 * at + 1));
      }
    }
    return leaves;
  }

  /** Returns for each tree the one target of its leaves, -1 for none; null if there are more. */
  private int @Nullable [] owners() {
    int[] byLeaf = new int[trees.leaves()];
    Arrays.fill(byLeaf, -1);
    for (DecisionTrees.Weight weight : trees.weights()) {
      if (byLeaf[weight.leaf()] >= 0 && byLeaf[weight.leaf()] != weight.target()) {
        return null;
      }
      byLeaf[weight.leaf()] = weight.target();
    }
    int[] owners = new int[trees.roots().size()];
    for (int i = 0; i < owners.length; i++) {
      owners[i] = -1;
      for (int leaf : leavesUnder(trees.roots().getLong(i))) {
        if (owners[i] >= 0 && byLeaf[leaf] >= 0 && owners[i] != byLeaf[leaf]) {
          return null;
        }
        owners[i] = Math.max(owners[i], byLeaf[leaf]);
      }
    }
    return owners;
  }

  /** Returns the weight of each leaf and target, and something else where there is none. */
  private double[] weights(double otherwise) {
    long size = (long) trees.leaves() * targets;
    if (size > LARGEST_TABLE) {
      throw new IllegalArgumentException(
          trees.leaves()
              + " leaves times "
              + targets
              + " targets are too many for a table: run the model by the engine onnxruntime");
    }
    double[] weights = new double[(int) size];
    boolean[] given = new boolean[(int) size];
    Arrays.fill(weights, otherwise);
    boolean sums = otherwise == 0;
    for (DecisionTrees.Weight weight : trees.weights()) {
      int at = weight.leaf() * targets + weight.target();
      if (!given[at]) {
        weights[at] = weight.value();
      } else if (targets > 1) {
        weights[at] =
            sums
                ? weights[at] + weight.value()
                : otherwise > 0
                    ? Math.min(weights[at], weight.value())
                    : Math.max(weights[at], weight.value());
      }
      given[at] = true;
    }
    return weights;
  }

  private Value table(double[] numbers, boolean rows) {
    Tensor table =
        rows
            ? Tensor.of(numbers, trees.leaves(), targets)
            : Tensor.of(numbers, new long[] {numbers.length});
    return ops.constant(table.cast(type));
  }
}
