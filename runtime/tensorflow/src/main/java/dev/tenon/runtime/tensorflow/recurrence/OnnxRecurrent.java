package dev.tenon.runtime.tensorflow.recurrence;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * ONNX's LSTM, GRU and RNN: what one step computes is written in operators, and the steps are those
 * of any other recurrence.
 */
final class OnnxRecurrent {
  /** What tells the three operators apart. */
  interface Cell {
    /** Returns the number of gates. */
    int gates();

    /** Returns the number of states, h first. */
    int states();

    /** Returns the next states of one step. */
    List<Value> next(Ops ops, Step step, RecurrentActivations activations);
  }

  /**
   * What a step works with.
   *
   * @param input the input's share of the gates, bias included
   * @param states h and perhaps c
   * @param recurrent the matrix that h is multiplied by: (units, gates * units)
   * @param bias the recurrent bias
   * @param peepholes what an LSTM's gates see of c; empty where they see nothing
   * @param units the number of units
   */
  record Step(
      Value input,
      List<Value> states,
      Value recurrent,
      Value bias,
      List<Value> peepholes,
      long units) {}

  private final Cell cell;
  private final RecurrentActivations activations;
  private final String direction;
  private final boolean batchFirst;
  private final NodeContext at;
  private final Tf tf;
  private final long units;

  OnnxRecurrent(
      Cell cell, RecurrentActivations activations, String direction, long layout, NodeContext at) {
    this.cell = cell;
    this.activations = activations;
    this.direction = direction;
    this.batchFirst = layout == 1;
    this.at = at;
    this.tf = at.tf();
    // An axis of the first result says it, from the recurrent weights or the attribute.
    this.units = at.node().outputs().get(0).shape().length(-1);
    if (units < 0) {
      throw at.refuse("the number of units is not known");
    }
  }

  List<Output<?>> emit() {
    Output<?> x = batchFirst ? tf.transpose(at.in(0), 1, 0, 2) : at.in(0);
    int directions = direction.equals("bidirectional") ? 2 : 1;
    List<List<Output<?>>> all = new ArrayList<>();
    for (int d = 0; d < directions; d++) {
      all.add(one(x, d, d == 1 || direction.equals("reverse")));
    }
    List<Output<?>> results = new ArrayList<>();
    for (int i = 0; i <= cell.states(); i++) {
      List<Output<?>> sides = new ArrayList<>();
      for (List<Output<?>> side : all) {
        sides.add(side.get(i));
      }
      // Y is (time, directions, batch, units), a state (directions, batch, units).
      Output<?> joined = tf.pack(sides, i == 0 ? 1 : 0);
      if (batchFirst) {
        joined = i == 0 ? tf.transpose(joined, 2, 0, 1, 3) : tf.transpose(joined, 1, 0, 2);
      }
      results.add(joined);
    }
    return results;
  }

  /** Runs one direction: returns the outputs of all steps, then the last states. */
  private List<Output<?>> one(Output<?> forward, int d, boolean backwards) {
    Output<?> x = backwards ? turned(forward) : forward;
    Output<?> batch = tf.part(tf.shape(x), 1, 2);
    Output<?> zero =
        tf.op("Fill").in(tf.concat(0, List.of(batch, tf.longs(units))), tf.like(x, 0)).out();
    List<Output<?>> operands = new ArrayList<>();
    for (int s = 0; s < cell.states(); s++) {
      operands.add(at.has(5 + s) ? ofDirection(initial(5 + s), d) : zero);
    }
    long width = cell.gates() * units;
    Output<?> none = tf.op("Fill").in(tf.longs(width), tf.like(x, 0)).out();
    List<Output<?>> biases =
        at.has(3) ? tf.split(ofDirection(at.in(3), d), 0, width, width) : List.of(none, none);
    Output<?> gates = gates(x, tf.transpose(ofDirection(at.in(1), d), 1, 0), biases.get(0), width);
    operands.add(gates);
    operands.add(
        at.has(4)
            ? counts(x)
            : tf.op("Fill")
                .in(tf.concat(0, List.of(tf.part(tf.shape(x), 0, 1), tf.longs(1, 1))), yes())
                .out());
    operands.add(tf.transpose(ofDirection(at.in(2), d), 1, 0));
    operands.add(biases.get(1));
    boolean peeps = at.has(7) && cell.states() == 2;
    if (peeps) {
      operands.addAll(tf.split(ofDirection(at.in(7), d), 0, units, units, units));
    }
    Graph body = body(d, peeps);
    List<Output<?>> results = new Loop(body, cell.states(), 2, false, at).run(operands, steps());
    List<Output<?>> ordered = new ArrayList<>();
    Output<?> sequence = results.get(cell.states());
    ordered.add(backwards ? turned(sequence) : sequence);
    ordered.addAll(results.subList(0, cell.states()));
    return ordered;
  }

