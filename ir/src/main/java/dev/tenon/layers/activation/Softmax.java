package dev.tenon.layers.activation;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Ops;
import dev.tenon.layers.Distributions;
import dev.tenon.layers.Masks;
import dev.tenon.layers.NoWeights;
import dev.tenon.tensor.DType;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Turns scores along one or several axes into shares that add up to 1; masked ones get 0.
 *
 * @see <a href="https://keras.io/api/layers/activation_layers/softmax/">Keras: Softmax</a>
 */
@RecordBuilder
public record Softmax(List<Long> axis) implements NoWeights, SoftmaxBuilder.With {

  /** Keras' defaults. */
  public static final Softmax DEFAULTS = new Softmax(List.of(-1L));

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = inputs.get(0);
    Value given = call.mask(0);
    if (given == null) {
      return List.of(Distributions.softmax(ops, x, axis));
    }
    Value mask = Masks.asBool(ops, given);
    double hidden = x.dtype() == DType.FLOAT16 ? -3e4 : -1e9;
    Value shares = Distributions.softmax(ops, ops.where(mask, x, ops.scalar(x, hidden)), axis);
    return List.of(ops.where(mask, shares, ops.scalar(x, 0)));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
