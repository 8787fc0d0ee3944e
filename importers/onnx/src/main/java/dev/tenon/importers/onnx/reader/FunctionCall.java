package dev.tenon.importers.onnx.reader;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.onnx.Domains;
import dev.tenon.importers.onnx.proto.AttributeReader;
import dev.tenon.ir.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the nodes of a function in the place of a call. */
final class FunctionCall {
  private final GraphReader reader;
  private final String label;

  FunctionCall(GraphReader reader, String label) {
    this.reader = reader;
    this.label = label;
  }

  List<Value> results(FunctionProto function, NodeProto call) {
    ImportContext context = reader.context();
    Map<String, Object> attributes =
        AttributeReader.read(label, call, reader.place().given(), context.folder());
    for (AttributeProto attribute : function.getAttributeProtoList()) {
      attributes.putIfAbsent(
          attribute.getName(), AttributeReader.value(label, attribute, context.folder()));
    }
    if (call.getInputCount() > function.getInputCount()) {
      throw new MalformedModelException(
          label,
          "gives "
              + call.getInputCount()
              + " inputs, the function takes "
              + function.getInputCount());
    }
    NameScope scope = new NameScope(null);
    for (int i = 0; i < function.getInputCount(); i++) {
      String given = i < call.getInputCount() ? call.getInput(i) : "";
      bind(scope, function.getInput(i), given);
    }
    Map<String, Long> opsets = new HashMap<>(reader.place().opsets());
    opsets.putAll(Domains.opsets(function.getOpsetImportList()));
    GraphReader.Place inner = reader.place().inside(context);
    GraphReader.Place place =
        new GraphReader.Place(
            opsets, context.nodeName(reader.nodeName(call)) + "/", attributes, inner.depth());
    GraphReader body = new GraphReader(context, reader.builder(), scope, place);
    body.nodes(function.getNodeList());
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < call.getOutputCount(); i++) {
      if (i >= function.getOutputCount()) {
        throw new MalformedModelException(
            label, "wants " + call.getOutputCount() + " outputs of the function");
      }
      results.add(body.operand(function.getOutput(i), label));
    }
    return results;
  }

  /** Gives an input of the function what the call gives: a tensor, a list of them, or nothing. */
  private void bind(NameScope scope, String name, String given) {
    NameScope outer = reader.scope();
    List<Value> sequence = given.isEmpty() ? null : outer.findSequence(given);
    Value stack = given.isEmpty() ? null : outer.findStack(given);
    if (given.isEmpty() || (outer.find(given) == null && outer.isAbsent(given))) {
      scope.putAbsent(name);
    } else if (sequence != null) {
      scope.putSequence(name, sequence);
    } else if (stack != null) {
      scope.putStack(name, stack);
    } else {
      scope.put(name, reader.operand(given, label));
    }
  }
}
