package dev.tenon.runtime.tensorflow.saved;

import dev.tenon.error.MalformedModelException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Checks calls of functions: what a call says that it gives and gets is what its function takes and
 * gives. TensorFlow takes that for granted, and ends the process where it is not so.
 */
final class CallCheck {
  private static final Set<String> LOOPS = Set.of("While", "StatelessWhile");
  private static final AttrValue NONE = AttrValue.getDefaultInstance();

  private final Map<String, FunctionDef> library;

  CallCheck(Map<String, FunctionDef> library) {
    this.library = library;
  }

  /**
   * Checks the functions that a node calls, if it calls some.
   *
   * @param where starts the sentence of an exception
   * @throws MalformedModelException where one takes or gives other values
   */
  void check(String where, NodeDef node) {
    for (Map.Entry<String, AttrValue> entry : node.getAttrMap().entrySet()) {
      AttrValue value = entry.getValue();
      if (value.hasFunc()) {
        call(where, node, entry.getKey(), value.getFunc());
      }
      value.getList().getFuncList().forEach(each -> call(where, node, entry.getKey(), each));
    }
  }

  private void call(String where, NodeDef node, String attribute, NameAttrList named) {
    FunctionDef function = library.get(named.getName());
    if (function == null) {
      return;
    }
    OpDef signature = function.getSignature();
    boolean loop = LOOPS.contains(node.getOp());
    List<DataType> given = types(node, loop ? "T" : "Tin");
    List<DataType> wanted = types(signature.getInputArgList());
    if (wanted != null && !wanted.equals(given)) {
      throw damaged(where, signature, "takes " + wanted + ", not " + given);
    }
    List<DataType> results = types(signature.getOutputArgList());
    if (results == null) {
      return;
    }
    if (loop && attribute.equals("cond")) {
      if (results.size() != 1) {
        throw damaged(where, signature, "gives " + results + ", not one condition");
      }
      return;
    }
    List<DataType> read = types(node, loop ? "T" : "Tout");
    if (!results.equals(read)) {
      throw damaged(where, signature, "gives " + results + ", not " + read);
    }
  }

  private static List<DataType> types(NodeDef node, String attribute) {
    return node.getAttrOrDefault(attribute, NONE).getList().getTypeList();
  }

  /** Returns the types of arguments; null where they depend on how the function is called. */
  private static @Nullable List<DataType> types(List<OpDef.ArgDef> arguments) {
    if (!arguments.stream().allMatch(ArgumentTypes::isPlain)) {
      return null;
    }
    return arguments.stream().map(OpDef.ArgDef::getType).toList();
  }

  private static MalformedModelException damaged(String where, OpDef signature, String what) {
    return new MalformedModelException(
        where, "its function '" + signature.getName() + "' " + what + ": the graph is damaged");
  }
}
