package dev.tenon.runtime.tensorflow.recurrence;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.emit.Emitter;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;

/**
 * Takes out of a recurrence's body what does not depend on a state.
 *
 * <p>What depends on nothing but fixed values is computed once. What depends on sequence entries
 * too is computed for the whole sequence at once, time being one more axis in front: one large
 * product of matrices in place of one a step. Only operators are taken that treat every step alike.
 */
final class LoopInvariants {
  private final Emitter outer;
  private final Map<Value, Output<?>> fixed = new IdentityHashMap<>();
  private final Map<Value, Output<?>> sequences = new LinkedHashMap<>();

  /** For a body value that exists for all steps: the value with the time axis. */
  private final Map<Value, Value> wholes = new IdentityHashMap<>();

  private final List<OperatorNode> remaining = new ArrayList<>();

  LoopInvariants(
      Emitter outer, Graph body, Map<Value, Output<?>> fixed, Map<Value, Output<?>> entries) {
    this.outer = outer;
    this.fixed.putAll(fixed);
    entries.forEach(this::addSequence);
    Emitter once = outer.nested(outer.tf());
    fixed.forEach(once::bind);
    for (OperatorNode node : body.nodes()) {
      if (node.reads().stream().allMatch(this::isFixed)) {
        once.emit(List.of(node), body.name());
        node.outputs().forEach(output -> this.fixed.put(output, once.resolve(output)));
      } else if (isAlike(node)) {
        emitForAll(node, once);
      } else {
        remaining.add(node);
      }
    }
    // Only what the steps still read has to be cut into entries.
    Set<Value> read = Collections.newSetFromMap(new IdentityHashMap<>());
    read.addAll(Loop.reads(remaining, body.outputs()));
    sequences.keySet().retainAll(read);
  }

  /** Returns what is the same for every step. */
  Map<Value, Output<?>> fixed() {
    return fixed;
  }

  /** Returns, for each body value that the steps read and that is known for all, the sequence. */
  Map<Value, Output<?>> sequences() {
    return sequences;
  }

  /** Returns the nodes that are left to do step by step. */
  List<OperatorNode> remaining() {
    return remaining;
  }

  private void addSequence(Value entry, Output<?> sequence) {
    Shape shape =
        entry.shape().ranked()
            ? Shape.of(Dim.unknown()).concat(entry.shape())
            : Shape.unknownRank();
    Value whole = Value.of(entry.name(), entry.type().with(shape));
    outer.bind(whole, sequence);
    wholes.put(entry, whole);
    sequences.put(entry, sequence);
  }

  private boolean isFixed(Value value) {
    return value.constant() != null || value.parameter() != null || fixed.containsKey(value);
  }

  private boolean isAlike(OperatorNode node) {
    if (node.outputs().size() != 1
        || node.inputs().stream().anyMatch(v -> v != null && !isFixed(v) && !wholes.containsKey(v))
        || node.reads().stream().anyMatch(v -> !v.shape().ranked())) {
      return false;
    }
    Operator operator = node.operator();
    if (operator instanceof Linear.MatMul) {
      return wholes.containsKey(node.input(0))
          && node.input(0).rank() >= 2
          && isFixed(node.input(1))
          && node.input(1).rank() == 2;
    }
    if (operator instanceof Convolution.Conv) {
      return wholes.containsKey(node.input(0)) && isFixed(node.input(1));
    }
    if (operator instanceof Unary) {
      return true;
    }
    if (operator instanceof Activations) {
      return !(operator instanceof Activations.Softmax
          || operator instanceof Activations.LogSoftmax
          || operator instanceof Activations.Hardmax);
    }
    if (operator instanceof Binary && !(operator instanceof Binary.PRelu)) {
      // Time stays in front only where no operand has more axes than the one with time.
      int a = node.input(0).rank();
      int b = node.input(1).rank();
      boolean timeA = wholes.containsKey(node.input(0));
      boolean timeB = wholes.containsKey(node.input(1));
      if (timeA && timeB) {
        return a == b;
      }
      return timeA ? b <= a : a <= b;
    }
    return false;
  }

  private void emitForAll(OperatorNode node, Emitter once) {
    Value output = node.output();
    if (node.operator() instanceof Convolution.Conv) {
      addSequence(output, convolved(node, once));
      return;
    }
    List<@Nullable Value> inputs = node.map(input -> wholes.getOrDefault(input, input));
    for (Value input : inputs) {
      if (input != null && !node.inputs().contains(input)) {
        once.bind(input, outer.resolve(input));
      }
    }
    Shape shape = Shape.of(Dim.unknown()).concat(output.shape());
    Value whole = Value.of(output.name(), output.type().with(shape));
    once.emit(List.of(node.with(node.operator(), inputs, List.of(whole))), node.name());
    addSequence(output, once.resolve(whole));
  }

  /** Time and batch become one axis, since images have no room for one more. */
  private Output<?> convolved(OperatorNode node, Emitter once) {
    Tf tf = outer.tf();
    Value entry = node.input(0);
    Output<?> sequence = outer.resolve(known(entry));
    int rank = entry.rank() + 1;
    Output<?> lengths = tf.shape(sequence);
    Output<?> merged = tf.concat(0, List.of(tf.longs(-1), tf.part(lengths, 2, rank)));
    Value flat = Value.of(entry.name(), entry.type().with(entry.shape().with(0, Dim.unknown())));
    once.bind(flat, tf.reshape(sequence, merged));
    List<@Nullable Value> inputs = new ArrayList<>(node.inputs());
    inputs.set(0, flat);
    Value result = Value.of(node.output().name(), node.output().type());
    once.emit(List.of(node.with(node.operator(), inputs, List.of(result))), node.name());
    Output<?> images = once.resolve(result);
    Output<?> shape = tf.shape(images);
    return tf.reshape(
        images, tf.concat(0, List.of(tf.part(lengths, 0, 2), tf.part(shape, 1, rank - 1))));
  }

  private Value known(Value entry) {
    Value whole = wholes.get(entry);
    if (whole == null) {
      throw new IllegalArgumentException("'" + entry.name() + "' is no sequence");
    }
    return whole;
  }
}
