package dev.tenon.layers.core;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.Quantization;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NamedActivations;
import dev.tenon.layers.common.ShortName;
import dev.tenon.layers.lora.LoraConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies the input by a learned kernel along the axes of an Einstein sum.
 *
 * <p>{@code y = activation(einsum(equation, x, kernel) + bias)}. The equation and the output shape
 * give the kernel its shape.
 *
 * @param equation the sum of an input and a kernel, such as {@code ab,bc->ac}; an ellipsis stands
 *     for leading axes
 * @param outputShape the output's shape without the batch axis and the axes of an ellipsis; null is
 *     an open length
 * @param biasAxes the letters of the output axes that the bias has. Without them there is no bias.
 * @see <a href="https://keras.io/api/layers/core_layers/einsum_dense/">Keras: EinsumDense</a>
 */
@ShortName({"equation", "outputShape"})
public record EinsumDense(
    @Default("ab,bc->ac") String equation,
    @Default("1") List<@Nullable Long> outputShape,
    @Nullable KerasObject activation,
    @Nullable String biasAxes,
    @Default("GlorotUniform") @Nullable KerasObject kernelInitializer,
    @Default("Zeros") @Nullable KerasObject biasInitializer,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject biasConstraint,
    @Nullable Long loraRank,
    @Nullable Double loraAlpha)
    implements Layer<EinsumDense.Weights>, EinsumDenseOptions {
  /** Handles to the weights; those of a quantised layer are apart. */
  public record Weights(
      Parameter kernel, @Nullable Parameter bias, @Nullable QuantizedKernel quantized) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    EinsumEquation parsed = EinsumEquation.of(equation, inputs.get(0).rank());
    Map<Character, Dim> lengths = parsed.lengths(inputs.get(0), outputShape);
    Shape kernelShape = parsed.kernelShape(lengths);
    Shape biasShape = biasAxes == null ? null : parsed.biasShape(lengths, biasAxes);
    Quantization how = build.policy().quantization();
    if (how != null && kernelShape.isKnown()) {
      QuantizedKernel made =
          QuantizedKernel.build(
              build,
              how,
              new EinsumLayout(parsed, kernelShape),
              kernelInitializer,
              () -> bias(build, biasShape));
      return new Weights(made.kernel(), made.bias(), made);
    }
    Parameter kernel = build.weight("kernel", kernelShape, kernelInitializer);
    return new Weights(kernel, bias(build, biasShape), null);
  }

  private @Nullable Parameter bias(Build build, @Nullable Shape shape) {
    return shape == null ? null : build.weight("bias", shape, biasInitializer);
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = inputs.get(0);
    if (weights.quantized() != null) {
      return List.of(NamedActivations.apply(ops, activation, weights.quantized().apply(call, x)));
    }
    Value y = EinsumEquation.of(equation, x.rank()).product(ops, x, call.read(weights.kernel()));
    if (weights.bias() != null) {
      y = ops.add(y, call.read(weights.bias()));
    }
    return List.of(NamedActivations.apply(ops, activation, y));
  }

  @Override
  public boolean takesIntegers() {
    return false;
  }

  @Override
  public @Nullable LoraConfig lora() {
    return LoraConfig.of(loraRank, loraAlpha);
  }

  @Override
  public int summedAxes() {
    return EinsumEquation.summedAxes(equation);
  }
}
