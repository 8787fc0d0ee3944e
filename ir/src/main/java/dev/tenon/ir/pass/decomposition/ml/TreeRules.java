package dev.tenon.ir.pass.decomposition.ml;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.DecisionTrees;
import dev.tenon.ir.op.TreeEnsembles;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Decompositions of tree ensembles into lookups: all rows descend all trees together, level by
 * level.
 *
 * <p>The number of operators depends only on the depth of the trees. Thresholds are compared and
 * weights added in ONNX Runtime's type and order.
 */
public final class TreeRules {
  /** Trees are grown to a few dozen levels at most; each takes about eight operators. */
  private static final int DEEPEST = 512;

  private final ExpansionContext rule;
  private final Ops ops;
  private final TreeEnsembles operator;
  private final DecisionTrees trees;

  /** The type of comparisons and sums: float64 for rows of float64, else float32. */
  private final DType type;

  private TreeRules(ExpansionContext rule, TreeEnsembles operator) {
    this.rule = rule;
    this.ops = rule.ops();
    this.operator = operator;
    this.trees = operator.trees();
    this.type = rule.in(0).dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    if (trees.depth() > DEEPEST) {
      throw new IllegalArgumentException(
          "a tree makes "
              + trees.depth()
              + " comparisons in a row, more than "
              + DEEPEST
              + ": run the model by the engine onnxruntime");
    }
  }

  /** Returns the results of a tree ensemble. */
  public static List<Value> apply(ExpansionContext rule, TreeEnsembles operator) {
    return new TreeRules(rule, operator).write();
  }

  private List<Value> write() {
    if (operator instanceof TreeEnsembles.TreeEnsembleClassifier classifier) {
      Leaves leaves = leaves(classifier.labels());
      return new TreeClassification(ops, classifier, leaves).write();
    }
    if (operator instanceof TreeEnsembles.TreeEnsembleRegressor regressor) {
      int targets = Math.toIntExact(regressor.targets());
      Value joined = leaves(targets).joined(regressor.aggregateFunction());
      Tensor base = regressor.base();
      boolean fits = base.size() == targets && base.size() > 0;
      joined = fits ? ops.add(joined, ops.constant(base.cast(type))) : joined;
      return List.of(
          ops.cast(transformed(regressor.postTransform(), joined, targets), DType.FLOAT32));
    }
    TreeEnsembles.TreeEnsemble ensemble = (TreeEnsembles.TreeEnsemble) operator;
    int targets = Math.toIntExact(ensemble.targets());
    Value joined =
        leaves(targets).joined(TreeEnsembles.AGGREGATES.get((int) ensemble.aggregateFunction()));
    String function = TreeEnsembles.POST_TRANSFORMS.get((int) ensemble.postTransform());
    return List.of(ops.cast(transformed(function, joined, targets), rule.in(0).dtype()));
  }

  private Value transformed(String function, Value scores, int targets) {
    return targets == 1
        ? ScoreRules.single(ops, function, scores)
        : ScoreRules.transformed(ops, function, scores);
  }

  private Leaves leaves(int targets) {
    Value places = ops.sub(walked(), trees.inner());
    return new Leaves(ops, trees, type, places, targets);
  }

  /** Returns the leaf (rows, trees) in which each row ends. */
  private Value walked() {
    Value x = TableRules.table(rule, type);
    long width = trees.width();
    long columns = x.shape().length(1);
    if (columns < 0) {
      // A table of too few columns fails in the run, where it is given this shape.
      Value cut = ops.slice(x, 1, 0, width, 1);
      Value size = rule.times(ops.length(x, 0), ops.longs(width));
      x = rule.reshape(cut, List.of(size));
      columns = width;
    }
    Value flat = rule.reshape(x, -1);
    Value rows = rule.positions(ops.length(TableRules.table(rule, type), 0));
    Value starts = ops.unsqueeze(ops.mul(rows, (double) columns), 1);
    Value at = ops.unsqueeze(ops.constant(trees.roots()), 0);
    if (trees.depth() == 0) {
      return ops.add(at, ops.mul(starts, 0));
    }
    Value features = ops.constant(trees.features());
    Value successors = ops.constant(trees.successors());
    for (int level = 0; level < trees.depth(); level++) {
      Value value = ops.gather(flat, ops.add(starts, ops.gather(features, at, 0)), 0);
      Value holds = ops.cast(compared(value, at), DType.INT64);
      at = ops.gather(successors, ops.add(ops.mul(at, 2), holds), 0);
    }
    return at;
  }

  private Value compared(Value value, Value at) {
    Value split = ops.gather(ops.constant(trees.splits().cast(type)), at, 0);
    int[] modes = usedModes();
    Value mode = modes.length == 1 ? null : ops.gather(ops.constant(trees.modes()), at, 0);
    Value holds = null;
    for (int used : modes) {
      Value here = compared(used, value, split);
      if (mode != null) {
        here = ops.and(here, ops.equal(mode, ops.scalar(mode, used)));
      }
      holds = holds == null ? here : ops.or(holds, here);
    }
    if (holds == null) {
      throw new IllegalStateException("the trees compare nothing, and have a depth");
    }
    if (!anyMissing()) {
      return holds;
    }
    Value tracked = ops.gather(ops.constant(trees.missing()), at, 0);
    return ops.or(holds, ops.and(tracked, ops.apply(new Unary.IsNaN(), value)));
  }

  private Value compared(int mode, Value value, Value split) {
    return switch (DecisionTrees.MODES.get(mode)) {
      case "BRANCH_LEQ" -> ops.lessOrEqual(value, split);
      case "BRANCH_LT" -> ops.less(value, split);
      case "BRANCH_GTE" -> ops.greaterOrEqual(value, split);
      case "BRANCH_GT" -> ops.greater(value, split);
      case "BRANCH_EQ" -> ops.equal(value, split);
      default -> ops.not(ops.equal(value, split));
    };
  }

  /** Returns the comparisons that inner nodes make. */
  private int[] usedModes() {
    return Arrays.stream(trees.modes().toLongArray())
        .limit(trees.inner())
        .mapToInt(mode -> (int) mode)
        .distinct()
        .sorted()
        .toArray();
  }

  private boolean anyMissing() {
    return Arrays.stream(trees.missing().cast(DType.INT64).toLongArray()).anyMatch(m -> m != 0);
  }
}
