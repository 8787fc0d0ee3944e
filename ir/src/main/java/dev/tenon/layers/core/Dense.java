package dev.tenon.layers.core;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.Activation;
import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies the last axis by a matrix, adds a bias, applies an activation.
 *
 * <p>Input (…, n), output (…, units).
 *
 * @see <a href="https://keras.io/api/layers/core_layers/dense/">Keras: Dense</a>
 */
@RecordBuilder
@ShortName(
    value = {"units", "activation"},
    required = 1)
public record Dense(
    long units,
    @Nullable KerasObject activation,
    boolean useBias,
    @Nullable KerasObject kernelInitializer,
    @Nullable KerasObject biasInitializer,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject biasConstraint)
    implements Layer<Dense.Weights>, DenseBuilder.With {

  /** Keras' defaults; {@code units} has none there and is 1 here. */
  public static final Dense DEFAULTS =
      new Dense(
          1,
          null,
          true,
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
    Dim last = inputs.get(0).dim(-1);
    return new Weights(
        build.weight("kernel", Shape.of(last, Dim.of(units)), kernelInitializer),
        useBias ? build.weight("bias", Shape.of(units), biasInitializer) : null);
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    // Whole numbers are no part of what policies cast, but Keras multiplies them by the kernel.
    Value x = call.ops().cast(inputs.get(0), call.policy().compute());
    Value y = call.ops().matMul(x, call.read(weights.kernel()));
    if (weights.bias() != null) {
      y = call.ops().add(y, call.read(weights.bias()));
    }
    return List.of(Activation.apply(call.ops(), activation, y));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
