package dev.tenon.ir.pass.recurrence;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.Pattern;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one recurrence as ONNX's LSTM, GRU or RNN. */
final class RecurrentCell {
  private final Rewriter rewriter;
  private final OperatorNode node;
  private final Recurrent.Recurrence loop;
  private final Recurrent.SameAs same;
  private final Ops ops;
  private final List<@Nullable Value> operands;

  RecurrentCell(
      Rewriter rewriter, OperatorNode node, Recurrent.Recurrence loop, Recurrent.SameAs same) {
    this.rewriter = rewriter;
    this.node = node;
    this.loop = loop;
    this.same = same;
    this.ops = rewriter.ops(node);
    this.operands = rewriter.operands(node);
  }

  void write() {
    boolean lstm = same.opType().equals("LSTM");
    int states = loop.states();
    Value x = operand(states);
    Value w = gates(operand(states + 1));
    Value r = gates(operand(states + 2));
    Value b = same.bias() ? bias(operand(states + 3)) : null;
    Value h = initial(0);
    Value c = lstm ? initial(1) : null;
    List<Value> results =
        ops.applyAll(operator(), lstm ? trim(x, w, r, b, null, h, c) : trim(x, w, r, b, null, h));
    Value y = ops.squeeze(results.get(0), 1);
    if (loop.reverse()) {
      // ONNX keeps the entries in the order of time, a recurrence in the order of its steps.
      y = ops.slice(y, 0, -1, Long.MIN_VALUE, -1);
    }
    for (int i = 0; i < states; i++) {
      give(node.outputs().get(i), ops.squeeze(results.get(i + 1), 0));
    }
    give(node.outputs().get(states), y);
  }

  private void give(Value old, Value now) {
    if (rewriter.isResult(old)) {
      String name = rewriter.unique(old.name() + "/Identity");
      rewriter.put(
          new OperatorNode(name, new Unary.Identity(), List.of(now), List.of(old), node.origin()));
    } else {
      rewriter.replace(old, now);
    }
  }

  private Recurrent operator() {
    String direction = loop.reverse() ? "reverse" : "forward";
    List<String> names = same.activations();
    long units = same.hiddenSize();
    return switch (same.opType()) {
      case "LSTM" -> new Recurrent.LSTM(null, null, names, null, direction, units, 0, 0);
      case "GRU" ->
          new Recurrent.GRU(
              null, null, names, null, direction, units, 0, same.linearBeforeReset() ? 1 : 0);
      case "RNN" -> new Recurrent.RNN(null, null, names, null, direction, units, 0);
      default ->
          throw new IllegalArgumentException(
              "node '" + node.name() + "': ONNX has no recurrent operator " + same.opType());
    };
  }

  private Value operand(int index) {
    Value operand = operands.get(index);
    if (operand == null) {
      throw new IllegalArgumentException(
          "node '" + node.name() + "': operand " + index + " is missing");
    }
    return operand;
  }

  /** Turns (in, gates) in Keras' order into (1, gates, in) in ONNX's. */
  private Value gates(Value kernel) {
    return ops.unsqueeze(ops.transpose(reorder(kernel, 1), 1, 0), 0);
  }

  /** Turns i f c o into i o f c; the other operators have Keras' order. */
  private Value reorder(Value weights, int axis) {
    if (!same.opType().equals("LSTM")) {
      return weights;
    }
    long n = same.hiddenSize();
    List<Value> parts = ops.split(weights, axis, n, n, n, n);
    return ops.concat(axis, List.of(parts.get(0), parts.get(3), parts.get(1), parts.get(2)));
  }

  /** Returns the bias of the input and that of the state, side by side: (1, 2 * gates). */
  private Value bias(Value bias) {
    if (bias.rank() == 2) {
      long gates = bias.shape().length(1);
      return ops.apply(new Movement.Reshape(0), bias, ops.longs(1, 2 * gates));
    }
    long gates = bias.shape().length(0);
    Value zeros = ops.constant(Tensor.zeros(bias.dtype(), gates));
    return ops.unsqueeze(ops.concat(0, List.of(reorder(bias, 0), zeros)), 0);
  }

  /** Returns an initial state with the axis of directions; null for zeros, ONNX's default. */
  private @Nullable Value initial(int index) {
    Value state = operand(index);
    OperatorNode producer = rewriter.producer(state);
    Tensor filled =
        producer != null && producer.operator() instanceof Movement.Expand
            ? producer.input(0).constant()
            : state.constant();
    if (filled != null && Pattern.isFilled(filled, 0)) {
      return null;
    }
    return ops.unsqueeze(state, 0);
  }

  /** Leaves out what is not given at the end. */
  private static @Nullable Value[] trim(@Nullable Value... operands) {
    List<@Nullable Value> list = new ArrayList<>(Arrays.asList(operands));
    while (list.get(list.size() - 1) == null) {
      list.remove(list.size() - 1);
    }
    @Nullable Value[] trimmed = new Value[list.size()];
    return list.toArray(trimmed);
  }
}
