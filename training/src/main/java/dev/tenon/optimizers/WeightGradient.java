package dev.tenon.optimizers;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of one weight in a training step: a dense tensor or slices of gathered rows.
 *
 * <p>Slices arise for a table whose rows are only gathered, one for each read of a row. Keras on
 * TensorFlow keeps them apart as {@code IndexedSlices} until they meet a dense tensor. A square,
 * magnitude, limit or norm is that of each slice. A rule therefore asks for {@link #squares} here
 * and does not square {@link #whole}.
 */
public final class WeightGradient {
  private final Ops ops;
  private final Parameter weight;
  private final Value values;
  private final @Nullable Value rows;
  private @Nullable Value whole;
  private @Nullable Value squares;

  private WeightGradient(Ops ops, Parameter weight, Value values, @Nullable Value rows) {
    this.ops = ops;
    this.weight = weight;
    this.values = values;
    this.rows = rows;
  }

  /**
   * Returns a dense gradient of the weight's shape.
   *
   * @param ops the operators of the step
   * @param weight the weight
   * @param whole the gradient
   */
  public static WeightGradient of(Ops ops, Parameter weight, Value whole) {
    return new WeightGradient(ops, weight, whole, null);
  }

  /**
   * Returns a gradient of slices of rows.
   *
   * @param ops the operators of the step
   * @param weight the weight
   * @param slices the slices, of shape (reads, …) with the shape of a row behind
   * @param rows the row of each slice, an int64 vector
   */
  public static WeightGradient of(Ops ops, Parameter weight, Value slices, Value rows) {
    return new WeightGradient(ops, weight, slices, rows);
  }

  /** Returns the gradient as computed: of the weight's shape, or slices of it. */
  public Value values() {
    return values;
  }

  /** Returns the row of each slice; null for a dense gradient. */
  public @Nullable Value rows() {
    return rows;
  }

  /** Returns the dense gradient in the weight's shape; slices of the same row are added up. */
  public Value whole() {
    Value known = whole;
    if (known == null) {
      known = rows == null ? values : sum(rows);
      whole = known;
    }
    return known;
  }

  private Value sum(Value places) {
    Tensor zero = Tensor.zeros(weight.dtype(), 1);
    Value zeros = ops.apply(new Generation.ConstantOfShape(zero), ops.longs(weight.shape()));
    return ops.apply(new Indexing.ScatterND("add"), zeros, ops.unsqueeze(places, 1), values);
  }

  /**
   * Returns the squared gradient in the weight's shape; the squares of slices of the same row are
   * added up.
   */
  public Value squares() {
    Value known = squares;
    if (known == null) {
      known = each(x -> MovingAverages.square(ops, x)).whole();
      squares = known;
    }
    return known;
  }

  /**
   * Returns the absolute gradient in the weight's shape; the magnitudes of slices of the same row
   * are added up.
   */
  public Value magnitudes() {
    return each(ops::abs).whole();
  }

  /**
   * Applies a function to each slice, or to the dense gradient.
   *
   * @param change a function that keeps the shape and maps 0 to 0
   */
  public WeightGradient each(UnaryOperator<Value> change) {
    return new WeightGradient(ops, weight, change.apply(values), rows);
  }
}
