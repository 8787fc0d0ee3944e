package dev.tenon.importers.onnx.reader;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that run a graph for each element of a sequence, or carry sequences from turn to turn: the
 * graph's nodes are written once a turn.
 */
final class Unrolled {
  private static final int MOST_TURNS = 4096;

  private final GraphReader reader;
  private final String label;
  private final NodeProto node;
  private final Ops ops;

  Unrolled(GraphReader reader, String label, NodeProto node) {
    this.reader = reader;
    this.label = label;
    this.node = node;
    Origin origin = new Origin(reader.nodeName(node), node.getOpType());
    this.ops = new Ops(reader::builder, () -> origin);
  }

  /** Returns whether a loop begins with a sequence, or with an optional value, as a state. */
  static boolean carriesSequences(NodeProto node, NameScope scope) {
    for (int i = 2; i < node.getInputCount(); i++) {
      String name = node.getInput(i);
      if (scope.findSequence(name) != null || scope.isAbsent(name)) {
        return true;
      }
    }
    return false;
  }

  /** One value of the graph around: a tensor, or a sequence, or nothing. */
  private record Held(@Nullable Value tensor, @Nullable List<Value> sequence) {
    void put(NameScope scope, String name) {
      if (tensor != null) {
        scope.put(name, tensor);
      } else if (sequence != null) {
        scope.putSequence(name, sequence);
      } else {
        scope.putAbsent(name);
      }
    }
  }

  private Held held(NameScope scope, GraphReader from, String name) {
    if (scope.isAbsent(name)) {
      return new Held(null, null);
    }
    List<Value> sequence = scope.findSequence(name);
    return sequence == null ? new Held(from.operand(name, label), null) : new Held(null, sequence);
  }

  /** Runs the body for each element of the first operand; all results are sequences. */
  void map(GraphProto body) {
    List<Held> operands = new ArrayList<>();
    for (String name : node.getInputList()) {
      operands.add(held(reader.scope(), reader, name));
    }
    List<Value> first = operands.isEmpty() ? null : operands.get(0).sequence;
    if (first == null || body.getInputCount() != operands.size()) {
      throw new MalformedModelException(label, "its first operand is no sequence");
    }
    List<List<Value>> results = new ArrayList<>();
    body.getOutputList().forEach(output -> results.add(new ArrayList<>()));
    for (int turn = 0; turn < first.size(); turn++) {
      GraphReader inner = inner(turn);
      for (int i = 0; i < operands.size(); i++) {
        List<Value> sequence = operands.get(i).sequence;
        if (sequence != null && sequence.size() != first.size()) {
          throw new MalformedModelException(
              label, "has sequences of " + first.size() + " and " + sequence.size());
        }
        Held element = sequence == null ? operands.get(i) : new Held(sequence.get(turn), null);
        element.put(inner.scope(), body.getInput(i).getName());
      }
      read(inner, body);
      for (int i = 0; i < results.size(); i++) {
        results.get(i).add(inner.operand(body.getOutput(i).getName(), label));
      }
    }
    for (int i = 0; i < node.getOutputCount() && i < results.size(); i++) {
      reader.scope().putSequence(node.getOutput(i), results.get(i));
    }
  }

  /** Runs the body as often as the file says. */
  void loop(GraphProto body) {
    long turns = known(node.getInput(0), "the number of turns");
    if (!node.getInput(1).isEmpty() && known(node.getInput(1), "the condition") == 0) {
      turns = 0;
    }
    if (turns > MOST_TURNS) {
      throw new UnsupportedModelException(
          label, "carries a sequence through " + turns + " turns; at most " + MOST_TURNS);
    }
    int states = node.getInputCount() - 2;
    if (body.getInputCount() != 2 + states || body.getOutputCount() < 1 + states) {
      throw new MalformedModelException(
          label, "its body has " + body.getInputCount() + " inputs for " + states + " states");
    }
    List<Held> now = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      now.add(held(reader.scope(), reader, node.getInput(2 + i)));
    }
    List<List<Value>> collected = new ArrayList<>();
    for (int i = 1 + states; i < body.getOutputCount(); i++) {
      collected.add(new ArrayList<>());
    }
    for (int turn = 0; turn < turns; turn++) {
      GraphReader inner = inner(turn);
      inner.scope().put(body.getInput(0).getName(), ops.scalar(DType.INT64, turn));
      inner
          .scope()
          .put(
              body.getInput(1).getName(),
              ops.constant(Tensor.of(new boolean[] {true}, 1).reshape()));
      for (int i = 0; i < states; i++) {
        now.get(i).put(inner.scope(), body.getInput(2 + i).getName());
      }
      read(inner, body);
      for (int i = 0; i < states; i++) {
        now.set(i, held(inner.scope(), inner, body.getOutput(1 + i).getName()));
      }
      for (int i = 0; i < collected.size(); i++) {
        Value entry = inner.operand(body.getOutput(1 + states + i).getName(), label);
        collected.get(i).add(ops.unsqueeze(entry, 0));
      }
      Tensor more = inner.operand(body.getOutput(0).getName(), label).constant();
      if (more == null) {
        throw comesWithTheRun("the condition");
      }
      if (more.getLong(0) == 0) {
        break;
      }
    }
    bind(now, collected);
  }

  private void bind(List<Held> states, List<List<Value>> collected) {
    for (int i = 0; i < node.getOutputCount(); i++) {
      String name = node.getOutput(i);
      if (name.isEmpty()) {
        continue;
      }
      if (i < states.size()) {
        states.get(i).put(reader.scope(), name);
      } else if (collected.get(i - states.size()).isEmpty()) {
        throw new UnsupportedModelException(label, "collects '" + name + "' in no turn");
      } else {
        reader.scope().put(name, ops.concat(0, collected.get(i - states.size())));
      }
    }
  }

  private long known(String name, String what) {
    Tensor constant = reader.operand(name, label).constant();
    if (constant == null) {
      throw comesWithTheRun(what);
    }
    return constant.getLong(0);
  }

  private UnsupportedModelException comesWithTheRun(String what) {
    return new UnsupportedModelException(
        label, "carries a sequence through turns of which " + what + " comes with the run");
  }

  private GraphReader inner(int turn) {
    GraphReader.Place outer = reader.place().inside(reader.context());
    String prefix = reader.nodeName(node) + "/" + turn + "/";
    return new GraphReader(
        reader.context(),
        reader.builder(),
        new NameScope(reader.scope()),
        new GraphReader.Place(
            outer.opsets(), reader.context().nodeName(prefix), outer.given(), outer.depth()));
  }

  private static void read(GraphReader inner, GraphProto body) {
    inner.declare(body);
    inner.constants(body);
    inner.nodes(body.getNodeList());
  }
}
