package dev.tenon.ir.pass.decomposition.ml;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.DecisionTrees;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.TreeEnsembles;
import dev.tenon.ir.pass.decomposition.ml.Leaves.Presence;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The label and the scores of a tree classifier.
 *
 * <p>ONNX's text leaves open what two classes give where only one of them has weights; this is what
 * ONNX Runtime gives.
 */
final class TreeClassification {
  private final Ops ops;
  private final TreeEnsembles.TreeEnsembleClassifier operator;
  private final Leaves leaves;
  private final String function;

  TreeClassification(Ops ops, TreeEnsembles.TreeEnsembleClassifier operator, Leaves leaves) {
    this.ops = ops;
    this.operator = operator;
    this.leaves = leaves;
    this.function = operator.postTransform();
  }

  List<Value> write() {
    Value sums = leaves.sum();
    List<Value> results =
        switch (operator.labels()) {
          case 1 -> one(sums);
          case 2 -> two(sums);
          default -> many(sums);
        };
    return List.of(results.get(0), ops.cast(results.get(1), DType.FLOAT32));
  }

  private Value labels() {
    return ScoreRules.labels(ops, operator.classlabelsStrings(), operator.classlabelsInt64s());
  }

  private Value base(int index) {
    return ops.constant(operator.base().cast(leaves.type()).slice(0, index, index + 1L));
  }

  private List<Value> many(Value sums) {
    Tensor base = operator.base();
    Value scores = sums;
    if (base.size() == operator.labels()) {
      scores = ops.add(sums, ops.constant(base.cast(leaves.type())));
    } else if (base.size() == 1) {
      // In ONNX Runtime a single number belongs to the first class.
      Value others = ops.slice(sums, 1, 1, Long.MAX_VALUE, 1);
      scores = ops.concat(1, List.of(ops.add(sums(sums, 0), base(0)), others));
    }
    Value best = ops.apply(new Reduction.ArgMax(1, 0, 0), judged(scores, base.size()));
    return List.of(ops.gather(labels(), best, 0), ScoreRules.transformed(ops, function, scores));
  }

  /** Leaves out the classes that a row has no weight of; the first ones always count. */
  private Value judged(Value scores, int always) {
    boolean all = true;
    for (int i = always; i < operator.labels(); i++) {
      all &= leaves.presence(i) == Presence.ALWAYS;
    }
    if (all) {
      return scores;
    }
    List<Value> marks = new ArrayList<>();
    for (int i = 0; i < operator.labels(); i++) {
      Value has = leaves.has(i);
      marks.add(i < always ? ops.or(has, ops.not(has)) : has);
    }
    return ops.where(ops.concat(1, marks), scores, ops.scalar(scores, Double.NEGATIVE_INFINITY));
  }

  private Value sums(Value sums, int index) {
    return ops.slice(sums, 1, index, index + 1L, 1);
  }

  private List<Value> one(Value sums) {
    Value score = operator.base().size() == 1 ? ops.add(sums, base(0)) : sums;
    Value labels =
        ScoreRules.twoLabels(ops, operator.classlabelsStrings(), operator.classlabelsInt64s());
    return List.of(
        ScoreRules.chosen(ops, labels, ops.greater(score, ops.scalar(score, 0))),
        ScoreRules.single(ops, function, score));
  }

  private List<Value> two(Value sums) {
    return switch (leaves.presence(1)) {
      case NEVER -> first(sums);
      case ALWAYS -> both(sums);
      case SOMETIMES -> {
        Value has = leaves.has(1);
        List<Value> with = both(sums);
        List<Value> without = first(sums);
        yield List.of(
            ops.where(ops.squeeze(has, 1), with.get(0), without.get(0)),
            ops.where(has, with.get(1), without.get(1)));
      }
    };
  }

  /** Returns what stands for the first class: 0 in rows that have no weight of it. */
  private Value given(Value score) {
    return switch (leaves.presence(0)) {
      case ALWAYS -> score;
      case NEVER -> ops.mul(score, 0);
      case SOMETIMES -> ops.where(leaves.has(0), score, ops.scalar(score, 0));
    };
  }

  /** Whether all weights belong to one class, so that they decide between two. */
  private boolean binary() {
    return leaves.trees().weights().stream()
            .mapToInt(DecisionTrees.Weight::target)
            .distinct()
            .count()
        == 1;
  }

  private boolean positive() {
    return leaves.trees().weights().stream().allMatch(weight -> weight.value() >= 0);
  }

  private Value decided(Value weight) {
    double least = binary() && positive() ? 0.5 : 0;
    Value second = ops.greater(weight, ops.scalar(weight, least));
    List<String> strings = operator.classlabelsStrings();
    // Without that, ONNX Runtime calls the classes 0 and 1 whatever their names are.
    boolean named = binary() || (strings != null && !strings.isEmpty());
    return ScoreRules.chosen(ops, named ? labels() : ops.longs(0, 1), second);
  }

  /** Both classes have weights, or the second one alone. */
  private List<Value> both(Value sums) {
    Value first = sums(sums, 0);
    Value second = sums(sums, 1);
    if (operator.base().size() == 2) {
      second = ops.add(first, base(1));
      first = given(ops.neg(second));
    } else if (operator.base().size() == 1) {
      first = given(ops.add(first, base(0)));
    }
    Value scores = ops.concat(1, List.of(first, second));
    return List.of(decided(second), ScoreRules.transformed(ops, function, scores));
  }

  /** The first class alone has weights. */
  private List<Value> first(Value sums) {
    int bases = operator.base().size();
    Value score = sums(sums, 0);
    score = bases == 0 ? score : given(ops.add(score, base(0)));
    if (bases == 2 || (bases == 1 && !binary())) {
      Value scores = ops.concat(1, List.of(score, ops.mul(score, 0)));
      return List.of(decided(score), ScoreRules.transformed(ops, function, scores));
    }
    return List.of(
        decided(score),
        binary() && positive()
            ? ScoreRules.complement(ops, function, score)
            : ScoreRules.opposite(ops, function, score));
  }
}
