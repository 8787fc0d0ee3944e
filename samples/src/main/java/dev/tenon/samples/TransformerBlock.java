package dev.tenon.samples;

import static dev.tenon.Tenon.*;
import static dev.tenon.layers.Layers.sequential;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.SubLayer;
import java.util.List;

/** Attention and two dense layers around residuals, written as a user's own layer. */
public record TransformerBlock(long embedDim, long numHeads, long ffDim, double rate)
    implements Layer<TransformerBlock.Weights> {

  /** The layers inside. */
  public record Weights(
      SubLayer<?> attention,
      SubLayer<?> feed,
      SubLayer<?> first,
      SubLayer<?> second,
      SubLayer<?> drop1,
      SubLayer<?> drop2) {}

  @Override
  public String registeredName() {
    return "mine>TransformerBlock";
  }

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    return new Weights(
        build.layer("att", new MultiHeadSelfAttention(embedDim, numHeads), inputs),
        build.layer("ffn", sequential(dense(ffDim, "relu"), dense(embedDim)), inputs),
        build.layer("layernorm1", layerNormalization().epsilon(1e-6), inputs),
        build.layer("layernorm2", layerNormalization().epsilon(1e-6), inputs),
        build.layer("dropout1", dropout(rate), inputs),
        build.layer("dropout2", dropout(rate), inputs));
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Value x = inputs.get(0);
    Value attended = call.apply(weights.drop1(), call.apply(weights.attention(), x));
    Value first = call.apply(weights.first(), call.ops().add(x, attended));
    Value fed = call.apply(weights.drop2(), call.apply(weights.feed(), first));
    return List.of(call.apply(weights.second(), call.ops().add(first, fed)));
  }
}
