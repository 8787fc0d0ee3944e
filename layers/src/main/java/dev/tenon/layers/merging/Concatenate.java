package dev.tenon.layers.merging;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.Masks;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.common.ShortName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Concatenates tensors along one axis.
 *
 * <p>The inputs have equal lengths along all other axes; others fail with an {@link
 * IllegalArgumentException}. The output has the sum of the inputs' lengths along the axis. Masks
 * are concatenated too, and an input without a mask hides nothing.
 *
 * @param axis the axis, counted with the batch axis as 0; negative numbers count from the end
 * @see <a href="https://keras.io/api/layers/merging_layers/concatenate/">Keras: Concatenate</a>
 */
@ShortName(value = "axis", required = 0)
public record Concatenate(@Default("-1") long axis) implements NoWeights, ConcatenateOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    int at = Math.toIntExact(axis);
    check(inputs.stream().map(Value::shape).toList(), at);
    call.setMask(mask(call, inputs, inputs.get(0).shape().axis(at)));
    return List.of(call.ops().concat(at, Promotion.together(call.ops(), inputs)));
  }

  private static void check(List<Shape> shapes, int axis) {
    Shape first = shapes.get(0);
    for (Shape other : shapes) {
      boolean fits = !first.ranked() || !other.ranked() || first.rank() == other.rank();
      for (int d = 0; fits && first.ranked() && other.ranked() && d < first.rank(); d++) {
        fits = d == first.axis(axis) || agree(first.dim(d), other.dim(d));
      }
      if (!fits) {
        throw new IllegalArgumentException(
            "inputs must have the same shape but for axis " + axis + ", they have " + shapes);
      }
    }
  }

  private static boolean agree(Dim one, Dim other) {
    return !one.isKnown() || !other.isKnown() || one.equals(other);
  }

  private static @Nullable Value mask(Call call, List<Value> inputs, int axis) {
    Ops ops = call.ops();
    boolean any = false;
    boolean all = true;
    for (int i = 0; i < inputs.size(); i++) {
      any |= call.mask(i) != null;
      all &= call.mask(i) != null;
    }
    if (!any) {
      return null;
    }
    int rank = inputs.get(0).rank();
    if (axis == rank - 1 && Masks.joinedByAnd(call)) {
      return Masks.andAll(call, inputs.size());
    }
    if (axis == rank - 1) {
      // Keras asks whether any feature is unmasked: "or", and an input without a mask says yes.
      Value or = null;
      for (int i = 0; i < inputs.size(); i++) {
        Value own = all ? call.mask(i) : Masks.allTrue(ops, inputs.get(i), entries(inputs.get(i)));
        or = or == null || own == null ? own : ops.or(or, own);
        if (!all) {
          break;
        }
      }
      return or;
    }
    List<Value> masks = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Value own = call.mask(i);
      masks.add(own == null ? Masks.allTrue(ops, inputs.get(i), entries(inputs.get(i))) : own);
    }
    return ops.concat(axis, masks);
  }

  /** Returns the shape of a tensor's mask: all axes but the last. */
  private static Shape entries(Value x) {
    return x.shape().sub(0, x.rank() - 1);
  }
}
