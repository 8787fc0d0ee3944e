package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.util.List;

/**
 * Random numbers as a function of a seed. Inputs: shape (int64 vector), seed (two integers).
 *
 * <p>The same seed gives the numbers of TensorFlow's stateless operators with the Philox generator,
 * and of Keras' {@code keras.random} on TensorFlow.
 */
public sealed interface StatelessRandom extends OperatorFamily {
  /** Returns the element type of the numbers. */
  DType dtype();

  @Override
  default List<TensorType> infer(Inference in) {
    long[] target = in.longs(0);
    if (target != null) {
      return List.of(new TensorType(dtype(), Shape.of(target)));
    }
    long rank = in.shape(0).ranked() ? in.shape(0).length(0) : -1;
    return List.of(
        new TensorType(dtype(), rank < 0 ? Shape.unknownRank() : Shape.ofRank((int) rank)));
  }

  /** Uniform in [0, 1). */
  @NotInOnnx
  record StatelessRandomUniform(DType dtype) implements StatelessRandom {}

  /** Standard normal. */
  @NotInOnnx
  record StatelessRandomNormal(DType dtype) implements StatelessRandom {}

  /** Standard normal, drawn again beyond two standard deviations. */
  @NotInOnnx
  record StatelessTruncatedNormal(DType dtype) implements StatelessRandom {}

  /** Gamma numbers of scale 1: shape, seed, alpha, which broadcasts against the shape. */
  @NotInOnnx
  record StatelessRandomGamma(DType dtype) implements StatelessRandom {}

  /** Whole numbers from low, included, to high, excluded: shape, seed, low, high. */
  @NotInOnnx
  record StatelessRandomUniformInt(DType dtype) implements StatelessRandom {}
}
