package dev.tenon.layers.recurrent;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.layers.common.Ranks;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies a layer to every step of a sequence.
 *
 * <p>Input (batch, time, …), output (batch, time, …) with the layer's output at each step.
 * Inference calls the layer once, with the steps in the batch axis. Training calls it once for each
 * step if their number is known, as in Keras. Masks pass through.
 *
 * @param layer the layer that every step passes
 * @see <a href="https://keras.io/api/layers/recurrent_layers/time_distributed/">Keras:
 *     TimeDistributed</a>
 */
@ShortName("layer")
public record TimeDistributed(LayerNode layer)
    implements Layer<TimeDistributed.Weights>, TimeDistributedOptions {

  /** Keras' defaults; {@code layer}, which has no default in Keras, is a SimpleRNN. */
  public static final TimeDistributed DEFAULTS =
      new TimeDistributed(new LayerNode("simple_rnn", SimpleRNN.DEFAULTS));

  /** The layer with its weights. */
  public record Weights(SubLayer<?> layer) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    if (layer.layer() instanceof Rnn<?> rnn && rnn.stateful()) {
      throw new IllegalArgumentException(
          "TimeDistributed cannot hold the stateful layer "
              + layer
              + ": its states belong to one"
              + " sequence; make it stateless");
    }
    Ranks.atLeast(inputs.get(0), 3);
    return new Weights(build.layer("layer", layer, List.of(inputs.get(0).without(1))));
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Value x = inputs.get(0);
    if (x.rank() < 2) {
      throw new IllegalArgumentException(
          "TimeDistributed takes (batch, time, …), not " + x.shape());
    }
    Value mask = call.mask(0);
    boolean each = call.training() && x.shape().dim(1).isKnown() && x.shape().length(1) > 0;
    return List.of(each ? eachStep(weights, call, x, mask) : allSteps(weights, call, x, mask));
  }

  private static Value eachStep(Weights weights, Call call, Value x, @Nullable Value mask) {
    Ops ops = call.ops();
    List<Value> outputs = new ArrayList<>();
    for (long t = 0; t < x.shape().length(1); t++) {
      Value step = ops.squeeze(ops.slice(x, 1, t, t + 1, 1), 1);
      Value stepMask = mask == null ? null : ops.squeeze(ops.slice(mask, 1, t, t + 1, 1), 1);
      outputs.add(ops.unsqueeze(inner(weights, call, step, stepMask), 1));
    }
    return ops.concat(1, outputs);
  }

  private static Value allSteps(Weights weights, Call call, Value x, @Nullable Value mask) {
    Ops ops = call.ops();
    Value foldedMask = mask == null ? null : fold(ops, mask);
    Value y = inner(weights, call, fold(ops, x), foldedMask);
    Dim batch = x.shape().dim(0);
    Dim time = x.shape().dim(1);
    Shape rest = y.shape().sub(1, y.rank());
    List<Value> lengths = new ArrayList<>();
    // Whichever of batch and time is not known can be what is left.
    lengths.add(batch.isKnown() || !time.isKnown() ? ops.length(x, 0) : ops.longs(-1));
    lengths.add(time.isKnown() ? ops.longs(x.shape().length(1)) : ops.longs(-1));
    for (int i = 1; i < y.rank(); i++) {
      lengths.add(ops.length(y, i));
    }
    Shape shape = Shape.of(batch, time).concat(rest);
    return ops.applyAs(shape, new Movement.Reshape(0), y, joined(ops, lengths));
  }

  private static Value inner(Weights weights, Call call, Value step, @Nullable Value mask) {
    List<@Nullable Value> masks = new ArrayList<>();
    // Keras hands the mask of a step on only where it says more than which rows count.
    masks.add(mask == null || mask.rank() < 2 ? null : mask);
    // Keras goes around the quantised computation here, and multiplies by the bare numbers.
    Map<String, Arg> kwargs =
        weights.layer().node().dtypePolicy().quantization() == null
            ? Map.of()
            : Map.of("quantized", new Arg.Const(false));
    return call.call(weights.layer(), List.of(step), kwargs, masks).outputs().get(0);
  }

  /** Joins the batch and the time axis. */
  private static Value fold(Ops ops, Value x) {
    Shape rest = x.shape().sub(2, x.rank());
    Dim rows = x.shape().dim(0).times(x.shape().dim(1));
    List<Value> lengths = new ArrayList<>();
    lengths.add(rows.isKnown() ? ops.longs(rows.orMinusOne()) : ops.longs(-1));
    for (int i = 2; i < x.rank(); i++) {
      lengths.add(ops.length(x, i));
    }
    Shape shape = Shape.of(rows).concat(rest);
    return ops.applyAs(shape, new Movement.Reshape(0), x, joined(ops, lengths));
  }

  /** Joins lengths to a vector, a constant where all are known. */
  private static Value joined(Ops ops, List<Value> lengths) {
    long[] known = new long[lengths.size()];
    for (int i = 0; i < known.length; i++) {
      Tensor length = lengths.get(i).constant();
      if (length == null) {
        return ops.concat(0, lengths);
      }
      known[i] = length.getLong(0);
    }
    return ops.longs(known);
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
