package dev.tenon.hostile;

import dev.tenon.runtime.tensorflow.saved.Constants;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/** The functions that operations of graphs call, and graphs that become a function. */
final class OperationFunctions {
  private static final AttrValue FLOAT = AttrValue.newBuilder().setType(DataType.DT_FLOAT).build();
  private static final AttrValue INT32 = AttrValue.newBuilder().setType(DataType.DT_INT32).build();
  private static final Random NO_CHANCE = new Random(0);
  private static final int MOST_RESULTS = 8;

  private OperationFunctions() {}

  /** Returns the call of a function of one float32: of three steps for a loop. */
  static NameAttrList call(String attribute) {
    return NameAttrList.newBuilder().setName(attribute.equals("cond") ? "few" : "next").build();
  }

  static FunctionDefLibrary library() {
    NodeDef all = node("all", "Reshape", "x", "shape:output:0").putAttr("Tshape", INT32).build();
    NodeDef least =
        node("least", "Min", "all:output:0", "axis:output:0").putAttr("Tidx", INT32).build();
    // Whatever it begins with, a loop of these two ends.
    return FunctionDefLibrary.newBuilder()
        .addFunction(
            function("next", DataType.DT_FLOAT)
                .addNodeDef(node("abs", "Abs", "x"))
                .addNodeDef(Constants.of("one", DataType.DT_FLOAT, "@@1", NO_CHANCE))
                .addNodeDef(node("z", "Add", "abs:y:0", "one:output:0")))
        .addFunction(
            function("few", DataType.DT_BOOL)
                .addNodeDef(Constants.of("shape", DataType.DT_INT32, "@-1", NO_CHANCE))
                .addNodeDef(all)
                .addNodeDef(Constants.of("axis", DataType.DT_INT32, "@@0", NO_CHANCE))
                .addNodeDef(least)
                .addNodeDef(Constants.of("most", DataType.DT_FLOAT, "@@3", NO_CHANCE))
                .addNodeDef(node("z", "Less", "least:output:0", "most:output:0")))
        .build();
  }

