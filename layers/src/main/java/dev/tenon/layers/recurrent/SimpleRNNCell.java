package dev.tenon.layers.recurrent;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NamedActivations;
import dev.tenon.layers.common.RecurrentLayer;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes one step of a fully connected recurrence: {@code h' = tanh(x · kernel + h · recurrent +
 * bias)}.
 *
 * <p>Inputs (batch, n) and the state (batch, units); outputs (batch, units) and the next state,
 * which equals it.
 *
 * @see <a href="https://keras.io/api/layers/recurrent_layers/simple_rnn_cell/">Keras:
 *     SimpleRNNCell</a>
 */
@ShortName("units")
@RecurrentLayer(
    value = "SimpleRNN",
    summary = "Runs a fully connected recurrence along a sequence.",
    without = "seed")
public record SimpleRNNCell(
    @Default("1") long units,
    @Default("tanh") @Nullable KerasObject activation,
    @Default("true") boolean useBias,
    @Default("GlorotUniform") @Nullable KerasObject kernelInitializer,
    @Default("Orthogonal") @Nullable KerasObject recurrentInitializer,
    @Default("Zeros") @Nullable KerasObject biasInitializer,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject recurrentRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject recurrentConstraint,
    @Nullable KerasObject biasConstraint,
    @Default("0") double dropout,
    @Default("0") double recurrentDropout,
    @Nullable Long seed)
    implements Cell<GateWeights>, SimpleRNNCellOptions {
  @Override
  public GateWeights build(Build build, List<Shape> inputs) {
    Dim last = inputs.get(0).dim(-1);
    return new GateWeights(
        build.weight("kernel", Shape.of(last, Dim.of(units)), kernelInitializer),
        build.weight("recurrent_kernel", Shape.of(units, units), recurrentInitializer),
        useBias ? build.weight("bias", Shape.of(units), biasInitializer) : null,
        rates().any() ? build.seed(seed) : null);
  }

  private DropoutMasks.Rates rates() {
    return new DropoutMasks.Rates(dropout, recurrentDropout);
  }

  @Override
  public List<Value> call(GateWeights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    DropoutMasks masks = DropoutMasks.of(call);
    Value x = DropoutMasks.apply(ops, masks.entry(), 0, inputs.get(0));
    Value h = DropoutMasks.apply(ops, masks.state(), 0, inputs.get(1));
    Value sum = ops.matMul(x, call.read(weights.kernel()));
    if (weights.bias() != null) {
      sum = ops.add(sum, call.read(weights.bias()));
    }
    sum = ops.add(sum, ops.matMul(h, call.read(weights.recurrentKernel())));
    Value next = NamedActivations.apply(ops, activation, sum);
    return List.of(next, next);
  }

  @Override
  public List<Shape> stateShapes(Shape entry) {
    return List.of(Shape.of(units));
  }

  @Override
  public List<Parameter> constants(GateWeights weights) {
    return weights.constants();
  }

  @Override
  public Recurrent.@Nullable SameAs sameAs() {
    List<String> names = GateNames.of(activation);
    return names == null ? null : new Recurrent.SameAs("RNN", units, names, useBias, false);
  }

  @Override
  public DropoutMasks drawMasks(GateWeights weights, Call call, Value entry, Shape shape) {
    Shape state = Shape.of(shape.dim(0), Dim.of(units));
    return DropoutMasks.draw(call, weights.seed(), entry, shape, state, rates(), 1);
  }
}
