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
 * The gradient of one weight in a step: a tensor like the weight or, of a table whose rows are only
 * gathered, one slice for each time that a row was read.
 *
 * <p>Keras on TensorFlow keeps such slices apart, as {@code IndexedSlices}, until something dense
 * meets them: a square, a magnitude, a limit or a norm is that of each slice, and a row that was
 * read twice has two. So a rule asks here for what it squares, and does not square the whole
 * itself.
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
   * Returns a gradient of the weight's own shape.
   *
   * @param ops the step's operators
   */
  public static WeightGradient of(Ops ops, Parameter weight, Value whole) {
    return new WeightGradient(ops, weight, whole, null);
  }

  /**
   * Returns a gradient of rows.
   *
   * @param ops the step's operators
   * @param slices (reads, then the shape of a row)
   * @param rows which row each slice belongs to, an int64 vector
   */
  public static WeightGradient of(Ops ops, Parameter weight, Value slices, Value rows) {
    return new WeightGradient(ops, weight, slices, rows);
  }

  /** Returns the gradient as it came: of the weight's shape, or slices of it. */
  public Value values() {
    return values;
  }

  /** Returns which row each slice belongs to; null where there are no slices. */
  public @Nullable Value rows() {
    return rows;
  }

  /** Returns the gradient in the weight's shape, the slices of a row added up. */
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

  /** Returns the squares in the weight's shape, those of the slices of a row added up. */
  public Value squares() {
    Value known = squares;
    if (known == null) {
      known = each(x -> MovingAverages.square(ops, x)).whole();
      squares = known;
    }
    return known;
  }

  /** Returns the magnitudes in the weight's shape, those of the slices of a row added up. */
  public Value magnitudes() {
    return each(ops::abs).whole();
  }

  /**
   * Returns the gradient after a change of each slice, or of the whole where there are none.
   *
   * @param change keeps the shape, and makes 0 of 0
   */
  public WeightGradient each(UnaryOperator<Value> change) {
    return new WeightGradient(ops, weight, change.apply(values), rows);
  }
}
