package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.adaptation.Adaptable;
import dev.tenon.layers.adaptation.AdaptationData;
import dev.tenon.layers.adaptation.Adapted;
import dev.tenon.layers.adaptation.QuantileSummary;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces numbers by the indices of their bins.
 *
 * <p>Input of any shape; output of the same shape (int32), or that of {@link CategoryEncoding} with
 * another output mode. A boundary belongs to the bin above it, and NaN to the last bin. A call
 * without boundaries fails with an {@link IllegalArgumentException}; {@code adapt} computes them
 * from quantiles of the data.
 *
 * @param binBoundaries the boundaries in ascending order. Without them {@code adapt} computes them.
 * @param numBins the number of bins that {@code adapt} makes
 * @param epsilon the error of the quantiles that {@code adapt} computes
 * @param outputMode the form of the output: {@code int}, {@code one_hot}, {@code multi_hot} or
 *     {@code count}
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/numerical/discretization/">Keras:
 *     Discretization</a>
 */
@ShortName(value = "binBoundaries", required = 0)
public record Discretization(
    @Nullable List<Double> binBoundaries,
    @Nullable Long numBins,
    @Default("0.01") double epsilon,
    @Default("int") String outputMode,
    @Default("false") boolean sparse)
    implements Layer<Discretization.None>, Adaptable<Discretization>, DiscretizationOptions {
  /** No weights: the boundaries are in the configuration. */
  public record None() {}

  @Override
  public None build(Build build, List<Shape> inputs) {
    return new None();
  }

  /**
   * Returns the layer with boundaries between bins of equal weight, as Keras estimates them from a
   * summary with an error of {@code epsilon}.
   *
   * @throws IllegalArgumentException without {@code num_bins}, or for data without numbers
   */
  @Override
  public Adapted<Discretization> adapted(AdaptationData data) {
    if (numBins == null || numBins < 1) {
      throw new IllegalArgumentException(
          "adapt: Discretization has num_bins "
              + numBins
              + "; expected at least 1, such as discretization().numBins(4)");
    }
    QuantileSummary summary = QuantileSummary.EMPTY;
    for (Tensor batch : data.batches()) {
      summary = QuantileSummary.of(batch.toFloatArray(), epsilon).merge(summary, epsilon);
    }
    if (summary.values().length == 0) {
      throw new IllegalArgumentException("adapt: the data are empty; expected at least one number");
    }
    List<Double> boundaries = new ArrayList<>();
    for (float boundary : summary.boundaries(numBins)) {
      boundaries.add((double) boundary);
    }
    return Adapted.of(binBoundaries(boundaries));
  }

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    if (binBoundaries == null) {
      throw new IllegalArgumentException(
          "Discretization has no 'bin_boundaries': adapt the layer to data before it is used");
    }
    Ops ops = call.ops();
    DType type = call.policy().compute();
    Value x = inputs.get(0);
    if (!x.dtype().isFloating()) {
      x = ops.cast(x, DType.FLOAT32);
    }
    double[] boundaries = binBoundaries.stream().mapToDouble(Double::doubleValue).toArray();
    Value bins = ops.constant(Tensor.of(boundaries, boundaries.length).cast(x.dtype()));
    // The index is the number of boundaries that x is not below.
    Value below = ops.less(ops.unsqueeze(x, x.rank()), bins);
    Value index = ops.reduceSum(ops.cast(ops.not(below), DType.INT32), false, x.rank());
    if (outputMode.equals("int")) {
      // Keras 2 gives the layer's own integer type, Keras 3 always int32.
      return List.of(type.isInteger() ? ops.cast(index, type) : index);
    }
    Categories.refuseSparse("Discretization", sparse);
    return List.of(Categories.encode(ops, outputMode, index, boundaries.length + 1L, type, null));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.DROP;
  }
}
