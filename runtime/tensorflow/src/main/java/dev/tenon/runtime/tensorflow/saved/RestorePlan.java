package dev.tenon.runtime.tensorflow.saved;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Finds out from a SavedModel's restoring operations which tensor of the checkpoint each variable
 * takes. The operations themselves are never run.
 */
final class RestorePlan {
  private static final int LONGEST_CHAIN = 16;

  private final Map<String, String> keys = new HashMap<>();
  private final Map<String, NodeDef> nodes = new HashMap<>();

  /** The operation outside that each argument of a function stands for; empty outside of one. */
  private final Map<String, String> arguments;

  private RestorePlan(List<NodeDef> nodes, Map<String, String> arguments) {
    nodes.forEach(node -> this.nodes.put(node.getName(), node));
    this.arguments = arguments;
  }

  /**
   * Returns the checkpoint's key for every variable, by the name of its operation.
   *
   * @param restore the operation that restores; empty where there is none
   */
  static Map<String, String> of(GraphDef graph, String restore) {
    RestorePlan outside = new RestorePlan(graph.getNodeList(), Map.of());
    outside.assignments();
    Map<String, String> keys = new HashMap<>(outside.keys);
    NodeDef call = outside.nodes.get(GraphPart.operation(restore));
    if (call != null && call.getAttrMap().containsKey("f")) {
      String name = call.getAttrOrThrow("f").getFunc().getName();
      graph.getLibrary().getFunctionList().stream()
          .filter(function -> function.getSignature().getName().equals(name))
          .findFirst()
          .ifPresent(function -> keys.putAll(inside(function, call)));
    }
    return keys;
  }

  private static Map<String, String> inside(FunctionDef function, NodeDef call) {
    Map<String, String> arguments = new HashMap<>();
    int count = Math.min(function.getSignature().getInputArgCount(), call.getInputCount());
    for (int i = 0; i < count; i++) {
      arguments.put(
          function.getSignature().getInputArg(i).getName(), GraphPart.operation(call.getInput(i)));
    }
    RestorePlan plan = new RestorePlan(function.getNodeDefList(), arguments);
    plan.assignments();
    return plan.keys;
  }

  private void assignments() {
    for (NodeDef node : nodes.values()) {
      boolean assigns = node.getOp().equals("AssignVariableOp") || node.getOp().equals("Assign");
      if (assigns && node.getInputCount() >= 2) {
        String key = key(node.getInput(1));
        String variable = variable(node.getInput(0));
        if (key != null && variable != null) {
          keys.put(variable, key);
        }
      }
    }
  }

  /** Returns the operation of the variable behind an input. */
  private @Nullable String variable(String input) {
    String name = behind(input);
    if (arguments.containsKey(name)) {
      return arguments.get(name);
    }
    return arguments.isEmpty() ? name : null;
  }

  /** Returns the key that the value of an input is read by; null where it is no restored one. */
  private @Nullable String key(String input) {
    String last = input;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      NodeDef node = nodes.get(GraphPart.operation(last));
      if (node == null) {
        return null;
      }
      if (node.getOp().equals("RestoreV2") && node.getInputCount() >= 2) {
        return name(node.getInput(1), index(last));
      }
      if (!isTransparent(node)) {
        return null;
      }
      last = node.getInput(0);
    }
    return null;
  }

  private String behind(String input) {
    String last = GraphPart.operation(input);
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      NodeDef node = nodes.get(last);
      if (node == null || !isTransparent(node)) {
        return last;
      }
      last = GraphPart.operation(node.getInput(0));
    }
    return last;
  }

  private static boolean isTransparent(NodeDef node) {
    return node.getOp().equals("Identity") && node.getInputCount() > 0;
  }

  private @Nullable String name(String input, int index) {
    NodeDef constant = nodes.get(GraphPart.operation(input));
    if (constant == null || !constant.getAttrMap().containsKey("value")) {
      return null;
    }
    List<String> names = strings(constant.getAttrOrThrow("value").getTensor());
    return index < 0 || index >= names.size() ? null : names.get(index);
  }

  /** Returns texts, which TensorFlow writes one by one, or all lengths and then all characters. */
  private static List<String> strings(TensorProto tensor) {
    ByteString content = tensor.getTensorContent();
    if (content.isEmpty()) {
      return tensor.getStringValList().stream().map(ByteString::toStringUtf8).toList();
    }
    long count = 1;
    for (TensorShapeProto.Dim dim : tensor.getTensorShape().getDimList()) {
      count *= dim.getSize();
    }
    if (count < 0 || count > content.size()) {
      return List.of();
    }
    CodedInputStream input = content.newCodedInput();
    List<String> texts = new ArrayList<>();
    try {
      int[] lengths = new int[(int) count];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = input.readUInt32();
      }
      for (int length : lengths) {
        texts.add(new String(input.readRawBytes(length), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // Cut short: the variables behind it have no name, which the caller says.
      return texts;
    }
    return texts;
  }

  /**
   * Returns the number of an output: {@code node:3} in a graph, {@code node:out:3} in a function.
   */
  private static int index(String input) {
    int colon = input.lastIndexOf(':');
    if (colon < 0) {
      return 0;
    }
    try {
      return Integer.parseInt(input.substring(colon + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
