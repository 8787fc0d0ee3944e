package dev.tenon.layers.recurrent;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.layers.common.Masks;
import dev.tenon.layers.common.ShortName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a recurrent layer along a sequence in both directions and merges the outputs.
 *
 * <p>Input (batch, time, …), then optional initial states of the forward and of the backward layer.
 * The output is merged; with {@code return_state} the states of the forward layer follow, then
 * those of the backward layer.
 *
 * @param mergeMode the merge of both outputs: {@code concat} on the last axis (Keras' default),
 *     {@code sum}, {@code mul}, {@code ave}, or null for two outputs
 * @param layer the forward layer
 * @param backwardLayer the backward layer. Without one it is a copy of the forward layer with its
 *     own weights.
 * @see <a href="https://keras.io/api/layers/recurrent_layers/bidirectional/">Keras:
 *     Bidirectional</a>
 */
@ShortName(
    value = {"layer", "mergeMode"},
    required = 1)
public record Bidirectional(
    @Nullable String mergeMode, LayerNode layer, @Nullable LayerNode backwardLayer)
    implements Layer<Bidirectional.Weights>, BidirectionalOptions {

  /** Keras' defaults; {@code layer}, which has no default in Keras, is an LSTM. */
  public static final Bidirectional DEFAULTS =
      new Bidirectional("concat", new LayerNode("lstm", LSTM.DEFAULTS), null);

  /** The weights of both layers. */
  public record Weights(SubLayer<?> forward, SubLayer<?> backward) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    Rnn<?> forward = rnn(layer);
    Rnn<?> backward = backwardLayer == null ? forward.turned() : rnn(backwardLayer);
    if (forward.goBackwards() == backward.goBackwards()
        || forward.returnSequences() != backward.returnSequences()
        || forward.returnState() != backward.returnState()
        || forward.stateful() != backward.stateful()) {
      throw new IllegalArgumentException(
          "Bidirectional: the two layers must differ in go_backwards and agree in"
              + " return_sequences, return_state and stateful");
    }
    List<Shape> shapes = inputs.subList(0, 1);
    return new Weights(
        build.layer("forward_layer", node("forward_", layer, layer, forward), shapes),
        build.layer(
            "backward_layer",
            node("backward_", layer, backwardLayer == null ? layer : backwardLayer, backward),
            shapes));
  }

  private static LayerNode node(String prefix, LayerNode named, LayerNode like, Rnn<?> rnn) {
    String name = named.name();
    for (String taken : List.of("forward_", "backward_")) {
      name = name.startsWith(taken) ? name.substring(taken.length()) : name;
    }
    Rnn<?> zeroing = rnn.zeroing(rnn.returnSequences());
    return like.like(prefix + name, zeroing);
  }

  private static Rnn<?> rnn(LayerNode node) {
    if (node.layer() instanceof Rnn<?> rnn) {
      return rnn;
    }
    throw new IllegalArgumentException(
        "Bidirectional takes a recurrent layer, not " + node.layer().className());
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Rnn<?> rnn = rnn(layer);
    int half = (inputs.size() - 1) / 2;
    List<Value> there = run(weights.forward(), call, inputs, 1, 1 + half);
    List<Value> back = run(weights.backward(), call, inputs, 1 + half, inputs.size());
    Ops ops = call.ops();
    Value y = there.get(0);
    Value z = back.get(0);
    if (rnn.returnSequences()) {
      z = ops.reversed(z, layer.has(LegacyOption.TIME_MAJOR) ? 0 : 1);
    }
    List<Value> outputs = new ArrayList<>();
    if (mergeMode == null) {
      outputs.add(y);
      outputs.add(z);
    } else {
      outputs.add(merge(ops, mergeMode, y, z));
    }
    call.setMask(rnn.returnSequences() ? call.mask(0) : null);
    if (rnn.returnState()) {
      outputs.addAll(there.subList(1, there.size()));
      outputs.addAll(back.subList(1, back.size()));
    }
    return outputs;
  }

  private static Value merge(Ops ops, String mode, Value y, Value z) {
    return switch (mode) {
      case "concat" -> ops.concat(y.rank() - 1, List.of(y, z));
      case "sum" -> ops.add(y, z);
      case "mul" -> ops.mul(y, z);
      case "ave" -> ops.div(ops.add(y, z), 2);
      default ->
          throw new IllegalArgumentException(
              "Bidirectional: merge_mode '" + mode + "' is none of concat, sum, mul, ave, None");
    };
  }

  private static List<Value> run(SubLayer<?> sub, Call call, List<Value> inputs, int from, int to) {
    List<Value> given = new ArrayList<>();
    given.add(inputs.get(0));
    given.addAll(inputs.subList(from, to));
    List<@Nullable Value> masks = new ArrayList<>();
    masks.add(call.mask(0));
    Map<String, Arg> arguments =
        Masks.ignored(call) ? Map.of("mask", new Arg.Const(false)) : Map.of();
    return call.call(sub, given, arguments, masks).outputs();
  }
}
