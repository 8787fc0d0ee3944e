package dev.tenon.formats.onnx.check;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.onnx.Domains;
import dev.tenon.formats.onnx.Subgraphs;
import dev.tenon.schema.OperatorSchema;
import dev.tenon.schema.OperatorSchemas;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks every node of a model against ONNX's schemas before an engine reads it.
 *
 * <p>It checks the numbers of inputs and outputs, absent ones and the kinds of attributes, then by
 * {@link OperandCheck} the values of attributes and constant operands. Operators without a schema
 * pass the first part.
 */
public final class OperatorCheck {

  private final String label;
  private final Set<String> functions = new HashSet<>();

  private OperatorCheck(String label, ModelProto model) {
    this.label = label;
    for (FunctionProto function : model.getFunctionsList()) {
      functions.add(Domains.shortest(function.getDomain()) + ' ' + function.getName());
    }
  }

  /**
   * Checks the graph of a model, the graphs inside it and its functions.
   *
   * @param label names the model in messages
   * @throws MalformedModelException if a node is wrong
   */
  public static void check(String label, ModelProto model) {
    OperatorCheck check = new OperatorCheck(label, model);
    check.graph(model.getGraph(), opsets(model.getOpsetImportList()), null);
    for (FunctionProto function : model.getFunctionsList()) {
      Map<String, Long> opsets = opsets(function.getOpsetImportList());
      check.nodes(function.getNodeList(), opsets, new ConstantOperands(function.getNodeList()));
    }
  }

  private static Map<String, Long> opsets(List<OperatorSetIdProto> imports) {
    Map<String, Long> opsets = new HashMap<>();
    imports.forEach(set -> opsets.put(Domains.shortest(set.getDomain()), set.getVersion()));
    return opsets;
  }

  private void graph(GraphProto graph, Map<String, Long> opsets, @Nullable ConstantOperands outer) {
    nodes(graph.getNodeList(), opsets, new ConstantOperands(graph, outer));
  }

  private void nodes(List<NodeProto> nodes, Map<String, Long> opsets, ConstantOperands constants) {
    for (NodeProto node : nodes) {
      String domain = Domains.shortest(node.getDomain());
      boolean called = functions.contains(domain + ' ' + node.getOpType());
      if (!called) {
        Long opset = opsets.get(domain);
        OperatorSchema schema =
            opset == null ? null : OperatorSchemas.find(domain, node.getOpType(), opset);
        try {
          if (schema != null && !schema.removed()) {
            count("input", node.getInputList(), schema.inputs());
            count("output", node.getOutputList(), schema.outputs());
            named(node.getInputList(), schema.inputs());
            attributes(node, schema);
          }
          OperandCheck.check(node, constants, Map.of());
        } catch (IllegalArgumentException e) {
          throw new MalformedModelException(
              label,
              "node '" + node.getName() + "' (" + node.getOpType() + "): " + e.getMessage(),
              e);
        }
      }
      Subgraphs.of(node).forEach(body -> graph(body, opsets, constants));
    }
  }

  private static void count(String what, List<String> names, OperatorSchema.Ports ports) {
    int count = names.size();
    if (count < ports.least() || count > ports.most()) {
      throw new IllegalArgumentException(
          "has "
              + count
              + " "
              + what
              + "s; expected "
              + ports.least()
              + (ports.most() == ports.least()
                  ? ""
                  : ports.most() == Integer.MAX_VALUE ? " or more" : " to " + ports.most()));
    }
  }

  private static void named(List<String> inputs, OperatorSchema.Ports ports) {
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).isEmpty() && !ports.isOptional(i)) {
        throw new IllegalArgumentException("input " + i + " has no name, and may not be left out");
      }
    }
  }

  private static void attributes(NodeProto node, OperatorSchema schema) {
    for (AttributeProto attribute : node.getAttributeList()) {
      String name = attribute.getName();
      OperatorSchema.Attribute known = schema.attributes().get(name);
      // ONNX leaves names that start with two underscores to the tools.
      if (known == null && !name.startsWith("__")) {
        throw new IllegalArgumentException(
            "has an attribute '"
                + name
                + "'; expected those of "
                + schema.attributes().keySet().stream().sorted().toList());
      }
      boolean said =
          attribute.getRefAttrName().isEmpty() && attribute.getType() != AttributeType.UNDEFINED;
      if (known != null && said && !known.kind().equals(attribute.getType().name())) {
        throw new IllegalArgumentException(
            "its attribute '"
                + name
                + "' is of the kind "
                + attribute.getType()
                + "; expected "
                + known.kind());
      }
    }
    for (Map.Entry<String, OperatorSchema.Attribute> known : schema.attributes().entrySet()) {
      String name = known.getKey();
      if (known.getValue().required()
          && node.getAttributeList().stream().noneMatch(given -> given.getName().equals(name))) {
        throw new IllegalArgumentException("lacks the attribute '" + name + "'");
      }
    }
  }
}
