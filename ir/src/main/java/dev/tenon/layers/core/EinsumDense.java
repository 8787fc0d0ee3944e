package dev.tenon.layers.core;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.Activation;
import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies the input by a kernel along the axes of an equation, adds a bias, applies an
 * activation.
 *
 * <p>{@code outputShape} leaves out the batch and the axes of an ellipsis; null stands for a length
 * that is not fixed.
 *
 * @see <a href="https://keras.io/api/layers/core_layers/einsum_dense/">Keras: EinsumDense</a>
 */
@RecordBuilder
@ShortName({"equation", "outputShape"})
public record EinsumDense(
    String equation,
    List<@Nullable Long> outputShape,
    @Nullable KerasObject activation,
    @Nullable String biasAxes,
    @Nullable KerasObject kernelInitializer,
    @Nullable KerasObject biasInitializer,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject biasConstraint)
    implements Layer<EinsumDense.Weights>, EinsumDenseBuilder.With {

  /** Keras' defaults; equation and output shape have none there and are those of a Dense(1). */
  public static final EinsumDense DEFAULTS =
      new EinsumDense(
          "ab,bc->ac",
          List.of(1L),
          null,
          null,
          KerasObject.of("GlorotUniform"),
          KerasObject.of("Zeros"),
          null,
          null,
          null,
          null,
          null);

  /** Handles to the weights. */
  public record Weights(Parameter kernel, @Nullable Parameter bias) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    EinsumEquation parsed = EinsumEquation.of(equation, inputs.get(0).rank());
    Map<Character, Dim> lengths = parsed.lengths(inputs.get(0), outputShape);
    Parameter kernel = build.weight("kernel", parsed.kernelShape(lengths), kernelInitializer);
    return new Weights(
        kernel,
        biasAxes == null
            ? null
            : build.weight("bias", parsed.biasShape(lengths, biasAxes), biasInitializer));
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = ops.cast(inputs.get(0), call.policy().compute());
    EinsumEquation parsed = EinsumEquation.of(equation, x.rank());
    Value kernel = call.read(weights.kernel());
    Value y = parsed.isMatMul() ? ops.matMul(x, kernel) : ops.einsum(parsed.text(), x, kernel);
    if (weights.bias() != null) {
      y = ops.add(y, call.read(weights.bias()));
    }
    return List.of(Activation.apply(ops, activation, y));
  }
}
