package dev.tenon.lifting.rules;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Movement;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.reshaping.UpSampling1D;
import dev.tenon.layers.reshaping.UpSampling2D;
import dev.tenon.layers.reshaping.UpSampling3D;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.LiftingRule;
import dev.tenon.lifting.walk.Orders;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes what pads, cuts and enlarges images. */
final class ImageRules {
  static final Map<Class<? extends Operator>, LiftingRule> ALL =
      Map.of(
          Movement.Pad.class, ImageRules::pad,
          Movement.Slice.class, ImageRules::slice,
          ImageResampling.Resize.class, ImageRules::resize);

  private ImageRules() {}

  private static void pad(LiftContext site) {
    AxisLayout x = site.held(0);
    Tensor fill = site.constantOrNull(2);
    boolean zeros =
        site.operator(Movement.Pad.class).mode().equals("constant")
            && (!site.has(2) || (fill != null && fill.size() == 1 && fill.getDouble(0) == 0));
    if (!zeros) {
      throw new NoEquivalentLayerException("pads by something other than zeros");
    }
    long[] given = site.constant(1, "pads").toLongArray();
    long[] axes = site.has(3) ? site.constant(3, "axes").toLongArray() : null;
    int count = given.length / 2;
    long[] begins = new long[x.rank()];
    long[] ends = new long[x.rank()];
    for (int i = 0; i < count; i++) {
      int axis = axes == null ? i : x.axis(axes[i]);
      begins[axis] = given[i];
      ends[axis] = given[count + i];
    }
    int[] order = padded(site, x, begins, ends);
    KerasTensor tensor = site.layers().moves().inOrder(x, order, site.name());
    List<Long> before = new ArrayList<>();
    List<Long> after = new ArrayList<>();
    for (int k = 1; k < order.length - 1; k++) {
      before.add(begins[order[k]]);
      after.add(ends[order[k]]);
    }
    boolean cuts = before.stream().anyMatch(n -> n < 0) || after.stream().anyMatch(n -> n < 0);
    if (cuts) {
      throw new NoEquivalentLayerException("pads by a negative number");
    }
    site.put(Pads.padded(site.layers(), tensor, site.name(), before, after), order);
  }

  /** Returns the axes with the batch first and one that is not padded last. */
  private static int[] padded(LiftContext site, AxisLayout x, long[] begins, long[] ends) {
    int[] order = x.order() == null ? Orders.batchFirst(site, x) : x.order();
    if (order == null || order.length < 3 || order.length > 5) {
      throw new NoEquivalentLayerException(
          "pads a tensor of " + x.rank() + " axes; the layers take 3 to 5");
    }
    int[] result = order.clone();
    int last = result.length - 1;
    for (int k = last; k > 0; k--) {
      if (begins[order[k]] == 0 && ends[order[k]] == 0) {
        // That axis goes to the end, those behind it move up.
        System.arraycopy(order, k + 1, result, k, last - k);
        result[last] = order[k];
        break;
      }
    }
    if (begins[result[last]] != 0
        || ends[result[last]] != 0
        || begins[result[0]] != 0
        || ends[result[0]] != 0) {
      throw new NoEquivalentLayerException("pads the batch, or every axis");
    }
    return result;
  }

  private static void slice(LiftContext site) {
    AxisLayout x = site.held(0);
    long[] starts = site.constant(1, "starts").toLongArray();
    long[] ends = site.constant(2, "ends").toLongArray();
    long[] axes = site.has(3) ? site.constant(3, "axes").toLongArray() : null;
    long[] steps = site.has(4) ? site.constant(4, "steps").toLongArray() : null;
    for (int i = 0; i < starts.length; i++) {
      if (steps != null && steps[i] == -1) {
        x = reversed(x, x.axis(axes == null ? i : axes[i]), starts[i], ends[i]);
        continue;
      }
      if (steps != null && steps[i] != 1) {
        throw new NoEquivalentLayerException("takes every " + steps[i] + "th entry");
      }
      x = slice(site, x, x.axis(axes == null ? i : axes[i]), starts[i], ends[i]);
    }
    site.put(x);
  }

