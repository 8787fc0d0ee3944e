package dev.tenon.lifting.rules;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.pooling.AveragePooling1D;
import dev.tenon.layers.pooling.AveragePooling2D;
import dev.tenon.layers.pooling.AveragePooling3D;
import dev.tenon.layers.pooling.GlobalAveragePooling1D;
import dev.tenon.layers.pooling.GlobalAveragePooling2D;
import dev.tenon.layers.pooling.GlobalAveragePooling3D;
import dev.tenon.layers.pooling.GlobalMaxPooling1D;
import dev.tenon.layers.pooling.GlobalMaxPooling2D;
import dev.tenon.layers.pooling.GlobalMaxPooling3D;
import dev.tenon.layers.pooling.MaxPooling1D;
import dev.tenon.layers.pooling.MaxPooling2D;
import dev.tenon.layers.pooling.MaxPooling3D;
import dev.tenon.layers.preprocessing.Rescaling;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.LiftingRule;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Writes pooling over windows and over all of an image. */
final class PoolingRules {
  static final Map<Class<? extends Operator>, LiftingRule> ALL =
      Map.of(
          Pooling.MaxPool.class,
          PoolingRules::max,
          Pooling.AveragePool.class,
          PoolingRules::average,
          Pooling.GlobalAveragePool.class,
          site -> global(site, true),
          Pooling.GlobalMaxPool.class,
          site -> global(site, false),
          Reduction.ReduceMean.class,
          site -> reduce(site, true),
          Reduction.ReduceSum.class,
          site -> reduce(site, true),
          Reduction.ReduceMax.class,
          site -> reduce(site, false));

  private PoolingRules() {}

  private static void max(LiftContext site) {
    Pooling.MaxPool pool = site.operator(Pooling.MaxPool.class);
    if (site.isRead(1)) {
      throw new NoEquivalentLayerException("gives the positions of the largest entries too");
    }
    Pads pads = Pads.of(pool);
    // Padding never wins; a zero may, unless nothing is below zero.
    window(site, pool, pads, isNeverNegative(site, site.value(0)));
  }

  private static void average(LiftContext site) {
    Pooling.AveragePool pool = site.operator(Pooling.AveragePool.class);
    Pads pads = Pads.of(pool);
    boolean counts = pool.countIncludePad() == 1 && !pads.isNone();
    if (counts && pool.ceilMode() == 1) {
      throw new NoEquivalentLayerException(
          "counts padding and has ceil_mode, which Keras' layers do not");
    }
    window(site, pool, pads, counts);
  }

  /**
   * Writes a pooling layer.
   *
   * @param zeros whether a layer of zeros around the image means the same as the padding
   */
  private static void window(LiftContext site, Pooling pool, Pads pads, boolean zeros) {
    if (pads.dilations().stream().anyMatch(n -> n > 1)) {
      throw new NoEquivalentLayerException("has dilations, which Keras' layers do not");
    }
    if (pads.axes() > 3) {
      throw new NoEquivalentLayerException(
          "has " + pads.axes() + " spatial axes; the layers have 1 to 3");
    }
    ChannelsLastOperand x = ChannelsLastOperand.of(site, pool);
    Shape result = ChannelsLastOperand.area(site, pool);
    KerasTensor tensor = x.tensor();
    boolean average = pool instanceof Pooling.AveragePool;
    String padding = "valid";
    if (!pads.isValid(x.area(), result)) {
      boolean counted = average && zeros;
      if (!counted && pads.isSame(x.area(), result)) {
        padding = "same";
      } else if (zeros && pads.isExplicit(x.area(), result)) {
        tensor = Pads.padded(site.layers(), tensor, site.name(), pads.begins(), pads.ends());
      } else {
        throw new NoEquivalentLayerException(
            "pads "
                + pads.begins()
                + " before and "
                + pads.ends()
                + " after"
                + (pads.ceil() ? ", with ceil_mode" : "")
                + ", which is neither Keras' valid nor its same");
      }
    }
    Layer<?> layer = layer(pads, average, padding);
    site.put(site.layers().apply(layer, site.name(), tensor), x.order());
  }

  private static Layer<?> layer(Pads pads, boolean average, String padding) {
    List<Long> size = pads.kernel();
    List<Long> steps = pads.strides();
    String last = "channels_last";
    return switch (pads.axes()) {
      case 1 ->
          average
              ? new AveragePooling1D(size, padding, steps, last)
              : new MaxPooling1D(size, padding, steps, last);
      case 2 ->
          average
              ? new AveragePooling2D(size, padding, steps, last)
              : new MaxPooling2D(size, padding, steps, last);
      default ->
          average
              ? new AveragePooling3D(size, padding, steps, last)
              : new MaxPooling3D(size, padding, steps, last);
    };
  }

