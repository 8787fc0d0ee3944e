package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.schema.TypeNumbers;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operators of ONNX files that draw from the engine's own random generator.
 *
 * <p>A seed initialises the generator; without one, every session draws other numbers. Engines draw
 * different numbers. Keras' layers use {@link StatelessRandom}.
 */
public sealed interface RandomGenerators extends OperatorFamily {

  /**
   * Sets elements to zero at random and scales the others up: x, optional share of zeros (0.5),
   * optional flag without which nothing is dropped. Returns x and a bool mask of the kept elements.
   */
  record Dropout(@Nullable Long seed) implements RandomGenerators {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0), in.type(0).with(DType.BOOL));
    }
  }

  /**
   * Draws positions in each row by the logarithms of their weights: (rows, positions).
   *
   * @param dtype ONNX's number of the element type, 6 for int32
   */
  record Multinomial(long dtype, long sampleSize, @Nullable Float seed)
      implements RandomGenerators {
    @Override
    public List<TensorType> infer(Inference in) {
      Dim rows = in.shape(0).ranked() ? in.shape(0).dim(0) : Dim.unknown();
      return List.of(
          new TensorType(TypeNumbers.ofNumbers(dtype), Shape.of(rows, Dim.of(sampleSize))));
    }
  }

  /**
   * Normal numbers of a shape.
   *
   * @param dtype ONNX's number of the element type, 1 for float32
   */
  record RandomNormal(long dtype, float mean, float scale, @Nullable Float seed, List<Long> shape)
      implements RandomGenerators {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(new TensorType(TypeNumbers.ofNumbers(dtype), lengths(shape)));
    }
  }

  /** Normal numbers of the shape of x, by default of its type. */
  record RandomNormalLike(@Nullable DType dtype, float mean, float scale, @Nullable Float seed)
      implements RandomGenerators {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(dtype == null ? in.type(0) : in.type(0).with(dtype));
    }
  }

  /**
   * Numbers between two others, of a shape.
   *
   * @param dtype ONNX's number of the element type, 1 for float32
   */
  record RandomUniform(long dtype, float high, float low, @Nullable Float seed, List<Long> shape)
      implements RandomGenerators {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(new TensorType(TypeNumbers.ofNumbers(dtype), lengths(shape)));
    }
  }

  /** Uniform numbers between two bounds, of the shape of x, by default of its type. */
  record RandomUniformLike(@Nullable DType dtype, float high, float low, @Nullable Float seed)
      implements RandomGenerators {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(dtype == null ? in.type(0) : in.type(0).with(dtype));
    }
  }

  private static Shape lengths(List<Long> shape) {
    return Shape.of(shape.stream().mapToLong(Long::longValue).toArray());
  }
}
