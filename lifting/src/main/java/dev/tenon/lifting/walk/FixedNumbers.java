package dev.tenon.lifting.walk;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.core.EinsumDense;
import dev.tenon.layers.preprocessing.Rescaling;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies a tensor by fixed numbers and adds others.
 *
 * <p>One number for all is a Rescaling. Numbers that differ along axes are the kernel and the bias
 * of an EinsumDense that sums over nothing, such as {@code abc,c->abc}.
 */
public final class FixedNumbers {
  private FixedNumbers() {}

  /** Writes a scaling by one number. */
  public static void scale(LiftContext site, AxisLayout x, double scale, double offset) {
    if (!x.tensor().dtype().isFloating()) {
      throw new NoEquivalentLayerException("computes with integers");
    }
    Rescaling layer = new Rescaling(scale, offset);
    site.put(x.with(site.layers().apply(layer, site.name(), x.tensor())));
  }

  /** Writes {@code x * factors + terms}; either may be null. */
  public static void apply(
      LiftContext site, AxisLayout x, @Nullable Tensor factors, @Nullable Tensor terms) {
    if ((factors == null || factors.size() == 1) && (terms == null || terms.size() == 1)) {
      int rank = Math.max(rank(factors), rank(terms));
      if (rank > x.rank()) {
        throw new NoEquivalentLayerException("gives its operand more axes");
      }
      double scale = factors == null ? 1 : factors.getDouble(0);
      scale(site, x, decimal(scale), terms == null ? 0 : decimal(terms.getDouble(0)));
      return;
    }
    Tensor like = factors != null && factors.size() > 1 ? factors : terms;
    if (like == null || !like.dtype().isFloating()) {
      throw new NoEquivalentLayerException("computes with integers");
    }
    if (factors != null || terms == null || !bias(site, x, terms)) {
      along(site, x, factors, terms);
    }
  }

