package dev.tenon.hostile;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Puts the nodes of a graph into a branch, a loop or a function around them. */
final class OperatorNests {
  private static final String LOCAL = "local";
  private static final long FUNCTIONS_SINCE = 8;

  private OperatorNests() {}

  static void apply(ModelProto.Builder model, Random random, List<String> how) {
    if (random.nextInt(3) == 0) {
      function(model, how);
    } else {
      apply(model.getGraphBuilder(), random, how);
    }
  }

  private static void function(ModelProto.Builder model, List<String> how) {
    GraphProto.Builder graph = model.getGraphBuilder();
    FunctionProto.Builder function = FunctionProto.newBuilder().setName("f").setDomain(LOCAL);
    function.addAllNode(graph.getNodeList());
    function.addAllOpsetImport(model.getOpsetImportList());
    NodeProto.Builder call = NodeProto.newBuilder().setOpType("f").setDomain(LOCAL);
    Set<String> operands = new LinkedHashSet<>();
    graph.getInputList().forEach(input -> operands.add(input.getName()));
    graph.getInitializerList().forEach(tensor -> operands.add(tensor.getName()));
    function.addAllInput(operands);
    call.addAllInput(operands);
    for (ValueInfoProto output : graph.getOutputList()) {
      function.addOutput(output.getName());
      call.addOutput(output.getName());
    }
    graph.clearNode().addNode(call);
    model.addFunctions(function);
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(LOCAL).setVersion(1));
    model.setIrVersion(Math.max(FUNCTIONS_SINCE, model.getIrVersion()));
    how.add("inside a function");
  }

  private static void apply(GraphProto.Builder graph, Random random, List<String> how) {
    GraphProto.Builder body = GraphProto.newBuilder().setName("body");
    body.addAllNode(graph.getNodeList());
    boolean loop = random.nextBoolean();
    NodeProto.Builder nest = NodeProto.newBuilder().setName("nest");
    if (loop) {
      long[] counts = {0, 1, 2, 5, -1};
      graph.addInitializer(
          scalar("nest_count", TensorProto.DataType.INT64_VALUE)
              .addInt64Data(counts[random.nextInt(counts.length)]));
      body.addInput(port("nest_turn", TensorProto.DataType.INT64_VALUE));
      body.addInput(port("nest_on", TensorProto.DataType.BOOL_VALUE));
      body.addNode(
          NodeProto.newBuilder().setOpType("Identity").addInput("nest_on").addOutput("nest_more"));
      body.addOutput(port("nest_more", TensorProto.DataType.BOOL_VALUE));
      nest.setOpType("Loop").addInput("nest_count").addInput("");
    } else {
      graph.addInitializer(
          scalar("nest_if", TensorProto.DataType.BOOL_VALUE).addInt32Data(random.nextInt(2)));
      nest.setOpType("If").addInput("nest_if");
    }
    for (ValueInfoProto output : graph.getOutputList()) {
      body.addOutput(output);
      nest.addOutput(output.getName() + "_out");
    }
    graph.clearNode();
    for (String name : loop ? List.of("body") : List.of("then_branch", "else_branch")) {
      nest.addAttribute(
          AttributeProto.newBuilder()
              .setName(name)
              .setType(AttributeProto.AttributeType.GRAPH)
              .setG(body));
    }
    graph.addNode(nest);
    for (ValueInfoProto.Builder output : graph.getOutputBuilderList()) {
      output.setName(output.getName() + "_out");
      if (output.getType().hasTensorType()) {
        output.getTypeBuilder().getTensorTypeBuilder().clearShape();
      }
    }
    how.add("inside " + nest.getOpType());
  }

  private static TensorProto.Builder scalar(String name, int type) {
    return TensorProto.newBuilder().setName(name).setDataType(type);
  }

  private static ValueInfoProto port(String name, int type) {
    ValueInfoProto.Builder port = ValueInfoProto.newBuilder().setName(name);
    port.getTypeBuilder().getTensorTypeBuilder().setElemType(type).getShapeBuilder();
    return port.build();
  }
}
