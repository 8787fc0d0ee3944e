package dev.tenon.layers.attention;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The EinsumDense layers inside attention: the last axes are multiplied away, new ones come.
 *
 * <p>Kernel (bound axes…, output axes…), bias (output axes…); computed as one product of matrices.
 *
 * @param bound how many of the input's last axes are multiplied away
 * @param output the lengths of the axes that come instead
 */
record Projection(
    int bound,
    List<Long> output,
    boolean useBias,
    boolean sigmoid,
    @Nullable KerasObject kernelInitializer,
    @Nullable KerasObject biasInitializer,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject biasConstraint)
    implements Layer<Projection.Weights> {

  /** Handles to the weights. */
  record Weights(Parameter kernel, @Nullable Parameter bias) {}

  Projection {
    output = List.copyOf(output);
  }

  /** Returns a projection of an attention layer. */
  static Projection of(ProjectionSettings layer, int bound, List<Long> output, boolean sigmoid) {
    return new Projection(
        bound,
        output,
        layer.useBias(),
        sigmoid,
        layer.kernelInitializer(),
        layer.biasInitializer(),
        layer.kernelRegularizer(),
        layer.biasRegularizer(),
        layer.activityRegularizer(),
        layer.kernelConstraint(),
        layer.biasConstraint());
  }

  @Override
  public String className() {
    return "EinsumDense";
  }

  private Shape outputAxes() {
    return Shape.of(output.stream().mapToLong(Long::longValue).toArray());
  }

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    Shape x = inputs.get(0);
    Shape kernel = x.sub(x.rank() - bound, x.rank()).concat(outputAxes());
    return new Weights(
        build.weight("kernel", kernel, kernelInitializer),
        useBias ? build.weight("bias", outputAxes(), biasInitializer) : null);
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = inputs.get(0);
    Value kernel = call.read(weights.kernel());
    Dim in = kernel.shape().sub(0, bound).size();
    Dim out = outputAxes().size();
    Shape free = x.shape().sub(0, x.rank() - bound);
    Value flat = bound == 1 ? x : ops.reshape(x, free.concat(Shape.of(in)));
    Value y = ops.matMul(flat, reshaped(ops, kernel, Shape.of(in, out)));
    if (weights.bias() != null) {
      y = ops.add(y, reshaped(ops, call.read(weights.bias()), Shape.of(out)));
    }
    if (sigmoid) {
      y = ops.sigmoid(y);
    }
    return List.of(output.size() == 1 ? y : ops.reshape(y, free.concat(outputAxes())));
  }

  private static Value reshaped(Ops ops, Value weight, Shape shape) {
    return weight.rank() == shape.rank() ? weight : ops.reshape(weight, shape);
  }

  @Override
  public int summedAxes() {
    return bound;
  }

  @Override
  public boolean takesIntegers() {
    return false;
  }
}