  /** Adds terms to the columns of a Dense without a bias; says whether the operand is one. */
  private static boolean bias(LiftContext site, AxisLayout x, Tensor terms) {
    LayerChain.Made made = site.layers().made(x.tensor());
    List<ElementaryAxis> columns = x.axes().get(x.axes().size() - 1);
    if (made == null || !(made.node().layer() instanceof Dense dense) || dense.useBias()) {
      return false;
    }
    List<ElementaryAxis> varying = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (varies(x, terms, axis)) {
        varying.addAll(x.seen().get(axis));
      }
    }
    if (varying.size() != columns.size() || !columns.containsAll(varying)) {
      return false;
    }
    long[] lengths = varying.stream().mapToLong(atom -> atom.length().orMinusOne()).toArray();
    int[] perm = columns.stream().mapToInt(varying::indexOf).toArray();
    Tensor turned = terms.reshape(lengths).transpose(perm).reshape(terms.size());
    List<Tensor> weights = List.of(made.weights().get(0), turned);
    KerasTensor input = made.inputs().get(0);
    String name = made.node().name() + "_bias";
    site.put(x.with(site.layers().apply(dense.useBias(true), name, input, weights)));
    return true;
  }

  private static int rank(@Nullable Tensor tensor) {
    return tensor == null ? 0 : tensor.rank();
  }

  /** Returns the shortest decimal number that is the same as a float. */
  public static double decimal(double value) {
    float narrow = (float) value;
    return narrow == value ? Double.parseDouble(Float.toString(narrow)) : value;
  }

  private static void along(
      LiftContext site, AxisLayout x, @Nullable Tensor factors, @Nullable Tensor terms) {
    int[] order = x.order() == null ? Orders.batchFirst(site, x) : x.order();
    if (order == null) {
      throw new NoEquivalentLayerException("mixes samples");
    }
    if (terms != null) {
      order = unmistakable(x, terms, order);
    }
    List<Integer> axes = new ArrayList<>();
    StringBuilder letters = new StringBuilder();
    StringBuilder chosen = new StringBuilder();
    List<@Nullable Long> lengths = new ArrayList<>();
    for (int k = 0; k < order.length; k++) {
      letters.append((char) ('a' + k));
      boolean varies = varies(x, factors, order[k]) || varies(x, terms, order[k]);
      if (varies) {
        axes.add(order[k]);
        chosen.append((char) ('a' + k));
      }
      long length = x.length(order[k]).orMinusOne();
      if (varies && (k == 0 || length < 0)) {
        throw new NoEquivalentLayerException(
            "has another number for each sample, or along an axis of open length");
      }
      if (k > 0) {
        lengths.add(varies ? Long.valueOf(length) : null);
      }
    }
    KerasTensor tensor = site.layers().moves().inOrder(x, order, site.name());
    String equation = letters + "," + chosen + "->" + letters;
    List<Tensor> weights = new ArrayList<>();
    Tensor like = factors == null ? terms : factors;
    if (like == null) {
      throw new IllegalStateException("neither factors nor terms");
    }
    weights.add(fit(x, factors == null ? ones(like) : factors, axes));
    if (terms != null) {
      weights.add(fit(x, terms, axes));
    }
    EinsumDense plain = EinsumDense.DEFAULTS.equation(equation).outputShape(lengths);
    EinsumDense layer = terms == null ? plain : plain.biasAxes(chosen.toString());
    site.put(
        AxisLayout.reordered(site.layers().apply(layer, site.name(), tensor, weights), x, order));
  }

  /**
   * Returns an order in which terms that differ along one axis do so along the last one, where that
   * one has the same length: Keras 3's addition takes such terms for a bias of the last axis.
   */
  private static int[] unmistakable(AxisLayout x, Tensor terms, int[] order) {
    int found = -1;
    int last = order.length - 1;
    for (int k = 0; k <= last; k++) {
      if (varies(x, terms, order[k])) {
        if (found >= 0) {
          return order;
        }
        found = k;
      }
    }
    if (found < 1 || found == last || !x.length(order[found]).equals(x.length(order[last]))) {
      return order;
    }
    int[] other = order.clone();
    System.arraycopy(order, found + 1, other, found, last - found);
    other[last] = order[found];
    return other;
  }

  /** Says whether numbers differ along an axis of the value; they are aligned at the end. */
  private static boolean varies(AxisLayout x, @Nullable Tensor numbers, int axis) {
    if (numbers == null) {
      return false;
    }
    int at = axis - (x.rank() - numbers.rank());
    if (numbers.rank() > x.rank()) {
      throw new NoEquivalentLayerException("gives its operand more axes");
    }
    if (at < 0 || numbers.dim(at) == 1) {
      return false;
    }
    if (x.length(axis).isKnown() && x.length(axis).orMinusOne() != numbers.dim(at)) {
      throw new NoEquivalentLayerException("stretches its operand along an axis");
    }
    return true;
  }

  /** Returns numbers with the axes along which the layer's weights differ, in their order. */
  private static Tensor fit(AxisLayout x, Tensor numbers, List<Integer> axes) {
    List<Integer> rising = axes.stream().sorted().toList();
    long[] lengths = new long[axes.size()];
    boolean whole = true;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = x.length(rising.get(i)).orMinusOne();
      whole &= numbers.size() == 1 || varies(x, numbers, rising.get(i));
    }
    if (!whole) {
      throw new NoEquivalentLayerException("has factors and terms that differ along other axes");
    }
    int[] perm = new int[axes.size()];
    for (int i = 0; i < perm.length; i++) {
      perm[i] = rising.indexOf(axes.get(i));
    }
    Tensor full =
        numbers.size() == 1
            ? Tensor.full(numbers.dtype(), numbers.getDouble(0), lengths)
            : numbers.reshape(lengths);
    return full.transpose(perm);
  }

  public static Tensor ones(Tensor like) {
    return Tensor.full(like.dtype(), 1, like.shape());
  }

  public static Tensor inverse(Tensor numbers) {
    if (!numbers.dtype().isFloating()) {
      throw new NoEquivalentLayerException("computes with integers");
    }
    Tensor.Writer writer = new Tensor.Writer(DType.FLOAT64, numbers.size());
    for (int i = 0; i < numbers.size(); i++) {
      writer.set(i, 1 / numbers.getDouble(i));
    }
    return writer.build(numbers.shape());
  }
}
