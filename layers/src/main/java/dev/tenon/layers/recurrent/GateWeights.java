package dev.tenon.layers.recurrent;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a cell, with the gates side by side on the last axis.
 *
 * @param kernel (n, gates * units)
 * @param recurrentKernel (units, gates * units)
 * @param bias (gates * units), or two rows of it
 * @param seed the state of the dropout seed; null without dropout
 */
public record GateWeights(
    Parameter kernel,
    Parameter recurrentKernel,
    @Nullable Parameter bias,
    @Nullable Parameter seed) {

  /** Returns kernel, recurrent kernel and bias, if there is one. */
  List<Parameter> constants() {
    return bias == null ? List.of(kernel, recurrentKernel) : List.of(kernel, recurrentKernel, bias);
  }

  /** Returns the product of an entry with the kernel, with the bias added where asked for. */
  Value entryGates(Call call, DropoutMasks masks, Value x, int gates, boolean addBias) {
    Value product = product(call, masks.entry(), x, call.read(kernel), gates);
    return addBias && bias != null ? call.ops().add(product, call.read(bias)) : product;
  }

  /** Returns the product of a state with the recurrent kernel. */
  Value stateGates(Call call, DropoutMasks masks, Value h, int gates) {
    return product(call, masks.state(), h, call.read(recurrentKernel), gates);
  }

  private static Value product(Call call, List<Value> masks, Value x, Value kernel, int gates) {
    Ops ops = call.ops();
    if (masks.size() < 2) {
      return ops.matMul(DropoutMasks.apply(ops, masks, 0, x), kernel);
    }
    long units = kernel.shape().length(1) / gates;
    List<Value> kernels =
        ops.split(kernel, 1, LongStream.generate(() -> units).limit(gates).toArray());
    List<Value> parts = new ArrayList<>();
    for (int gate = 0; gate < gates; gate++) {
      parts.add(ops.matMul(DropoutMasks.apply(ops, masks, gate, x), kernels.get(gate)));
    }
    return ops.concat(1, parts);
  }
}
