package dev.tenon.exporters.onnx.edit;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.formats.onnx.Domains;
import dev.tenon.formats.onnx.Subgraphs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Inlines a model's own functions, as ONNX Runtime does, so that graph checks apply to them.
 *
 * <p>A function with another opset than the model's stays a function. The reader of a file has
 * checked the number of nodes and recursion.
 */
public final class FunctionInliner {
  private final Map<String, FunctionProto> functions = new HashMap<>();
  private final Map<String, Long> opsets = new HashMap<>();
  private int calls;

  private FunctionInliner(ModelProto model) {
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      opsets.put(Domains.shortest(set.getDomain()), set.getVersion());
    }
    for (FunctionProto function : model.getFunctionsList()) {
      if (fits(function)) {
        functions.put(Domains.key(function.getDomain(), function.getName()), function);
      }
    }
  }

  /** Returns the model with its functions in the place of their calls; itself without functions. */
  public static ModelProto apply(ModelProto model) {
    if (model.getFunctionsCount() == 0) {
      return model;
    }
    FunctionInliner inliner = new FunctionInliner(model);
    ModelProto.Builder inlined = model.toBuilder().setGraph(inliner.graph(model.getGraph()));
    inlined.clearFunctions();
    for (FunctionProto function : model.getFunctionsList()) {
      String key = Domains.key(function.getDomain(), function.getName());
      if (!inliner.functions.containsKey(key)) {
        inlined.addFunctions(
            function.toBuilder()
                .clearNode()
                .addAllNode(inliner.nodes(function.getNodeList()))
                .build());
      }
    }
    inlined.clearOpsetImport();
    inliner.opsets.forEach(
        (domain, version) ->
            inlined.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
    return inlined.build();
  }

  /** Returns whether a function's operators are those of the model, and notes further domains. */
  private boolean fits(FunctionProto function) {
    for (OperatorSetIdProto set : function.getOpsetImportList()) {
      long version = opsets.getOrDefault(Domains.shortest(set.getDomain()), set.getVersion());
      if (version != set.getVersion()) {
        return false;
      }
    }
    function
        .getOpsetImportList()
        .forEach(set -> opsets.putIfAbsent(Domains.shortest(set.getDomain()), set.getVersion()));
    return true;
  }

  private GraphProto graph(GraphProto graph) {
    return graph.toBuilder().clearNode().addAllNode(nodes(graph.getNodeList())).build();
  }

  private List<NodeProto> nodes(List<NodeProto> nodes) {
    List<NodeProto> inlined = new ArrayList<>();
    for (NodeProto node : nodes) {
      FunctionProto function = functions.get(Domains.key(node.getDomain(), node.getOpType()));
      if (function == null) {
        inlined.add(Subgraphs.map(node, this::graph));
      } else {
        inlined.addAll(nodes(new Call(node, function, ++calls).nodes()));
      }
    }
    return inlined;
  }

  /** One call, whose values get names of their own. */
  private static final class Call {
    private final NodeProto call;
    private final FunctionProto function;
    private final String prefix;
    private final Map<String, String> inputs = new HashMap<>();
    private final Map<String, AttributeProto> attributes = new HashMap<>();

    Call(NodeProto call, FunctionProto function, int number) {
      this.call = call;
      this.function = function;
      this.prefix = "tenon.call" + number + "/";
      for (int i = 0; i < function.getInputCount(); i++) {
        inputs.put(function.getInput(i), i < call.getInputCount() ? call.getInput(i) : "");
      }
      function.getAttributeProtoList().forEach(value -> attributes.put(value.getName(), value));
      call.getAttributeList().forEach(value -> attributes.put(value.getName(), value));
    }

    List<NodeProto> nodes() {
      List<NodeProto> nodes = new ArrayList<>();
      function.getNodeList().forEach(node -> nodes.add(node(node)));
      for (int i = 0; i < Math.min(call.getOutputCount(), function.getOutputCount()); i++) {
        if (!call.getOutput(i).isEmpty()) {
          nodes.add(
              NodeProto.newBuilder()
                  .setName(prefix + "output" + i)
                  .setOpType("Identity")
                  .addInput(name(function.getOutput(i)))
                  .addOutput(call.getOutput(i))
                  .build());
        }
      }
      return nodes;
    }

    private String name(String inner) {
      String given = inputs.get(inner);
      return given != null ? given : inner.isEmpty() ? "" : prefix + inner;
    }

    private NodeProto node(NodeProto node) {
      NodeProto.Builder changed = node.toBuilder().clearInput().clearOutput().clearAttribute();
      changed.setName(prefix + node.getName());
      node.getInputList().forEach(input -> changed.addInput(name(input)));
      node.getOutputList().forEach(output -> changed.addOutput(name(output)));
      for (AttributeProto attribute : node.getAttributeList()) {
        AttributeProto value = attribute(attribute);
        if (value != null) {
          changed.addAttribute(value);
        }
      }
      return changed.build();
    }

    /** Returns an attribute, or what the call gives it; null if it gives nothing. */
    private @Nullable AttributeProto attribute(AttributeProto attribute) {
      if (!attribute.getRefAttrName().isEmpty()) {
        AttributeProto given = attributes.get(attribute.getRefAttrName());
        return given == null ? null : given.toBuilder().setName(attribute.getName()).build();
      }
      AttributeProto.Builder changed = attribute.toBuilder();
      Subgraphs.map(changed, this::graph);
      return changed.build();
    }

    private GraphProto graph(GraphProto graph) {
      GraphProto.Builder changed = graph.toBuilder().clearNode();
      graph.getNodeList().forEach(node -> changed.addNode(node(node)));
      for (TensorProto.Builder tensor : changed.getInitializerBuilderList()) {
        tensor.setName(name(tensor.getName()));
      }
      changed
          .getSparseInitializerBuilderList()
          .forEach(sparse -> sparse.getValuesBuilder().setName(name(sparse.getValues().getName())));
      changed.getInputBuilderList().forEach(this::rename);
      changed.getOutputBuilderList().forEach(this::rename);
      changed.getValueInfoBuilderList().forEach(this::rename);
      return changed.build();
    }

    private void rename(ValueInfoProto.Builder value) {
      value.setName(name(value.getName()));
    }
  }
}
