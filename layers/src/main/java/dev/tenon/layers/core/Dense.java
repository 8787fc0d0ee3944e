package dev.tenon.layers.core;

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
import org.jspecify.annotations.Nullable;

/**
 * Multiplies the last axis by a learned matrix: {@code y = activation(x · kernel + bias)}.
 *
 * <p>Input (…, n), output (…, units). The kernel has the shape (n, units), the bias (units). Masks
 * pass through. With a policy such as {@code int8} the kernel is stored as integers with scales.
 *
 * @see <a href="https://keras.io/api/layers/core_layers/dense/">Keras: Dense</a>
 */
@ShortName(
    value = {"units", "activation"},
    required = 1)
public record Dense(
    @Default("1") long units,
    @Nullable KerasObject activation,
    @Default("true") boolean useBias,
    @Default("GlorotUniform") @Nullable KerasObject kernelInitializer,
    @Default("Zeros") @Nullable KerasObject biasInitializer,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject biasConstraint,
    @Nullable Long loraRank,
    @Nullable Double loraAlpha)
    implements Layer<Dense.Weights>, DenseOptions {
  /** Handles to the weights; those of a quantised layer are apart. */
  public record Weights(
      Parameter kernel, @Nullable Parameter bias, @Nullable QuantizedKernel quantized) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    Dim last = inputs.get(0).dim(-1);
    Quantization how = build.policy().quantization();
    if (how != null && last.isKnown()) {
      return quantized(build, how, last.orMinusOne());
    }
    return new Weights(
        build.weight("kernel", Shape.of(last, Dim.of(units)), kernelInitializer),
        bias(build),
        null);
  }

  private @Nullable Parameter bias(Build build) {
    return useBias ? build.weight("bias", Shape.of(units), biasInitializer) : null;
  }

  private Weights quantized(Build build, Quantization how, long rows) {
    QuantizedKernel made =
        QuantizedKernel.build(
            build, how, new MatrixLayout(rows, units), kernelInitializer, () -> bias(build));
    return new Weights(made.kernel(), made.bias(), made);
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    if (weights.quantized() != null) {
      Value y = weights.quantized().apply(call, inputs.get(0));
      return List.of(NamedActivations.apply(call.ops(), activation, y));
    }
    Value y = call.ops().matMul(inputs.get(0), call.read(weights.kernel()));
    if (weights.bias() != null) {
      y = call.ops().add(y, call.read(weights.bias()));
    }
    return List.of(NamedActivations.apply(call.ops(), activation, y));
  }

  @Override
  public boolean takesIntegers() {
    return false;
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }

  @Override
  public @Nullable LoraConfig lora() {
    return LoraConfig.of(loraRank, loraAlpha);
  }
}
