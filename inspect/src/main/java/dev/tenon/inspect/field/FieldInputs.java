package dev.tenon.inspect.field;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.op.Unary;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds the axes of a graph's inputs along which there are places: those of (batch, places…,
 * channels) or (batch, channels, places…), and that of a row of numbers which are looked up in a
 * table, such as words.
 */
final class FieldInputs {
  private static final int MOST_AXES = 3;

  /** Which axis of which input each axis of a value is. */
  private record Traced(Value input, List<Integer> axes) {}

  private final Map<Value, Traced> traced = new IdentityHashMap<>();
  private final Map<Value, Integer> channels = new IdentityHashMap<>();
  private final Map<Value, Boolean> lookedUp = new IdentityHashMap<>();

  private FieldInputs() {}

  /** Returns the field of each input. */
  static Map<Value, Field> of(Graph graph) {
    FieldInputs inputs = new FieldInputs();
    for (Value input : graph.inputs()) {
      if (input.shape().ranked()) {
        inputs.traced.put(
            input, new Traced(input, IntStream.range(0, input.rank()).boxed().toList()));
      }
    }
    graph.nodes().forEach(inputs::follow);
    Map<Value, Field> fields = new IdentityHashMap<>();
    graph.inputs().forEach(input -> fields.put(input, inputs.field(input)));
    return fields;
  }

  /** Follows an input to the first operator that says which of its axes holds the channels. */
  private void follow(OperatorNode node) {
    for (Value value : node.reads()) {
      Traced from = traced.get(value);
      if (from == null) {
        continue;
      }
      if (node.operator() instanceof Indexing.Gather
          && value == node.optionalInput(1)
          && value != node.optionalInput(0)) {
        lookedUp.put(from.input(), true);
      } else if (node.operator() instanceof Spatial spatial) {
        if (value == node.optionalInput(0) && value.rank() > 2) {
          channels.putIfAbsent(
              from.input(), from.axes().get(spatial.channelAxis(from.axes().size())));
        }
      } else if (node.operator() instanceof Movement.Transpose turn) {
        traced.put(
            node.output(),
            new Traced(
                from.input(),
                turn.perm().stream().map(axis -> from.axes().get(axis.intValue())).toList()));
      } else if (samePlaces(node) && from.axes().size() == node.output().rank()) {
        traced.putIfAbsent(node.output(), from);
      }
    }
  }

  private static boolean samePlaces(OperatorNode node) {
    boolean moved =
        node.operator() instanceof Movement
            && !Set.of("Pad", "Slice").contains(node.operator().opType());
    return !moved
        && node.outputs().size() == 1
        && node.output().shape().ranked()
        && node.reads().stream()
            .allMatch(v -> v.shape().ranked() && v.rank() <= node.output().rank())
        && (node.operator() instanceof Unary || node.reads().get(0).rank() == node.output().rank());
  }

  private Field field(Value input) {
    if (!input.shape().ranked()) {
      return Field.EVERYTHING;
    }
    int rank = input.rank();
    boolean words = rank == 2 && lookedUp.containsKey(input);
    if (!words && (rank < 3 || rank > 2 + MOST_AXES)) {
      return Field.EVERYTHING;
    }
    int channel = words ? 0 : channels.getOrDefault(input, rank - 1);
    List<InputSpan> sights = new ArrayList<>();
    List<Integer> dims = new ArrayList<>();
    for (int axis = 1; axis < rank; axis++) {
      if (axis != channel) {
        sights.add(InputSpan.ofInput(input.shape().length(axis)));
        dims.add(axis);
      }
    }
    return new Field(sights, dims);
  }
}
