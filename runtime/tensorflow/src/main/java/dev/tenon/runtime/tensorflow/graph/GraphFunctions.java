package dev.tenon.runtime.tensorflow.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.tensorflow.Output;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Makes functions of TensorFlow's from graphs.
 *
 * <p>TensorFlow Java's own {@code ConcreteFunction} refuses arguments of types that it does not
 * know on the host, such as the lists of tensors that a loop collects its outputs in.
 */
public final class GraphFunctions {
  private static final AtomicLong COUNT = new AtomicLong();

  private GraphFunctions() {}

  /**
   * Adds a function to a graph.
   *
   * @param to the graph that will call it
   * @param from the writer of the function's graph
   * @param inputs placeholders of that graph
   * @param outputs what the function returns
   * @return the value of an attribute that names the function
   */
  public static AttrValue define(
      Tf to, Tf from, String hint, List<Output<?>> inputs, List<Output<?>> outputs) {
    String name = "tenon_" + hint + "_" + COUNT.incrementAndGet();
    GraphDef graph = from.graph().toGraphDef();
    Map<String, NodeDef> nodes = new HashMap<>();
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    Map<String, String> arguments = new HashMap<>();
    OpDef.Builder signature = OpDef.newBuilder().setName(name);
    for (int i = 0; i < inputs.size(); i++) {
      String argument = "input_" + i;
      arguments.put(inputs.get(i).op().name(), argument);
      signature.addInputArg(argument(argument, inputs.get(i)));
    }
    FunctionDef.Builder function = FunctionDef.newBuilder();
    for (int i = 0; i < outputs.size(); i++) {
      Output<?> output = outputs.get(i);
      signature.addOutputArg(argument("output_" + i, output));
      function.putRet(
          "output_" + i, reference(output.op().name() + ":" + output.index(), nodes, arguments));
    }
    for (NodeDef node : graph.getNodeList()) {
      if (arguments.containsKey(node.getName())) {
        continue;
      }
      NodeDef.Builder inner = node.toBuilder().clearInput();
      node.getInputList().forEach(i -> inner.addInput(reference(i, nodes, arguments)));
      function.addNodeDef(inner);
    }
    FunctionDefLibrary library =
        graph.getLibrary().toBuilder().addFunction(function.setSignature(signature)).build();
    to.graph()
        .importGraphDef(
            GraphDef.newBuilder().setVersions(graph.getVersions()).setLibrary(library).build());
    return AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(name)).build();
  }

  private static OpDef.ArgDef argument(String name, Output<?> output) {
    return OpDef.ArgDef.newBuilder().setName(name).setType(output.dataType()).build();
  }

  /** Turns an input as a graph names it into one as a function names it. */
  private static String reference(
      String input, Map<String, NodeDef> nodes, Map<String, String> arguments) {
    if (input.startsWith("^")) {
      return input;
    }
    int colon = input.lastIndexOf(':');
    String name = colon < 0 ? input : input.substring(0, colon);
    int index = colon < 0 ? 0 : Integer.parseInt(input.substring(colon + 1));
    String argument = arguments.get(name);
    if (argument != null) {
      return argument;
    }
    NodeDef node = nodes.get(name);
    if (node == null) {
      throw new IllegalStateException("no node '" + name + "' in the function's graph");
    }
    for (OpDef.ArgDef output : Kernels.of(node.getOp()).definition().getOutputArgList()) {
      int count = count(output, node);
      if (index < count) {
        return name + ":" + output.getName() + ":" + index;
      }
      index -= count;
    }
    throw new IllegalStateException("node '" + name + "' has no output " + index);
  }

  private static int count(OpDef.ArgDef output, NodeDef node) {
    if (!output.getNumberAttr().isEmpty()) {
      return (int) node.getAttrOrThrow(output.getNumberAttr()).getI();
    }
    return output.getTypeListAttr().isEmpty()
        ? 1
        : node.getAttrOrThrow(output.getTypeListAttr()).getList().getTypeCount();
  }
}
