package dev.tenon.ir.layer;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/** Writes what depends on values, in operators that compute all ways and choose. */
final class Branches {
  private Branches() {}

  static List<Value> cond(Call call, Value condition, List<Value> yes, List<Value> no) {
    if (yes.size() != no.size()) {
      throw new IllegalArgumentException(
          "cond: one way gives " + yes.size() + " values, the other " + no.size());
    }
    List<Value> chosen = new ArrayList<>();
    for (int i = 0; i < yes.size(); i++) {
      chosen.add(call.ops().where(condition, yes.get(i), no.get(i)));
    }
    return chosen;
  }

  static List<Value> loop(
      Call call,
      long most,
      List<Value> initial,
      Function<List<Value>, Value> condition,
      UnaryOperator<List<Value>> body) {
    if (most < 1) {
      throw new IllegalArgumentException("loop: most must be at least 1, received " + most);
    }
    Value turns = call.ops().constant(Tensor.of(LongStream.range(0, most).toArray(), most));
    List<Value> operands = new ArrayList<>(initial);
    operands.add(turns);
    Recurrent.Recurrence recurrence;
    try (Body turn = call.body("turn")) {
      List<Value> states = new ArrayList<>();
      for (int i = 0; i < initial.size(); i++) {
        states.add(turn.input("state_" + i, initial.get(i).type()));
      }
      turn.input("number", turns.type().with(turns.shape().without(0)));
      List<Value> made = body.apply(states);
      check(initial, made);
      // Where the condition is false the states stay, so that it stays false.
      List<Value> next = cond(call, condition.apply(states), made, states);
      recurrence = new Recurrent.Recurrence(turn.build(next), initial.size(), 1, false, null);
      operands.addAll(turn.captured());
    }
    return call.ops().applyAll(recurrence, operands.toArray(Value[]::new));
  }

  private static void check(List<Value> initial, List<Value> made) {
    for (int i = 0; i < Math.min(initial.size(), made.size()); i++) {
      TensorType first = initial.get(i).type();
      TensorType next = made.get(i).type();
      boolean same = first.dtype() == next.dtype() && first.shape().rank() == next.shape().rank();
      for (int axis = 0; same && axis < first.shape().rank(); axis++) {
        long before = first.shape().length(axis);
        long after = next.shape().length(axis);
        same = before < 0 || after < 0 || before == after;
      }
      if (!same) {
        throw new IllegalArgumentException(
            "loop: value " + i + " begins as " + first + " and a turn makes it " + next);
      }
    }
  }
}
