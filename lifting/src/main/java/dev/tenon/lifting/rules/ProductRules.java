package dev.tenon.lifting.rules;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.shape.Dim;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.merging.Dot;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.axes.Weights;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.LiftingRule;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes products of matrices. */
final class ProductRules {
  static final Map<Class<? extends Operator>, LiftingRule> ALL =
      Map.of(Linear.Gemm.class, ProductRules::gemm, Linear.MatMul.class, ProductRules::matMul);

  private ProductRules() {}

  private static void gemm(LiftContext site) {
    Linear.Gemm gemm = site.operator(Linear.Gemm.class);
    if (gemm.transA() == 1) {
      throw new NoEquivalentLayerException("turns its first operand round, which is a batch");
    }
    Tensor kernel = site.constant(1, "second operand");
    kernel = gemm.transB() == 1 ? kernel.transpose(1, 0) : kernel;
    Tensor bias = null;
    if (site.has(2) && gemm.beta() != 0) {
      bias = row(site.constant(2, "bias"), kernel.dim(1));
      if (bias == null) {
        throw new NoEquivalentLayerException("adds another number for each sample of the batch");
      }
      bias = Weights.scaled(bias, gemm.beta());
    }
    dense(site, site.name(), site.held(0), Weights.scaled(kernel, gemm.alpha()), bias);
  }

  /** Returns numbers for each column as a vector; null where they differ by row. */
  static @Nullable Tensor row(Tensor given, long columns) {
    if (given.size() == 1) {
      return Tensor.full(given.dtype(), given.getDouble(0), columns);
    }
    boolean row = given.size() == columns && given.dim(-1) == columns;
    return row ? given.reshape(columns) : null;
  }

  private static void matMul(LiftContext site) {
    Tensor kernel = site.constantOrNull(1);
    if (kernel == null && site.constantOrNull(0) != null) {
      throw new NoEquivalentLayerException(
          "multiplies fixed numbers by a tensor; Dense does it the other way round");
    }
    if (kernel == null) {
      product(site);
      return;
    }
    Tensor matrix = Weights.matrix(kernel);
    if (matrix == null) {
      throw new NoEquivalentLayerException("multiplies by several matrices");
    }
    if (addedRow(site, site.node().output(), matrix.dim(1)) != null) {
      // The Add that follows writes both.
      return;
    }
    dense(site, site.name(), site.held(0), matrix, null);
  }

  /** Returns the only reader of a product where it adds a row to it; null otherwise. */
  private static @Nullable OperatorNode addedRow(LiftContext site, Value product, long columns) {
    if (!site.uses().isReadOnce(product)) {
      return null;
    }
    OperatorNode reader = site.uses().readers(product).get(0);
    if (!(reader.operator() instanceof Binary.Add) || !reader.output().shape().ranked()) {
      return null;
    }
    Value other = reader.input(reader.input(0) == product ? 1 : 0);
    Tensor row = other.constant();
    boolean adds =
        row != null && row(row, columns) != null && reader.output().rank() == product.rank();
    return adds ? reader : null;
  }

  /** Writes the Add of a row to a product, with the product; says whether it is one. */
  static boolean biased(LiftContext site) {
    for (int side = 0; side < 2; side++) {
      OperatorNode product = site.producer(site.value(side), Linear.MatMul.class);
      Tensor kernel = product == null ? null : product.input(1).constant();
      Tensor matrix = kernel == null ? null : Weights.matrix(kernel);
      Tensor added = site.constantOrNull(1 - side);
      if (product != null
          && matrix != null
          && added != null
          && site.node().equals(addedRow(site, product.output(), matrix.dim(1)))) {
        Tensor bias = row(added, matrix.dim(1));
        dense(site, product.name(), site.held(product.input(0)), matrix, bias);
        return true;
      }
    }
    return false;
  }

  /**
   * Multiplies the last axis of a value by a matrix.
   *
   * <p>Where the last axis is made of others that lie in another order, as those of a flattened
   * image with its channels last, the rows of the matrix are moved instead.
   */
  static void dense(
      LiftContext site, String name, AxisLayout x, Tensor matrix, @Nullable Tensor bias) {
    int last = x.rank() - 1;
    if (last < 1) {
      throw new NoEquivalentLayerException(
          "has an operand of " + x.rank() + " axes; Dense has a batch and columns");
    }
    List<ElementaryAxis> columns = new ArrayList<>(x.seen().get(last));
    List<ElementaryAxis> lying = new ArrayList<>(AxisLayout.flat(x.axes()));
    lying.retainAll(columns);
    Tensor kernel = Weights.rows(matrix, columns, lying);
    List<List<ElementaryAxis>> lead = lead(x, lying, site.batch());
    List<List<ElementaryAxis>> wanted = new ArrayList<>(lead);
    wanted.add(lying);
    KerasTensor input = site.layers().moves().arrange(x, wanted, name);
    List<Tensor> weights = bias == null ? List.of(kernel) : List.of(kernel, bias);
    KerasTensor output =
        site.layers().attentions().isAttended(input)
            ? site.layers().attentions().project(site, name, input, kernel, bias)
            : site.layers().apply(layer(kernel, bias), name, input, weights);
    List<ElementaryAxis> units = ElementaryAxis.axis(Dim.of(kernel.dim(1)));
    List<List<ElementaryAxis>> axes = new ArrayList<>(lead);
    axes.add(units);
    List<List<ElementaryAxis>> seen = new ArrayList<>(x.seen().subList(0, last));
    seen.add(units);
    site.put(new AxisLayout(output, axes, seen));
  }

  private static Dense layer(Tensor kernel, @Nullable Tensor bias) {
    return Dense.DEFAULTS.units(kernel.dim(1)).useBias(bias != null);
  }

  /** Returns the axes in front of the columns, as they lie where that is possible. */
  private static List<List<ElementaryAxis>> lead(
      AxisLayout x, List<ElementaryAxis> lying, ElementaryAxis batch) {
    List<List<ElementaryAxis>> axes = x.axes();
    if (axes.size() > 1 && axes.get(axes.size() - 1).equals(lying)) {
      return axes.subList(0, axes.size() - 1);
    }
    List<List<ElementaryAxis>> seen = x.seen().subList(0, x.rank() - 1);
    List<List<ElementaryAxis>> lead = new ArrayList<>();
    lead.add(List.of(batch));
    if (seen.contains(List.of(batch))) {
      seen.stream().filter(axis -> !axis.contains(batch)).forEach(lead::add);
    } else {
      AxisLayout.flat(seen).stream()
          .filter(atom -> atom != batch)
          .forEach(a -> lead.add(List.of(a)));
    }
    return lead;
  }

  /** Multiplies two tensors, sample by sample. */
  private static void product(LiftContext site) {
    AxisLayout a = site.held(0);
    AxisLayout b = site.held(1);
    if (site.layers().attentions().product(site, a, b)) {
      return;
    }
    if (a.rank() != 3 || b.rank() != 3) {
      throw new NoEquivalentLayerException(
          "multiplies tensors of "
              + a.rank()
              + " and "
              + b.rank()
              + " axes, and is no part of an attention that is recognised");
    }
    KerasTensor first = site.layers().moves().plain(a, site.name());
    KerasTensor second = site.layers().moves().plain(b, site.name());
    Dot dot = new Dot(List.of(2L, 1L), false);
    KerasTensor output = site.layers().merge(dot, site.name(), List.of(first, second));
    site.put(output, new int[] {0, 1, 2});
  }
}
