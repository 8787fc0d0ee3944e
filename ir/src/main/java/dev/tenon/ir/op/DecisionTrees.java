package dev.tenon.ir.op;

import dev.tenon.ir.shape.Dim;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * Decision trees in one table of nodes: inner nodes first, then leaves.
 *
 * <p>A leaf is its own successor, so that {@code depth} comparisons from each root end at a leaf.
 *
 * @param features (nodes) the feature of each node, int64
 * @param splits (nodes) the threshold of each node
 * @param modes (nodes) the comparison, int32: the position in {@link #MODES}; 0 for leaves
 * @param missing (nodes) whether NaN makes the comparison true
 * @param successors (2 * nodes) for each node the successor of a false comparison, then that of a
 *     true one, int64
 * @param roots (trees) int64
 * @param inner the number of inner nodes
 * @param depth the largest number of comparisons on a path
 * @param weights the contributions of leaves to targets
 */
public record DecisionTrees(
    Tensor features,
    Tensor splits,
    Tensor modes,
    Tensor missing,
    Tensor successors,
    Tensor roots,
    int inner,
    int depth,
    List<Weight> weights) {
  /** The comparisons, in the order of ONNX's numbers. */
  public static final List<String> MODES =
      List.of("BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ");

  /**
   * A number that a leaf adds to a target.
   *
   * @param leaf counted from the first leaf on
   */
  public record Weight(int leaf, int target, double value) {}

  public DecisionTrees {
    weights = List.copyOf(weights);
  }

  /** Returns the number of leaves. */
  public int leaves() {
    return features.size() - inner;
  }

  /** Returns the number of features that a row has at least. */
  public long width() {
    long largest = -1;
    for (int i = 0; i < inner; i++) {
      largest = Math.max(largest, features.getLong(i));
    }
    return largest + 1;
  }

  /** Checks that the trees fit a table of features and a number of targets. */
  void check(Dim columns, long targets) {
    if (targets < 1 || targets > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("the ensemble has " + targets + " targets");
    }
    for (Weight weight : weights) {
      if (weight.target < 0 || weight.target >= targets) {
        throw new IllegalArgumentException(
            "a leaf adds to target " + weight.target + "; there are " + targets);
      }
    }
    for (int i = 0; i < inner; i++) {
      if (features.getLong(i) < 0) {
        throw new IllegalArgumentException("a node looks at feature " + features.getLong(i));
      }
    }
    long known = columns.orMinusOne();
    if (known >= 0 && width() > known) {
      throw new IllegalArgumentException(
          "a node looks at feature " + (width() - 1) + "; its input has " + known);
    }
  }
}
