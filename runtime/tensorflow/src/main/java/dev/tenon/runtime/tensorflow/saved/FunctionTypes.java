package dev.tenon.runtime.tensorflow.saved;

import dev.tenon.error.MalformedModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Checks that operations in functions read tensors of the types that they say. TensorFlow checks
 * that when it imports a graph, but of a function only when it may be too late.
 */
final class FunctionTypes {
  private final String label;
  private final Map<String, FunctionDef> library;

  FunctionTypes(String label, Map<String, FunctionDef> library) {
    this.label = label;
    this.library = library;
  }

  /**
   * Checks a function whose operations are as TensorFlow defines them.
   *
   * @throws MalformedModelException where a type is another one
   */
  void check(FunctionDef function) {
    String where = label + ": function '" + function.getSignature().getName() + "'";
    Map<String, DataType> known = new HashMap<>();
    for (OpDef.ArgDef argument : function.getSignature().getInputArgList()) {
      if (ArgumentTypes.isPlain(argument)) {
        known.put(argument.getName(), argument.getType());
      }
    }
    for (NodeDef node : function.getNodeDefList()) {
      results(node, known);
    }
    for (NodeDef node : function.getNodeDefList()) {
      List<DataType> wanted = types(node, definition(node).getInputArgList());
      for (int i = 0; i < wanted.size(); i++) {
        compare(where, node.getName(), node.getInput(i), wanted.get(i), known);
      }
    }
    for (OpDef.ArgDef result : function.getSignature().getOutputArgList()) {
      String read = function.getRetMap().get(result.getName());
      if (ArgumentTypes.isPlain(result) && read != null) {
        compare(where, result.getName(), read, result.getType(), known);
      }
    }
  }

  private OpDef definition(NodeDef node) {
    FunctionDef function = library.get(node.getOp());
    return function == null ? OperatorDefinitions.of(node.getOp()) : function.getSignature();
  }

  private void results(NodeDef node, Map<String, DataType> known) {
    for (OpDef.ArgDef result : definition(node).getOutputArgList()) {
      List<DataType> types = types(node, List.of(result));
      for (int i = 0; i < types.size(); i++) {
        known.put(node.getName() + ":" + result.getName() + ":" + i, types.get(i));
      }
    }
  }

  private static void compare(
      String where, String reader, String read, DataType wanted, Map<String, DataType> known) {
    DataType type = known.get(read);
    // What has another name is TensorFlow's to find.
    if (type != null && type != wanted) {
      throw new MalformedModelException(
          where,
          "'"
              + reader
              + "' reads '"
              + read
              + "' as "
              + wanted
              + ", which is "
              + type
              + ": the graph is damaged");
    }
  }

  /** Returns the types of what arguments of a checked node stand for. */
  private List<DataType> types(NodeDef node, List<OpDef.ArgDef> arguments) {
    OpDef definition = definition(node);
    List<DataType> types = new ArrayList<>();
    for (OpDef.ArgDef argument : arguments) {
      types.addAll(ArgumentTypes.of(definition, argument, node));
    }
    return types;
  }
}
