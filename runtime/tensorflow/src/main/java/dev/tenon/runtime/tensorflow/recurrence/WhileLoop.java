package dev.tenon.runtime.tensorflow.recurrence;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.emit.Emitter;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.GraphFunctions;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.graph.Variables;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Output;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/**
 * A recurrence as TensorFlow's While, for any number of steps.
 *
 * <p>The loop carries: the step, the number of steps, the states, a list of tensors for each output
 * sequence, and then what never changes: the input sequences and the fixed values.
 */
final class WhileLoop {
  private final Graph body;
  private final int states;
  private final boolean reverse;
  private final NodeContext at;
  private final Tf tf;

  WhileLoop(Graph body, int states, boolean reverse, NodeContext at) {
    this.body = body;
    this.states = states;
    this.reverse = reverse;
    this.at = at;
    this.tf = at.tf();
  }

  List<Output<?>> run(Output<?> anySequence, List<Output<?>> initial, LoopInvariants hoisting) {
    Output<?> steps = tf.cast(tf.length(anySequence, 0), DataType.DT_INT32);
    List<Output<?>> carried = new ArrayList<>();
    carried.add(tf.scalar(DataType.DT_INT32, 0));
    carried.add(steps);
    carried.addAll(initial);
    List<Value> collected = body.outputs().subList(states, body.outputs().size());
    for (Value output : collected) {
      carried.add(
          tf.op("TensorListReserve")
              .in(elementShape(tf, output), steps)
              .attr("element_dtype", TensorFlowTypes.of(output.dtype()))
              .out());
    }
    Map<Value, Output<?>> sequences = hoisting.sequences();
    Map<Value, Output<?>> fixed = new LinkedHashMap<>();
    for (Value value : captured(hoisting)) {
      Output<?> known = hoisting.fixed().get(value);
      fixed.put(value, known == null ? at.emitter().resolve(value) : known);
    }
    carried.addAll(sequences.values());
    carried.addAll(fixed.values());
    List<Output<?>> results = loop(carried, hoisting, List.copyOf(fixed.keySet()));
    List<Output<?>> outputs = new ArrayList<>(results.subList(2, 2 + states));
    for (int i = 0; i < collected.size(); i++) {
      Value output = collected.get(i);
      outputs.add(
          tf.op("TensorListStack")
              .in(results.get(2 + states + i), elementShape(tf, output))
              .attr("element_dtype", TensorFlowTypes.of(output.dtype()))
              .out());
    }
    return outputs;
  }

  /** Returns the fixed values, parameters and large constants that the steps read. */
  private Set<Value> captured(LoopInvariants hoisting) {
    Set<Value> captured = new LinkedHashSet<>();
    for (Value read : Loop.reads(hoisting.remaining(), body.outputs())) {
      boolean large = read.constant() != null && Variables.isLarge(read.constant());
      if (hoisting.fixed().containsKey(read) || read.parameter() != null || large) {
        captured.add(read);
      }
    }
    return captured;
  }

  static Output<?> elementShape(Tf tf, Value value) {
    if (!value.shape().ranked()) {
      return tf.scalar(DataType.DT_INT32, -1);
    }
    long[] lengths = value.shape().toLongs();
    int[] ints = new int[lengths.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = Math.toIntExact(lengths[i]);
    }
    return tf.ints(ints);
  }

  private List<Output<?>> loop(
      List<Output<?>> carried, LoopInvariants hoisting, List<Value> fixed) {
    List<DataType> types = new ArrayList<>();
    carried.forEach(each -> types.add(each.dataType()));
    try (org.tensorflow.Graph conditionGraph = new org.tensorflow.Graph();
        org.tensorflow.Graph bodyGraph = new org.tensorflow.Graph()) {
      return tf.op("StatelessWhile")
          .list(carried)
          .attr("T", types.toArray(DataType[]::new))
          .attr("cond", condition(new Tf(conditionGraph), types))
          .attr("body", step(new Tf(bodyGraph), types, hoisting, fixed))
          .outs(carried.size());
    }
  }

  private AttrValue condition(Tf inner, List<DataType> types) {
    List<Output<?>> inputs = new ArrayList<>();
    types.forEach(
        type -> inputs.add(inner.placeholder(type, org.tensorflow.ndarray.Shape.unknown())));
    Output<?> more = inner.binary("Less", inputs.get(0), inputs.get(1));
    return GraphFunctions.define(tf, inner, "more", inputs, List.of(more));
  }

  private AttrValue step(
      Tf inner, List<DataType> types, LoopInvariants hoisting, List<Value> fixed) {
    int outputs = body.outputs().size() - states;
    List<Value> sequences = List.copyOf(hoisting.sequences().keySet());
    int firstSequence = 2 + states + outputs;
    int firstFixed = firstSequence + sequences.size();
    List<Output<?>> inputs = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Shape shape = Shape.unknownRank();
      if (i < 2) {
        shape = Shape.of(List.of());
      } else if (i < 2 + states) {
        shape = body.inputs().get(i - 2).shape();
      } else if (i >= firstFixed) {
        shape = fixed.get(i - firstFixed).shape();
      }
      inputs.add(
          inner.placeholder(
              types.get(i),
              shape.ranked()
                  ? org.tensorflow.ndarray.Shape.of(shape.toLongs())
                  : org.tensorflow.ndarray.Shape.unknown()));
    }
    Output<?> now = inputs.get(0);
    Output<?> one = inner.scalar(DataType.DT_INT32, 1);
    Output<?> time = reverse ? inner.sub(inner.sub(inputs.get(1), one), now) : now;
    Emitter emitter = at.emitter().nested(inner);
    for (int s = 0; s < states; s++) {
      emitter.bind(body.inputs().get(s), inputs.get(2 + s));
    }
    for (int i = 0; i < sequences.size(); i++) {
      emitter.bind(sequences.get(i), inner.gather(inputs.get(firstSequence + i), time, 0));
    }
    for (int i = 0; i < fixed.size(); i++) {
      emitter.bind(fixed.get(i), inputs.get(firstFixed + i));
    }
    emitter.emit(hoisting.remaining(), body.name());
    List<Output<?>> results = new ArrayList<>(List.of(inner.add(now, one), inputs.get(1)));
    for (int s = 0; s < states; s++) {
      results.add(emitter.resolve(body.outputs().get(s)));
    }
    for (int i = 0; i < outputs; i++) {
      Value output = body.outputs().get(states + i);
      results.add(
          inner
              .op("TensorListSetItem")
              .in(inputs.get(2 + states + i), now, emitter.resolve(output))
              .attr("element_dtype", TensorFlowTypes.of(output.dtype()))
              .out());
    }
    results.addAll(inputs.subList(firstSequence, inputs.size()));
    return GraphFunctions.define(tf, inner, "step", inputs, results);
  }
}