  private long steps() {
    return at.ranked(0).length(batchFirst ? 1 : 0);
  }

  private Output<?> yes() {
    return tf.constant(dev.tenon.tensor.Tensor.scalar(DType.BOOL, 1L));
  }

  private Output<?> initial(int input) {
    return batchFirst ? tf.transpose(at.in(input), 1, 0, 2) : at.in(input);
  }

  private Output<?> ofDirection(Output<?> x, int d) {
    return tf.gather(x, tf.scalar(d), 0);
  }

  /** The input's share of all gates of all steps: one product. */
  private Output<?> gates(Output<?> x, Output<?> kernel, Output<?> bias, long width) {
    Output<?> shape = tf.shape(x);
    Output<?> rows = tf.reshape(x, tf.pack(List.of(tf.scalar(-1), tf.element(shape, 2)), 0));
    Output<?> product = tf.binary("BiasAdd", tf.binary("MatMul", rows, kernel), bias);
    return tf.reshape(product, tf.concat(0, List.of(tf.part(shape, 0, 2), tf.longs(width))));
  }

  /** Returns (time, batch, 1): whether a step lies within its sequence. */
  private Output<?> counts(Output<?> x) {
    Output<?> lengths = tf.cast(at.in(4), DataType.DT_INT64);
    Output<?> time = tf.reshape(tf.range(tf.length(x, 0)), -1, 1, 1);
    return tf.binary("Less", time, tf.reshape(lengths, 1, -1, 1));
  }

  private Output<?> turned(Output<?> sequence) {
    return at.has(4)
        ? tf.op("ReverseSequence")
            .in(sequence, at.in(4))
            .attr("seq_dim", 0)
            .attr("batch_dim", 1)
            .out()
        : tf.op("ReverseV2").in(sequence, tf.longs(0)).out();
  }

  private Graph body(int d, boolean peeps) {
    DType type = at.dtype(0);
    GraphBuilder builder = new GraphBuilder(at.node().name() + "/direction_" + d);
    Origin origin = new Origin(at.node().name(), at.node().operator().opType());
    Ops ops = new Ops(() -> builder, () -> origin);
    List<Value> states = new ArrayList<>();
    for (int s = 0; s < cell.states(); s++) {
      states.add(builder.input("state", new TensorType(type, Shape.of(-1, units))));
    }
    long width = cell.gates() * units;
    Value input = builder.input("input", new TensorType(type, Shape.of(-1, width)));
    Value counts = builder.input("counts", new TensorType(DType.BOOL, Shape.of(-1, 1)));
    Value recurrent = builder.input("recurrent", new TensorType(type, Shape.of(units, width)));
    Value bias = builder.input("bias", new TensorType(type, Shape.of(width)));
    List<Value> peepholes = new ArrayList<>();
    for (int i = 0; peeps && i < 3; i++) {
      peepholes.add(builder.input("peephole", new TensorType(type, Shape.of(units))));
    }
    List<Value> next =
        cell.next(
            ops,
            new Step(input, states, recurrent, bias, peepholes, units),
            activations.ofDirection(d));
    List<Value> outputs = new ArrayList<>();
    Value visible = next.get(0);
    for (int s = 0; s < next.size(); s++) {
      outputs.add(at.has(4) ? ops.where(counts, next.get(s), states.get(s)) : next.get(s));
    }
    outputs.add(at.has(4) ? ops.where(counts, visible, ops.scalar(visible, 0)) : visible);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      names.add("output_" + i);
    }
    return builder.build(outputs, names);
  }
}
