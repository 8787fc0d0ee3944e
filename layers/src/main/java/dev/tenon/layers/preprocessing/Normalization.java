package dev.tenon.layers.preprocessing;

import dev.tenon.config.Config;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.adaptation.Adaptable;
import dev.tenon.layers.adaptation.AdaptationData;
import dev.tenon.layers.adaptation.Adapted;
import dev.tenon.layers.adaptation.BatchMoments;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes features by a known mean and variance: {@code y = (x - mean) / sqrt(variance)}.
 *
 * <p>Input of any shape; output of the same shape. Without {@code mean} and {@code variance} both
 * are weights, which {@code adapt} computes. One of them without the other fails with an {@link
 * IllegalArgumentException}. Masks pass through.
 *
 * @param axis the axes whose indices have their own mean: an integer, a list, or null for one mean
 *     of all elements
 * @param invert whether the layer computes {@code y = x * sqrt(variance) + mean}
 * @param mean the mean, a number or a list. Without one it is a weight.
 * @param variance the variance, a number or a list. Without one it is a weight.
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/numerical/normalization/">Keras:
 *     Normalization</a>
 */
@ShortName
public record Normalization(
    @Default("-1") @Nullable Object axis,
    @Default("false") boolean invert,
    @Nullable Object mean,
    @Nullable Object variance)
    implements Layer<Normalization.Weights>, Adaptable<Normalization>, NormalizationOptions {
  /** Handles to the weights; null if the configuration has the numbers. */
  public record Weights(
      @Nullable Parameter mean, @Nullable Parameter variance, @Nullable Parameter count) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    if ((mean == null) != (variance == null)) {
      throw new IllegalArgumentException(
          "Normalization needs both 'mean' and 'variance' or neither");
    }
    if (mean != null) {
      return new Weights(null, null, null);
    }
    Shape x = inputs.get(0);
    List<Dim> dims = new ArrayList<>();
    for (int kept : kept(x)) {
      dims.add(x.dim(kept));
    }
    Shape shape = Shape.of(dims);
    DType type = build.policy().variable();
    Parameter.Role role = Parameter.Role.CONSTANT;
    return new Weights(
        build.declare("mean", shape, type, role, KerasObject.of("Zeros")),
        build.declare("variance", shape, type, role, KerasObject.of("Ones")),
        build.declare("count", Shape.of(List.of()), DType.INT32, role, KerasObject.of("Zeros")));
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = ops.cast(inputs.get(0), call.policy().compute());
    Value center;
    Value square;
    if (weights.mean() != null && weights.variance() != null) {
      Shape broadcast = broadcast(x.shape());
      center = ops.reshape(call.read(weights.mean()), broadcast);
      square = ops.reshape(call.read(weights.variance()), broadcast);
    } else {
      center = given(ops, "mean", mean, x);
      square = given(ops, "variance", variance, x);
    }
    Value spread = ops.max(ops.sqrt(square), Config.epsilon());
    return List.of(
        invert ? ops.add(center, ops.mul(x, spread)) : ops.div(ops.sub(x, center), spread));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }

  /**
   * Returns the layer with the mean and variance of data, which its weights start with.
   *
   * <p>Both are computed in double; Keras computes them in float32 and differs in the last digits.
   * Batches count by the number of their entries, as in Keras.
   */
  @Override
  public Adapted<Normalization> adapted(AdaptationData data) {
    if (mean != null || variance != null) {
      throw new IllegalArgumentException(
          "adapt: Normalization has 'mean' and 'variance' already; adapt a layer without them");
    }
    BatchMoments moments = new BatchMoments(axes());
    data.batches().forEach(moments::add);
    return new Adapted<>(this, Map.of("mean", moments.mean(), "variance", moments.variance()));
  }

  private int[] axes() {
    return axis == null
        ? new int[0]
        : NumberList.of("axis", axis).numbers().stream().mapToInt(Double::intValue).toArray();
  }

  /** Returns the kept axes of an input in ascending order. */
  private int[] kept(Shape x) {
    return Arrays.stream(axes()).map(x::axis).sorted().toArray();
  }

  private Shape broadcast(Shape x) {
    int[] kept = kept(x);
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < x.rank(); i++) {
      dims.add(Arrays.binarySearch(kept, i) >= 0 ? x.dim(i) : Dim.of(1));
    }
    return Shape.of(dims);
  }

  /** Returns configured numbers with their axes, taken from the right, at the kept axes of x. */
  private Value given(Ops ops, String key, @Nullable Object numbers, Value x) {
    NumberList list = NumberList.of(key, numbers == null ? List.of() : numbers);
    int[] kept = kept(x.shape());
    long[] shape = new long[list.shape().isEmpty() ? 0 : x.rank()];
    Arrays.fill(shape, 1);
    int rank = list.shape().size();
    if (rank > kept.length) {
      throw new IllegalArgumentException(
          "Normalization: '"
              + key
              + "' has "
              + rank
              + " axes; 'axis' keeps "
              + kept.length
              + " of the input "
              + x.shape());
    }
    for (int i = 1; i <= rank; i++) {
      shape[kept[kept.length - i]] = list.shape().get(rank - i);
    }
    return ops.constant(list.tensor().cast(x.dtype()).reshape(shape));
  }
}
