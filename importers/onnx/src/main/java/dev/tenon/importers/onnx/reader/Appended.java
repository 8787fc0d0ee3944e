package dev.tenon.importers.onnx.reader;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.importers.onnx.proto.FreeNames;
import dev.tenon.importers.onnx.proto.NodeOrder;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Loops that put one tensor a turn at the end of a list that was empty: the list is what ONNX's
 * loops collect anyway, and the loop needs no list.
 *
 * @param node the loop, without the lists among its states, and with them as its last outputs
 * @param body its graph
 * @param lists how many of the last outputs are lists
 */
record Appended(NodeProto node, GraphProto body, int lists) {
  /** Returns the loop without its lists; null if it does anything else with them. */
  static @Nullable Appended of(NodeProto node, GraphProto body, NameScope scope) {
    int states = node.getInputCount() - 2;
    if (body.getInputCount() != 2 + states || body.getOutputCount() < 1 + states) {
      return null;
    }
    NodeProto.Builder loop = node.toBuilder().clearInput().clearOutput();
    loop.addInput(node.getInput(0)).addInput(node.getInput(1));
    GraphProto.Builder graph = body.toBuilder().clearInput().clearOutput();
    graph.addInput(body.getInput(0)).addInput(body.getInput(1)).addOutput(body.getOutput(0));
    List<Integer> lists = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      List<?> sequence = scope.findSequence(node.getInput(2 + i));
      if (sequence != null && sequence.isEmpty() && replace(graph, body, i)) {
        lists.add(i);
      } else if (sequence != null || scope.isAbsent(node.getInput(2 + i))) {
        return null;
      } else {
        loop.addInput(node.getInput(2 + i)).addOutput(output(node, i));
        graph.addInput(body.getInput(2 + i)).addOutput(body.getOutput(1 + i));
      }
    }
    for (int i = states; i + 1 < body.getOutputCount(); i++) {
      loop.addOutput(output(node, i));
      graph.addOutput(body.getOutput(1 + i));
    }
    for (int i : lists) {
      loop.addOutput(output(node, i));
      graph.addOutput(body.getOutput(1 + i));
    }
    return new Appended(loop.build(), graph.build(), lists.size());
  }

  private static String output(NodeProto node, int index) {
    return index < node.getOutputCount() ? node.getOutput(index) : "";
  }

  /** Puts the tensor itself in the place of its insertion at the end of a state. */
  private static boolean replace(GraphProto.Builder graph, GraphProto body, int state) {
    String before = body.getInput(2 + state).getName();
    String after = body.getOutput(1 + state).getName();
    int found = -1;
    for (int n = 0; n < body.getNodeCount(); n++) {
      NodeProto node = body.getNode(n);
      boolean inserts =
          node.getOpType().equals("SequenceInsert")
              && (node.getInputCount() == 2 || node.getInput(2).isEmpty())
              && node.getInput(0).equals(before)
              && node.getOutput(0).equals(after);
      List<String> reads = FreeNames.of(node);
      if (inserts) {
        found = n;
      } else if (reads.contains(before) || reads.contains(after)) {
        return false;
      }
    }
    long listed =
        body.getOutputList().stream()
            .filter(output -> output.getName().equals(after) || output.getName().equals(before))
            .count();
    if (found < 0 || listed != 1) {
      return false;
    }
    NodeProto insertion = body.getNode(found);
    graph.setNode(
        found,
        insertion.toBuilder().setOpType("Identity").clearInput().addInput(insertion.getInput(1)));
    return true;
  }

  /** Returns whether the file says how many turns a loop makes. */
  static boolean turnsAreKnown(NodeProto node, GraphProto body, NameScope scope) {
    if (!isKnown(scope, node.getInput(0))
        || (!node.getInput(1).isEmpty() && !isKnown(scope, node.getInput(1)))) {
      return false;
    }
    // What is computed of the turn's number and constants is computed when the file is read.
    Set<String> known = new HashSet<>();
    for (int i = 0; i < 2 && i < body.getInputCount(); i++) {
      known.add(body.getInput(i).getName());
    }
    body.getInitializerList().forEach(tensor -> known.add(tensor.getName()));
    for (NodeProto each : NodeOrder.sorted(body.getNodeList())) {
      boolean plain = each.getAttributeList().stream().noneMatch(attribute -> attribute.hasG());
      if (plain
          && each.getInputList().stream()
              .allMatch(name -> name.isEmpty() || known.contains(name) || isKnown(scope, name))) {
        known.addAll(each.getOutputList());
      }
    }
    String condition = body.getOutputCount() > 0 ? body.getOutput(0).getName() : "";
    return known.contains(condition) || isKnown(scope, condition);
  }

  private static boolean isKnown(NameScope scope, String name) {
    var value = scope.find(name);
    Tensor constant = value == null ? null : value.constant();
    return constant != null;
  }
}
