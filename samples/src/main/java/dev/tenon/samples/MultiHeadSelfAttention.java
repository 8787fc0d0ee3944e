package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.SubLayer;
import java.util.List;

/** Self-attention with several heads, written as a user's own layer. */
public record MultiHeadSelfAttention(long embedDim, long numHeads)
    implements Layer<MultiHeadSelfAttention.Weights> {

  /** The layers inside. */
  public record Weights(
      SubLayer<?> query, SubLayer<?> key, SubLayer<?> value, SubLayer<?> combine) {}

  @Override
  public String registeredName() {
    return "mine>MultiHeadSelfAttention";
  }

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    return new Weights(
        build.layer("query_dense", dense(embedDim), inputs),
        build.layer("key_dense", dense(embedDim), inputs),
        build.layer("value_dense", dense(embedDim), inputs),
        build.layer("combine_heads", dense(embedDim), inputs));
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = inputs.get(0);
    Value query = heads(ops, call.apply(weights.query(), x));
    Value key = heads(ops, call.apply(weights.key(), x));
    Value value = heads(ops, call.apply(weights.value(), x));
    Value scores = ops.matMul(query, ops.transpose(key, 0, 1, 3, 2));
    Value scaled = ops.div(scores, Math.sqrt((double) size()));
    Value mixed = ops.matMul(ops.softmax(scaled, -1), value);
    Value joined = ops.reshape(ops.transpose(mixed, 0, 2, 1, 3), x.shape());
    return List.of(call.apply(weights.combine(), joined));
  }

  /** Turns (batch, steps, features) into (batch, heads, steps, part of the features). */
  private Value heads(Ops ops, Value x) {
    Dim heads = Dim.of(numHeads);
    Shape split = Shape.of(x.shape().dim(0), x.shape().dim(1), heads, Dim.of(size()));
    return ops.transpose(ops.reshape(x, split), 0, 2, 1, 3);
  }

  /** The part of the features that one head gets. */
  private long size() {
    return embedDim / numHeads;
  }
}
