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
 * Computes one step of a long short-term memory.
 *
 * <p>Inputs (batch, n), the state h and the carry c, both (batch, units); outputs h, h and c.
 * {@code c' = f * c + i * tanh(W x + U h + b)} and {@code h' = o * tanh(c')}. The kernel holds the
 * gates in the order i, f, c, o.
 *
 * @see <a href="https://keras.io/api/layers/recurrent_layers/lstm_cell/">Keras: LSTMCell</a>
 */
@ShortName("units")
@RecurrentLayer(
    value = "LSTM",
    summary = "Runs long short-term memory along a sequence.",
    behindInitializers = "unitForgetBias")
public record LSTMCell(
    @Default("1") long units,
    @Default("tanh") @Nullable KerasObject activation,
    @Default("sigmoid") @Nullable KerasObject recurrentActivation,
    @Default("true") boolean useBias,
    @Default("true") boolean unitForgetBias,
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
    implements Cell<GateWeights>, LSTMCellOptions {
  @Override
  public GateWeights build(Build build, List<Shape> inputs) {
    Dim last = inputs.get(0).dim(-1);
    return new GateWeights(
        build.weight("kernel", Shape.of(last, Dim.of(4 * units)), kernelInitializer),
        build.weight("recurrent_kernel", Shape.of(units, 4 * units), recurrentInitializer),
        useBias
            ? build.weight(
                "bias", Shape.of(4 * units), UnitForgetBias.of(unitForgetBias, biasInitializer))
            : null,
        rates().any() ? build.seed(seed) : null);
  }

  private DropoutMasks.Rates rates() {
    return new DropoutMasks.Rates(dropout, recurrentDropout);
  }

  @Override
  public int fewestInputs() {
    return 3;
  }

  @Override
  public List<Value> call(GateWeights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    DropoutMasks masks = DropoutMasks.of(call);
    Value x = weights.entryGates(call, masks, inputs.get(0), 4, true);
    Value z = ops.add(x, weights.stateGates(call, masks, inputs.get(1), 4));
    List<Value> gates = ops.split(z, 1, units, units, units, units);
    return step(ops, gates, inputs.get(2), activation, recurrentActivation);
  }

  /** Returns the output, and the next state and carry. */
  static List<Value> step(
      Ops ops,
      List<Value> gates,
      Value before,
      @Nullable KerasObject activation,
      @Nullable KerasObject recurrentActivation) {
    Value in = NamedActivations.apply(ops, recurrentActivation, gates.get(0));
    Value forget = NamedActivations.apply(ops, recurrentActivation, gates.get(1));
    Value candidate = NamedActivations.apply(ops, activation, gates.get(2));
    Value carry = ops.add(ops.mul(forget, before), ops.mul(in, candidate));
    Value out = NamedActivations.apply(ops, recurrentActivation, gates.get(3));
    Value next = ops.mul(out, NamedActivations.apply(ops, activation, carry));
    return List.of(next, next, carry);
  }

  @Override
  public List<Shape> stateShapes(Shape entry) {
    return List.of(Shape.of(units), Shape.of(units));
  }

  @Override
  public List<Parameter> constants(GateWeights weights) {
    return weights.constants();
  }

  @Override
  public Recurrent.@Nullable SameAs sameAs() {
    List<String> names = GateNames.of(recurrentActivation, activation, activation);
    return names == null ? null : new Recurrent.SameAs("LSTM", units, names, useBias, false);
  }

  @Override
  public DropoutMasks drawMasks(GateWeights weights, Call call, Value entry, Shape shape) {
    Shape state = Shape.of(shape.dim(0), Dim.of(units));
    int count = rates().recurrentDropout() > 0 ? 4 : 1;
    return DropoutMasks.draw(call, weights.seed(), entry, shape, state, rates(), count);
  }
}