  /** Says whether a value has no negative entry, whatever is fed. */
  private static boolean isNeverNegative(LiftContext site, Value value) {
    OperatorNode node = site.producer(value);
    if (node == null) {
      return false;
    }
    Operator operator = node.operator();
    if (operator instanceof Unary.Relu || operator instanceof Unary.Sigmoid) {
      return true;
    }
    boolean keeps =
        operator instanceof Pooling
            || operator instanceof Movement.Transpose
            || operator instanceof Movement.Concat;
    return keeps && node.reads().stream().allMatch(read -> isNeverNegative(site, read));
  }

  private static void global(LiftContext site, boolean average) {
    Pooling pool = site.operator(Pooling.class);
    ChannelsLastOperand x = ChannelsLastOperand.of(site, pool);
    AxisLayout held = site.held(0);
    List<List<ElementaryAxis>> seen = new ArrayList<>();
    int channels = pool.channelAxis(held.rank());
    for (int i = 0; i < held.rank(); i++) {
      seen.add(i == 0 || i == channels ? held.seen().get(i) : List.of());
    }
    KerasTensor pooled = site.layers().apply(over(held.rank(), average), site.name(), x.tensor());
    site.put(new AxisLayout(pooled, List.of(seen.get(0), seen.get(channels)), seen));
  }

  /** Writes a mean, a sum, or the largest entry, over some axes that are not the batch. */
  private static void reduce(LiftContext site, boolean average) {
    AxisLayout x = site.held(0);
    Reduction reduction = site.operator(Reduction.class);
    TreeSet<Integer> axes = new TreeSet<>();
    if (site.has(1)) {
      Tensor given = site.constant(1, "axes");
      Arrays.stream(given.toLongArray()).forEach(axis -> axes.add(x.axis(axis)));
    }
    int batch = site.layers().moves().batchAxis(x);
    if (axes.isEmpty() || axes.contains(batch)) {
      throw new NoEquivalentLayerException("reduces the batch, or all axes");
    }
    if (axes.size() > 3) {
      throw new NoEquivalentLayerException(
          "reduces " + axes.size() + " axes; the layers reduce 1 to 3");
    }
    List<List<ElementaryAxis>> order = new ArrayList<>(List.of(x.seen().get(batch)));
    List<ElementaryAxis> rest = new ArrayList<>();
    List<List<ElementaryAxis>> seen = new ArrayList<>();
    Dim count = Dim.of(1);
    for (int i = 0; i < x.rank(); i++) {
      if (axes.contains(i)) {
        order.add(x.seen().get(i));
        count = count.times(x.length(i));
      } else if (i != batch) {
        // What stays is the channels of the layer, as one axis.
        rest.addAll(x.seen().get(i));
      }
      if (!axes.contains(i) || reduction.keepdims() == 1) {
        seen.add(axes.contains(i) ? List.of() : x.seen().get(i));
      }
    }
    order.add(rest);
    boolean sum = reduction instanceof Reduction.ReduceSum;
    if (x.tensor().dtype() != DType.FLOAT32) {
      throw new NoEquivalentLayerException("reduces " + x.tensor().dtype());
    }
    if (sum && !count.isKnown()) {
      throw new NoEquivalentLayerException(
          "sums over an axis of open length, of which Keras has the mean only");
    }
    KerasTensor tensor = site.layers().moves().arrange(x, order, site.name());
    String name = sum ? site.name() + "_mean" : site.name();
    KerasTensor pooled = site.layers().apply(over(axes.size() + 2, average), name, tensor);
    if (sum) {
      Rescaling times = new Rescaling((double) count.orMinusOne(), 0.0);
      pooled = site.layers().apply(times, site.name(), pooled);
    }
    site.put(new AxisLayout(pooled, List.of(order.get(0), rest), seen));
  }

  private static Layer<?> over(int rank, boolean average) {
    return switch (rank) {
      case 3 -> average ? GlobalAveragePooling1D.DEFAULTS : GlobalMaxPooling1D.DEFAULTS;
      case 4 -> average ? GlobalAveragePooling2D.DEFAULTS : GlobalMaxPooling2D.DEFAULTS;
      case 5 -> average ? GlobalAveragePooling3D.DEFAULTS : GlobalMaxPooling3D.DEFAULTS;
      default ->
          throw new NoEquivalentLayerException("has " + rank + " axes; the layers have 3 to 5");
    };
  }
}
