package dev.tenon.metrics;

import dev.tenon.internal.operators.Division;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.metrics.ThresholdConfusion.Count;
import java.util.List;

/**
 * The area under a curve out of the counts at its thresholds.
 *
 * @param metric what is asked for
 * @param state the counts
 */
record CurveArea(AUC metric, MetricState state) {

  static Value of(AUC metric, MetricState state) {
    return new CurveArea(metric, state).area();
  }

  /** A point of the curve for each threshold. */
  private record Points(Value x, Value y) {}

  private Ops ops() {
    return state.ops();
  }

  private Value area() {
    boolean interpolates = metric.summationMethod().equals("interpolation");
    if (metric.curve().equals("PR") && interpolates) {
      return overLabels(interpolatedPrecision());
    }
    Points points =
        switch (metric.curve()) {
          case "ROC" ->
              new Points(
                  Rates.share(state, Count.FALSE_POSITIVES, Count.TRUE_NEGATIVES),
                  Rates.recall(state));
          case "PR" -> new Points(Rates.recall(state), Rates.precision(state));
          default -> gains();
        };
    Value low = first(points.y);
    Value high = rest(points.y);
    Value heights =
        switch (metric.summationMethod()) {
          case "interpolation" -> ops().div(ops().add(low, high), 2);
          case "minoring" -> ops().min(low, high);
          default -> ops().max(low, high);
        };
    return overLabels(ops().mul(ops().sub(first(points.x), rest(points.x)), heights));
  }

  /** Precision and recall, measured from those of a classifier that always says yes. */
  private Points gains() {
    Ops ops = ops();
    Value tp = Rates.stored(state, Count.TRUE_POSITIVES);
    Value fp = Rates.stored(state, Count.FALSE_POSITIVES);
    Value tn = Rates.stored(state, Count.TRUE_NEGATIVES);
    Value fn = Rates.stored(state, Count.FALSE_NEGATIVES);
    Value odds = Division.noNan(ops, ops.add(tp, fn), ops.add(tn, fp));
    Value recall = ops.sub(1, ops.mul(odds, Division.noNan(ops, fn, tp)));
    Value precision = ops.sub(1, ops.mul(odds, Division.noNan(ops, fp, tp)));
    Value none = ops.equal(tp, ops.scalar(tp, 0));
    return new Points(
        ops.max(ops.where(none, ops.scalar(tp, 0), recall), 0),
        ops.where(none, ops.scalar(tp, 1), precision));
  }

  /** Interpolates the counts rather than the precision, which is no line between two points. */
  private Value interpolatedPrecision() {
    Ops ops = ops();
    Value tp = Rates.stored(state, Count.TRUE_POSITIVES);
    Value fn = Rates.stored(state, Count.FALSE_NEGATIVES);
    Value yes = ops.add(tp, Rates.stored(state, Count.FALSE_POSITIVES));
    Value risen = ops.sub(first(tp), rest(tp));
    Value width = ops.max(ops.sub(first(yes), rest(yes)), 0);
    Value slope = Division.noNan(ops, risen, width);
    Value intercept = ops.sub(rest(tp), ops.mul(slope, rest(yes)));
    Value zero = ops.scalar(yes, 0);
    Value both = ops.and(ops.greater(first(yes), zero), ops.greater(rest(yes), zero));
    Value ratio =
        ops.where(both, Division.noNan(ops, first(yes), ops.max(rest(yes), 0)), ops.scalar(yes, 1));
    Value rise = ops.mul(slope, ops.add(risen, ops.mul(intercept, ops.log(ratio))));
    return Division.noNan(ops, rise, ops.max(ops.add(rest(tp), rest(fn)), 0));
  }

  private Value first(Value x) {
    return ops().slice(x, 0, 0, metric.numThresholds() - 1, 1);
  }

  private Value rest(Value x) {
    return ops().slice(x, 0, 1, metric.numThresholds(), 1);
  }

  private Value overLabels(Value pieces) {
    Ops ops = ops();
    Value areas = ops.reduceSum(pieces, false, 0);
    List<Double> weights = metric.labelWeights();
    if (!metric.multiLabel()) {
      return areas;
    }
    return weights == null ? ops.reduceMean(areas, false, 0) : weighted(areas, weights);
  }

  private Value weighted(Value areas, List<Double> weights) {
    Ops ops = ops();
    Value labels = ops.constant(ThresholdConfusion.floats(weights));
    Value sum = ops.reduceSum(ops.mul(areas, labels), false, 0);
    return Division.noNan(ops, sum, ops.reduceSum(labels, false, 0));
  }
}