  private static NodeDef.Builder node(String name, String operation, String... inputs) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp(operation)
        .addAllInput(List.of(inputs))
        .putAttr("T", FLOAT);
  }

  private static FunctionDef.Builder function(String name, DataType gives) {
    OpDef.Builder signature = OpDef.newBuilder().setName(name);
    signature.addInputArgBuilder().setName("x").setType(DataType.DT_FLOAT);
    signature.addOutputArgBuilder().setName("y").setType(gives);
    return FunctionDef.newBuilder().setSignature(signature).putRet("y", "z:z:0");
  }

  /** Returns the types of a node's results, no more of them than a few. */
  static List<DataType> results(OpDef definition, NodeDef node) {
    List<DataType> types = new ArrayList<>();
    for (OpDef.ArgDef argument : definition.getOutputArgList()) {
      if (!argument.getTypeListAttr().isEmpty()) {
        types.addAll(value(definition, node, argument.getTypeListAttr()).getList().getTypeList());
        continue;
      }
      DataType type =
          argument.getTypeAttr().isEmpty()
              ? argument.getType()
              : value(definition, node, argument.getTypeAttr()).getType();
      long count =
          argument.getNumberAttr().isEmpty()
              ? 1
              : value(definition, node, argument.getNumberAttr()).getI();
      types.addAll(Collections.nCopies((int) Math.max(0, Math.min(count, MOST_RESULTS)), type));
    }
    types.replaceAll(type -> type == DataType.UNRECOGNIZED ? DataType.DT_INVALID : type);
    return types.subList(0, Math.min(types.size(), MOST_RESULTS));
  }

  private static AttrValue value(OpDef definition, NodeDef node, String key) {
    return node.getAttrMap()
        .getOrDefault(
            key,
            definition.getAttrList().stream()
                .filter(attribute -> attribute.getName().equals(key))
                .map(OpDef.AttrDef::getDefaultValue)
                .findFirst()
                .orElse(AttrValue.getDefaultInstance()));
  }

  /** Moves all nodes into a function that is called in their place, under their name. */
  static void wrap(GraphDef.Builder graph, Map<String, OpDef> definitions, Random random) {
    OpDef.Builder signature = OpDef.newBuilder().setName("inner");
    FunctionDef.Builder function = FunctionDef.newBuilder();
    Map<String, List<String>> names = new HashMap<>();
    for (NodeDef node : graph.getNodeList()) {
      names.put(node.getName(), outputs(definitions.get(node.getOp()), node));
    }
    for (NodeDef node : graph.getNodeList()) {
      NodeDef.Builder inside = node.toBuilder().clearInput();
      node.getInputList().forEach(input -> inside.addInput(renamed(input, names)));
      function.addNodeDef(inside);
    }
    NodeDef last = graph.getNode(graph.getNodeCount() - 1);
    List<DataType> types = results(definitions.get(last.getOp()), last);
    List<String> results = names.get(last.getName());
    AttrValue.Builder gives = AttrValue.newBuilder();
    gives.getListBuilder();
    for (int i = 0; i < Math.min(types.size(), results.size()); i++) {
      signature.addOutputArgBuilder().setName("r" + i).setType(types.get(i));
      function.putRet("r" + i, results.get(i));
      gives.getListBuilder().addType(types.get(i));
    }
    if (gives.getList().getTypeCount() == 0) {
      function.putControlRet("done", last.getName());
      signature.addControlOutput("done").setIsStateful(true);
    }
    AttrValue none =
        AttrValue.newBuilder().setList(AttrValue.ListValue.getDefaultInstance()).build();
    AttrValue call =
        AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName("inner")).build();
    NodeDef.Builder caller =
        NodeDef.newBuilder()
            .setName(last.getName())
            .putAttr("Tin", none)
            .putAttr("Tout", gives.build());
    graph.clearNode();
    switch (random.nextInt(4)) {
      case 0 -> caller.setOp("PartitionedCall").putAttr("f", call);
      case 1 -> caller.setOp("StatefulPartitionedCall").putAttr("f", call);
      default -> {
        graph.addNode(Constants.of("condition", DataType.DT_BOOL, "@@1", random));
        caller
            .setOp(random.nextBoolean() ? "If" : "StatelessIf")
            .addInput("condition")
            .putAttr("Tcond", AttrValue.newBuilder().setType(DataType.DT_BOOL).build())
            .putAttr("then_branch", call)
            .putAttr("else_branch", call);
      }
    }
    graph.addNode(caller);
    graph.getLibraryBuilder().addFunction(function.setSignature(signature));
  }

  /** Returns how a function's nodes name the results of a node, by their number. */
  private static List<String> outputs(OpDef definition, NodeDef node) {
    List<String> outputs = new ArrayList<>();
    for (OpDef.ArgDef argument : definition.getOutputArgList()) {
      long count = 1;
      if (!argument.getNumberAttr().isEmpty()) {
        count = value(definition, node, argument.getNumberAttr()).getI();
      } else if (!argument.getTypeListAttr().isEmpty()) {
        count = value(definition, node, argument.getTypeListAttr()).getList().getTypeCount();
      }
      for (int i = 0; i < Math.min(count, MOST_RESULTS); i++) {
        outputs.add(node.getName() + ":" + argument.getName() + ":" + i);
      }
    }
    return outputs;
  }

  private static String renamed(String input, Map<String, List<String>> names) {
    int colon = input.indexOf(':');
    List<String> outputs = names.get(colon < 0 ? input : input.substring(0, colon));
    int number = colon < 0 ? 0 : place(input.substring(colon + 1));
    return outputs == null || number >= outputs.size() ? input : outputs.get(number);
  }

  /** Returns a number; one that no result has where damage left something else. */
  private static int place(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }
}
