package dev.tenon.layers.merging;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.Masks;
import dev.tenon.layers.NoWeights;
import dev.tenon.layers.ShortName;
import dev.tenon.tensor.DType;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins tensors along an axis.
 *
 * <p>Inputs agree in all other axes. Masks are joined along with them; an input without a mask
 * counts as one that hides nothing.
 *
 * @see <a href="https://keras.io/api/layers/merging_layers/concatenate/">Keras: Concatenate</a>
 */
@RecordBuilder
@ShortName(value = "axis", required = 0)
public record Concatenate(long axis) implements NoWeights, ConcatenateBuilder.With {

  /** Keras' defaults. */
  public static final Concatenate DEFAULTS = new Concatenate(-1);

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    int at = Math.toIntExact(axis);
    call.setMask(mask(call, inputs, inputs.get(0).shape().axis(at)));
    DType type = Merge.commonType(inputs);
    List<Value> parts = inputs.stream().map(x -> call.ops().cast(x, type)).toList();
    return List.of(call.ops().concat(at, parts));
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
