package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Adds what is learned of a token to what is learned of its place, written as a user's own layer.
 *
 * <p>Input (batch, steps) of token numbers, output (batch, steps, embedDim).
 */
public record TokenAndPosition(long steps, long vocabulary, long embedDim)
    implements Layer<TokenAndPosition.Weights> {

  /** The layers inside. */
  public record Weights(SubLayer<?> tokens, SubLayer<?> positions) {}

  @Override
  public String registeredName() {
    return "mine>TokenAndPosition";
  }

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    return new Weights(
        build.layer("token_emb", embedding(vocabulary, embedDim), inputs),
        build.layer("pos_emb", embedding(steps, embedDim), List.of(Shape.of(steps))));
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Tensor numbers = Tensor.of(LongStream.range(0, steps).toArray(), steps);
    Value places = call.apply(weights.positions(), call.ops().constant(numbers));
    return List.of(call.ops().add(call.apply(weights.tokens(), inputs.get(0)), places));
  }
}
