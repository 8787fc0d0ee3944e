package dev.tenon.lifting.rules;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Normalization;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.normalization.BatchNormalization;
import dev.tenon.layers.normalization.GroupNormalization;
import dev.tenon.layers.normalization.LayerNormalization;
import dev.tenon.layers.normalization.RMSNormalization;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.walk.FixedNumbers;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.LiftingRule;
import dev.tenon.lifting.walk.Orders;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes normalizations. */
final class NormalizationRules {
  static final Map<Class<? extends Operator>, LiftingRule> ALL =
      Map.of(
          Normalization.BatchNormalization.class, NormalizationRules::batch,
          Normalization.LayerNormalization.class, NormalizationRules::layer,
          Normalization.RMSNormalization.class, NormalizationRules::rms,
          Normalization.GroupNormalization.class, NormalizationRules::group,
          Normalization.InstanceNormalization.class, NormalizationRules::instance);

  private NormalizationRules() {}

  private static void batch(LiftContext site) {
    Normalization.BatchNormalization norm = site.operator(Normalization.BatchNormalization.class);
    if (norm.trainingMode() == 1) {
      throw new NoEquivalentLayerException("is in training mode");
    }
    List<Tensor> weights = new ArrayList<>();
    for (int i = 1; i < 5; i++) {
      weights.add(site.constant(i, List.of("scale", "bias", "mean", "variance").get(i - 1)));
    }
    AxisLayout x = site.held(0);
    int channels = norm.channelAxis(x.rank());
    AxisLayout along = Orders.along(site, x, channels);
    int at = along.positionOf(channels);
    boolean last = at == along.axes().size() - 1;
    BatchNormalization layer =
        BatchNormalization.DEFAULTS
            .axis(List.of(last ? -1L : at))
            .momentum(FixedNumbers.decimal(norm.momentum()))
            .epsilon(FixedNumbers.decimal(norm.epsilon()));
    KerasTensor output = site.layers().apply(layer, site.name(), along.tensor(), weights);
    site.put(along.with(output));
  }

  /** Returns the value with its last axes last, as the layers want those they normalize. */
  private static AxisLayout plain(LiftContext site, AxisLayout x) {
    int[] order = Orders.batchFirst(site, x);
    return AxisLayout.reordered(site.layers().moves().inOrder(x, order, site.name()), x, order);
  }

  private static List<Long> trailing(LiftContext site, AxisLayout x, long axis) {
    int first = x.axis(axis);
    if (first <= site.layers().moves().batchAxis(x)) {
      throw new NoEquivalentLayerException("mixes samples: it normalizes over the batch");
    }
    List<Long> axes = new ArrayList<>();
    for (int i = first; i < x.rank(); i++) {
      axes.add((long) i - x.rank());
    }
    return axes;
  }

  private static void layer(LiftContext site) {
    Normalization.LayerNormalization norm = site.operator(Normalization.LayerNormalization.class);
    AxisLayout x = site.held(0);
    List<Long> axes = trailing(site, x, norm.axis());
    AxisLayout plain = plain(site, x);
    List<Tensor> weights = new ArrayList<>();
    weights.add(full(site, x, axes, site.constant(1, "scale")));
    boolean center = site.has(2);
    if (center) {
      weights.add(full(site, x, axes, site.constant(2, "bias")));
    }
    LayerNormalization layer =
        LayerNormalization.DEFAULTS
            .axis(axes)
            .epsilon(FixedNumbers.decimal(norm.epsilon()))
            .center(center);
    site.put(plain.with(site.layers().apply(layer, site.name(), plain.tensor(), weights)));
  }

  private static void rms(LiftContext site) {
    Normalization.RMSNormalization norm = site.operator(Normalization.RMSNormalization.class);
    AxisLayout x = site.held(0);
    List<Long> axes = trailing(site, x, norm.axis());
    if (axes.size() != 1) {
      throw new NoEquivalentLayerException("normalizes over several axes");
    }
    AxisLayout plain = plain(site, x);
    Tensor scale = full(site, x, axes, site.constant(1, "scale"));
    RMSNormalization layer =
        RMSNormalization.DEFAULTS.epsilon(FixedNumbers.decimal(norm.epsilon()));
    site.put(plain.with(site.layers().apply(layer, site.name(), plain.tensor(), List.of(scale))));
  }

  /** Returns numbers for every entry of some axes. */
  private static Tensor full(LiftContext site, AxisLayout x, List<Long> axes, Tensor numbers) {
    long[] lengths = new long[axes.size()];
    long size = 1;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = x.length(x.axis(axes.get(i))).orMinusOne();
      size *= lengths[i];
    }
    if (numbers.size() == 1 && size > 1) {
      return Tensor.full(numbers.dtype(), numbers.getDouble(0), lengths);
    }
    if (numbers.size() != size) {
      throw new NoEquivalentLayerException(
          "has " + numbers.size() + " factors for " + size + " entries of " + site.shape());
    }
    return numbers.reshape(lengths);
  }

  private static void group(LiftContext site) {
    Normalization.GroupNormalization norm = site.operator(Normalization.GroupNormalization.class);
    grouped(site, norm.channelsLast(), norm.numGroups(), norm.epsilon());
  }

  private static void instance(LiftContext site) {
    Normalization.InstanceNormalization norm =
        site.operator(Normalization.InstanceNormalization.class);
    grouped(site, norm.channelsLast(), -1, norm.epsilon());
  }

  private static void grouped(LiftContext site, boolean last, long groups, float epsilon) {
    AxisLayout x = site.held(0);
    int[] order = ChannelsLastOperand.order(x.rank(), last);
    KerasTensor tensor = site.layers().moves().inOrder(x, order, site.name());
    List<Tensor> weights = List.of(site.constant(1, "scale"), site.constant(2, "bias"));
    GroupNormalization layer =
        GroupNormalization.DEFAULTS.groups(groups).epsilon(FixedNumbers.decimal(epsilon));
    KerasTensor output = site.layers().apply(layer, site.name(), tensor, weights);
    site.put(AxisLayout.reordered(output, x, order));
  }
}