  /** Follows a sequence that is turned round, until it is turned back. */
  private static AxisLayout reversed(AxisLayout x, int axis, long start, long end) {
    long length = x.length(axis).orMinusOne();
    boolean whole =
        (start == -1 || start >= Integer.MAX_VALUE || (length > 0 && start >= length - 1))
            && (end <= Integer.MIN_VALUE || (length > 0 && end < -length));
    if (!whole || x.seen().get(axis).size() != 1) {
      throw new NoEquivalentLayerException("takes entries from the end of an axis to its front");
    }
    return x.reversed(axis);
  }

  private static AxisLayout slice(LiftContext site, AxisLayout x, int axis, long start, long end) {
    long length = x.length(axis).orMinusOne();
    if (length >= 0) {
      long from = Math.min(Math.max(start < 0 ? start + length : start, 0), length);
      long to = Math.min(Math.max(end < 0 ? end + length : end, from), length);
      if (from == to) {
        throw new NoEquivalentLayerException("leaves nothing of an axis");
      }
      return Cuts.range(site, x, axis, from, to);
    }
    boolean toEnd = end >= Integer.MAX_VALUE;
    if (start == 0 && toEnd) {
      return x;
    }
    if (start == -1 && toEnd) {
      return Cuts.last(site, x, axis);
    }
    if (start >= 0 && (toEnd || end < 0)) {
      return Cuts.cropped(site, x, axis, start, toEnd ? 0 : -end);
    }
    throw new NoEquivalentLayerException(
        "cuts an axis of open length from " + start + " to " + end);
  }

  private static void resize(LiftContext site) {
    ImageResampling.Resize resize = site.operator(ImageResampling.Resize.class);
    AxisLayout x = site.held(0);
    if (x.rank() < 3 || x.rank() > 5 || resize.axes() != null) {
      throw new NoEquivalentLayerException(
          "resizes a tensor of " + x.rank() + " axes, or some axes of it");
    }
    String mode = resize.mode();
    String coordinates = resize.coordinateTransformationMode();
    boolean nearest =
        mode.equals("nearest")
            && (coordinates.equals("asymmetric") || coordinates.equals("tf_half_pixel_for_nn"))
            && resize.nearestMode().equals("floor");
    // Half a pixel off and rounded, whole factors repeat entries just the same.
    nearest |=
        mode.equals("nearest")
            && coordinates.equals("half_pixel")
            && resize.nearestMode().startsWith("round_prefer");
    boolean linear =
        mode.equals("linear") && coordinates.equals("half_pixel") && resize.antialias() == 0;
    if (!nearest && !(linear && x.rank() == 4)) {
      throw new NoEquivalentLayerException("resizes by " + mode + " and " + coordinates);
    }
    int[] order = ChannelsLastOperand.order(x.rank(), false);
    int[] own = x.order();
    double[] factors = factors(site, x);
    if (factors[1] != 1 && factors[x.rank() - 1] == 1) {
      order = own == null ? Orders.batchFirst(site, x) : own;
    }
    List<Long> size = new ArrayList<>();
    for (int k = 0; k < order.length; k++) {
      double factor = factors[order[k]];
      boolean inside = k > 0 && k < order.length - 1;
      if (factor != Math.rint(factor) || factor < 1 || (!inside && factor != 1)) {
        throw new NoEquivalentLayerException("resizes by a factor that is no whole number");
      }
      if (inside) {
        size.add((long) factor);
      }
    }
    KerasTensor tensor = site.layers().moves().inOrder(x, order, site.name());
    Layer<?> layer =
        switch (size.size()) {
          case 1 -> UpSampling1D.DEFAULTS.size(size.get(0));
          case 2 ->
              UpSampling2D.DEFAULTS.size(size).interpolation(nearest ? "nearest" : "bilinear");
          default -> UpSampling3D.DEFAULTS.size(size);
        };
    site.put(site.layers().apply(layer, site.name(), tensor), order);
  }

  private static double[] factors(LiftContext site, AxisLayout x) {
    double[] factors = new double[x.rank()];
    Tensor scales = site.constantOrNull(2);
    boolean scaled = scales != null && scales.size() == x.rank();
    for (int i = 0; i < factors.length; i++) {
      double to = site.shape().ranked() ? site.shape().length(i) : -1;
      double from = x.length(i).orMinusOne();
      boolean same = site.shape().ranked() && site.shape().dim(i).equals(x.length(i));
      boolean batch = x.seen().get(i).contains(site.batch());
      factors[i] =
          scaled && scales != null
              ? scales.getDouble(i)
              : same || batch ? 1 : to > 0 && from > 0 ? to / from : -1;
    }
    return factors;
  }
}
