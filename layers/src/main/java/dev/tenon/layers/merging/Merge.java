package dev.tenon.layers.merging;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Masks;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.Promotion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A layer that merges tensors element by element.
 *
 * <p>A tensor with fewer axes gets axes behind the batch, as in Keras. If every input has a mask,
 * an entry is masked where all inputs mask it; in Keras 2 ({@link Masks#joinedByAnd}) where any
 * does.
 */
public sealed interface Merge extends NoWeights
    permits Add, Subtract, Multiply, Average, Maximum, Minimum {

  /** Merges tensors of equal rank. */
  Value merge(Call call, List<Value> inputs);

  @Override
  default List<Value> call(None weights, Call call, List<Value> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException(className() + " needs inputs, it gets none");
    }
    Ops ops = call.ops();
    int rank = inputs.stream().mapToInt(Value::rank).max().getAsInt();
    List<Value> aligned = new ArrayList<>();
    Value mask = call.mask(0);
    for (int i = 0; i < inputs.size(); i++) {
      Value x = inputs.get(i);
      if (x.rank() < rank) {
        x = ops.unsqueeze(x, LongStream.rangeClosed(1, rank - x.rank()).toArray());
      }
      aligned.add(x);
      mask = i == 0 ? mask : Masks.orNull(ops, mask, call.mask(i));
    }
    call.setMask(Masks.joinedByAnd(call) ? Masks.andAll(call, inputs.size()) : mask);
    return List.of(merge(call, Promotion.together(ops, aligned)));
  }

  /** Adds tensors one after the other. */
  static Value sum(Ops ops, List<Value> inputs) {
    Value sum = inputs.get(0);
    for (Value x : inputs.subList(1, inputs.size())) {
      sum = ops.add(sum, x);
    }
    return sum;
  }

  /** Computes the extreme of tensors without masked entries, in Keras' order. */
  static Value extreme(Call call, List<Value> inputs, BinaryOperator<Value> better) {
    Ops ops = call.ops();
    Value result = null;
    Value counts = null;
    for (int i = 0; i < inputs.size(); i++) {
      Value x = inputs.get(i);
      Value own = Masks.joinedByAnd(call) ? null : expanded(ops, call.mask(i));
      if (result == null) {
        result = x;
        counts = own;
        continue;
      }
      x = own == null ? x : ops.where(own, x, result);
      result = counts == null ? result : ops.where(counts, result, x);
      counts = Masks.orNull(ops, counts, own);
      result = better.apply(result, x);
    }
    return Objects.requireNonNull(result);
  }

  private static @Nullable Value expanded(Ops ops, @Nullable Value mask) {
    return mask == null ? null : ops.unsqueeze(mask, -1);
  }
}
