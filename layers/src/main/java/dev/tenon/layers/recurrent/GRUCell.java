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
 * Computes one step of a gated recurrent unit.
 *
 * <p>Inputs (batch, n) and the state (batch, units); outputs (batch, units) and the next state,
 * which equals it. {@code h' = z * h + (1 - z) * tanh(W x + U (r * h) + b)}. The kernel holds the
 * gates in the order z, r, h.
 *
 * @param resetAfter whether the reset gate follows the product with the recurrent kernel; the bias
 *     then has two rows
 * @see <a href="https://arxiv.org/abs/1406.1078">Cho et al., 2014</a>
 * @see <a href="https://keras.io/api/layers/recurrent_layers/gru_cell/">Keras: GRUCell</a>
 */
@ShortName("units")
@RecurrentLayer(value = "GRU", summary = "Runs a gated recurrent unit along a sequence.")
public record GRUCell(
    @Default("1") long units,
    @Default("tanh") @Nullable KerasObject activation,
    @Default("sigmoid") @Nullable KerasObject recurrentActivation,
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
    @Default("true") boolean resetAfter,
    @Nullable Long seed)
    implements Cell<GateWeights>, GRUCellOptions {
  @Override
  public GateWeights build(Build build, List<Shape> inputs) {
    Dim last = inputs.get(0).dim(-1);
    return new GateWeights(
        build.weight("kernel", Shape.of(last, Dim.of(3 * units)), kernelInitializer),
        build.weight("recurrent_kernel", Shape.of(units, 3 * units), recurrentInitializer),
        useBias
            ? build.weight(
                "bias", resetAfter ? Shape.of(2, 3 * units) : Shape.of(3 * units), biasInitializer)
            : null,
        rates().any() ? build.seed(seed) : null);
  }

  private DropoutMasks.Rates rates() {
    return new DropoutMasks.Rates(dropout, recurrentDropout);
  }

  @Override
  public List<Value> call(GateWeights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    DropoutMasks masks = DropoutMasks.of(call);
    Value state = inputs.get(1);
    Value entry = weights.entryGates(call, masks, inputs.get(0), 3, false);
    List<Value> x = ops.split(biased(weights, call, entry, 0), 1, units, units, units);
    List<Value> h =
        resetAfter
            ? ops.split(
                biased(weights, call, weights.stateGates(call, masks, state, 3), 1),
                1,
                units,
                units,
                units)
            : ops.split(updateAndReset(weights, call, masks, state), 1, units, units);
    Value update = NamedActivations.apply(ops, recurrentActivation, ops.add(x.get(0), h.get(0)));
    Value reset = NamedActivations.apply(ops, recurrentActivation, ops.add(x.get(1), h.get(1)));
    Value kept;
    if (resetAfter) {
      kept = ops.mul(reset, h.get(2));
    } else {
      Value kernel = ops.slice(call.read(weights.recurrentKernel()), 1, 2 * units, 3 * units, 1);
      kept = ops.matMul(ops.mul(reset, DropoutMasks.apply(ops, masks.state(), 2, state)), kernel);
    }
    Value candidate = NamedActivations.apply(ops, activation, ops.add(x.get(2), kept));
    Value next = ops.add(ops.mul(update, state), ops.mul(ops.sub(1, update), candidate));
    return List.of(next, next);
  }

  private Value biased(GateWeights weights, Call call, Value product, int row) {
    return weights.bias() == null
        ? product
        : call.ops().add(product, biasRow(call, weights.bias(), row));
  }

  private Value updateAndReset(GateWeights weights, Call call, DropoutMasks masks, Value state) {
    Ops ops = call.ops();
    Value kernel = call.read(weights.recurrentKernel());
    if (masks.state().isEmpty()) {
      return ops.matMul(state, ops.slice(kernel, 1, 0, 2 * units, 1));
    }
    List<Value> kernels = ops.split(kernel, 1, units, units, units);
    Value z = ops.matMul(DropoutMasks.apply(ops, masks.state(), 0, state), kernels.get(0));
    Value r = ops.matMul(DropoutMasks.apply(ops, masks.state(), 1, state), kernels.get(1));
    return ops.concat(1, List.of(z, r));
  }

  private Value biasRow(Call call, Parameter bias, int row) {
    Value all = call.read(bias);
    if (!resetAfter) {
      return all;
    }
    return call.ops().squeeze(call.ops().slice(all, 0, row, row + 1L, 1), 0);
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
    List<String> names = GateNames.of(recurrentActivation, activation);
    return names == null ? null : new Recurrent.SameAs("GRU", units, names, useBias, resetAfter);
  }

  @Override
  public DropoutMasks drawMasks(GateWeights weights, Call call, Value entry, Shape shape) {
    Shape state = Shape.of(shape.dim(0), Dim.of(units));
    int count = rates().recurrentDropout() > 0 ? 3 : 1;
    return DropoutMasks.draw(call, weights.seed(), entry, shape, state, rates(), count);
  }
}
