package dev.tenon.layers.base;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Writes what depends on values: the operators If and Loop with their nested graphs. */
final class ControlFlowOps {
  private static final Shape SCALAR = Shape.of(List.of());

  private ControlFlowOps() {}

  /** A nested graph with what it reads of the outer one. */
  private record Way(Graph graph, List<Value> captured) {}

  static List<Value> cond(
      Call call, Value condition, Supplier<List<Value>> yes, Supplier<List<Value>> no) {
    Value one = scalar(call, "cond", condition);
    Way first = way(call, "yes", yes);
    Way second = way(call, "no", no);
    List<Value> operands = new ArrayList<>(List.of(one));
    operands.addAll(first.captured);
    operands.addAll(second.captured);
    return call.ops()
        .applyAll(
            new Control.If(second.graph, first.graph), operands.toArray(new @Nullable Value[0]));
  }

  private static Way way(Call call, String name, Supplier<List<Value>> values) {
    try (Body body = call.body(name)) {
      Graph graph = body.build(values.get());
      return new Way(graph, body.captured());
    }
  }

  static List<Value> loop(
      Call call,
      @Nullable Long most,
      List<Value> initial,
      Function<List<Value>, Value> condition,
      UnaryOperator<List<Value>> body) {
    if (most != null && most < 0) {
      throw new IllegalArgumentException("loop: most must not be negative, received " + most);
    }
    List<@Nullable Value> operands = new ArrayList<>();
    operands.add(most == null ? null : call.ops().constant(Tensor.scalar(DType.INT64, most)));
    operands.add(scalar(call, "loop", condition.apply(initial)));
    operands.addAll(initial);
    Way way;
    try (Body turn = call.body("turn")) {
      turn.input("number", new TensorType(DType.INT64, SCALAR));
      turn.input("goes_on", new TensorType(DType.BOOL, SCALAR));
      List<Value> states = new ArrayList<>();
      for (int i = 0; i < initial.size(); i++) {
        states.add(turn.input("state_" + i, initial.get(i).type()));
      }
      List<Value> made = body.apply(List.copyOf(states));
      check(initial, made);
      List<Value> results = new ArrayList<>();
      results.add(scalar(call, "loop", condition.apply(made)));
      results.addAll(made);
      way = new Way(turn.build(results), turn.captured());
    }
    operands.addAll(way.captured);
    return call.ops()
        .applyAll(
            new Control.Loop(way.graph, initial.size()), operands.toArray(new @Nullable Value[0]));
  }

  /** Returns a condition without axes. */
  private static Value scalar(Call call, String what, Value condition) {
    if (condition.dtype() != DType.BOOL) {
      throw new IllegalArgumentException(
          what + ": the condition must be a boolean, received " + condition.type());
    }
    Shape shape = condition.shape();
    if (!shape.isKnown() || LongStream.of(shape.toLongs()).anyMatch(length -> length != 1)) {
      throw new IllegalArgumentException(
          what
              + ": the condition must be one boolean for the whole batch, received "
              + condition.type()
              + ": reduce it, or let ops().where choose for each element");
    }
    return shape.rank() == 0 ? condition : call.ops().reshape(condition, SCALAR);
  }

  private static void check(List<Value> initial, List<Value> made) {
    if (initial.size() != made.size()) {
      throw new IllegalArgumentException(
          "loop: it begins with "
              + initial.size()
              + " values and a turn gives "
              + made.size()
              + ": as many are expected");
    }
    for (int i = 0; i < initial.size(); i++) {
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
