package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.exporters.onnx.edit.OnnxAttributes;
import dev.tenon.formats.onnx.Domains;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.formats.onnx.Subgraphs;
import dev.tenon.ir.op.ResultSize;
import dev.tenon.ir.pass.RunGuards;
import dev.tenon.limits.RunLimits;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the guards of {@link RunGuards} into an ONNX file that is run as it is: a run fails, by an
 * index that is out of range, where a loop makes too many turns or a value gets too large.
 */
final class GraphGuards {
  /** Before it, integers cannot be compared. */
  private static final long FIRST_OPSET = 9;

  /** From it on the axes of Unsqueeze are an input. */
  private static final long AXES_AS_INPUT = 13;

  private final RunLimits limits;
  private final long opset;
  private int count;

  private GraphGuards(RunLimits limits, long opset) {
    this.limits = limits;
    this.opset = opset;
  }

  /**
   * Returns the model with guards; itself where it needs none.
   *
   * @throws dev.tenon.error.RunStoppedException where a value is too large whatever the data are
   */
  static OnnxModel apply(OnnxModel model, RunLimits limits) {
    long opset = model.opset();
    if (opset < FIRST_OPSET) {
      return model;
    }
    GraphGuards guards = new GraphGuards(limits, opset);
    GraphProto graph = guards.rewrite(model.proto().getGraph());
    return guards.count == 0 ? model : model.withGraph(graph);
  }

  /** A graph that is written anew, and what it knows to be constant. */
  private final class Writing {
    private final GraphProto.Builder graph;
    private final Map<String, TensorProto> constants = new HashMap<>();

    Writing(GraphProto source) {
      graph = source.toBuilder().clearNode();
      source.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
      source.getInputList().forEach(input -> constants.remove(input.getName()));
      for (NodeProto node : source.getNodeList()) {
        if (node.getOpType().equals("Constant") && node.getOutputCount() == 1) {
          node.getAttributeList().stream()
              .filter(AttributeProto::hasT)
              .forEach(value -> constants.put(node.getOutput(0), value.getT()));
        }
      }
    }

    String add(String operator, List<String> inputs, AttributeProto... attributes) {
      String name = fresh(operator);
      add(name, operator, inputs, name, attributes);
      return name;
    }

    void add(
        String node,
        String operator,
        List<String> inputs,
        String output,
        AttributeProto... attributes) {
      graph.addNode(
          NodeProto.newBuilder()
              .setName(node)
              .setOpType(operator)
              .addAllInput(inputs)
              .addOutput(output)
              .addAllAttribute(List.of(attributes)));
    }

    String constant(long value) {
      return constant(Tensor.scalar(DType.INT64, value));
    }

    String constant(Tensor value) {
      String name = fresh("constant");
      graph.addInitializer(OnnxFile.proto(name, value));
      return name;
    }

    /** Adds the node that gives a value where the index is 0, and fails where it is 1. */
    void pick(String mark, String value, String index, String result) {
      String row =
          opset >= AXES_AS_INPUT
              ? add("Unsqueeze", List.of(value, constant(Tensor.of(new long[1], 1))))
              : add("Unsqueeze", List.of(value), attribute("axes", List.of(0L)));
      add(mark + "/" + ++count, "Gather", List.of(row, index), result, attribute("axis", 0L));
    }
  }

  private String fresh(String hint) {
    return "tenon_limit/" + hint + "_" + ++count;
  }

  private GraphProto rewrite(GraphProto source) {
    int before = count;
    Writing out = new Writing(source);
    for (NodeProto node : source.getNodeList()) {
      NodeProto own = Subgraphs.map(node, this::rewrite);
      boolean standard = Domains.isStandard(node.getDomain());
      ResultSize size = standard ? ResultSize.of(node.getOpType(), node.getInputCount()) : null;
      if (standard && node.getOpType().equals("Loop") && mayBeLong(node, out)) {
        limit(own, out);
      } else if (limits.checksInRun() && size != null && isOpen(node, size, out)) {
        check(own, size, out);
      } else {
        checkSize(node);
        if (size != null) {
          checkConstant(node, size, out);
        }
        out.graph.addNode(own);
      }
    }
    return count == before ? source : out.graph.build();
  }

  private void checkSize(NodeProto node) {
    if (node.getOpType().equals("RandomNormal") || node.getOpType().equals("RandomUniform")) {
      for (AttributeProto attribute : node.getAttributeList()) {
        double size = 1;
        for (long length : attribute.getIntsList()) {
          size *= length;
        }
        if (size > limits.elements()) {
          throw RunGuards.tooLarge("'" + node.getOutput(0) + "'", limits.elements());
        }
      }
    }
  }

  /** Checks a size that a constant says. */
  private void checkConstant(NodeProto node, ResultSize size, Writing out) {
    TensorProto constant =
        size.kind() == ResultSize.Kind.LENGTHS && size.operand() < node.getInputCount()
            ? out.constants.get(node.getInput(size.operand()))
            : null;
    double product = 1;
    for (long length : constant == null ? List.<Long>of() : longs(constant)) {
      product *= length;
    }
    if (product > limits.elements()) {
      throw RunGuards.tooLarge("'" + node.getOutput(0) + "'", limits.elements());
    }
  }

  private boolean mayBeLong(NodeProto loop, Writing out) {
    TensorProto most = loop.getInputCount() == 0 ? null : out.constants.get(loop.getInput(0));
    List<Long> known = most == null ? List.of() : longs(most);
    return known.size() != 1 || known.get(0) > limits.loopTurns();
  }

  /** Returns the numbers of an int64 tensor that lies in the message; else none. */
  private static List<Long> longs(TensorProto tensor) {
    if (tensor.getInt64DataCount() > 0 || tensor.getRawData().size() % Long.BYTES != 0) {
      return tensor.getInt64DataList();
    }
    List<Long> numbers = new ArrayList<>();
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    while (tensor.getDataType() == DataType.INT64_VALUE && raw.hasRemaining()) {
      numbers.add(raw.getLong());
    }
    return numbers;
  }

  /** Adds the loop with one more state, the number of its last turn, which is looked at then. */
  private void limit(NodeProto loop, Writing out) {
    int at = bodyAt(loop);
    GraphProto body = at < 0 ? GraphProto.getDefaultInstance() : loop.getAttribute(at).getG();
    int states = body.getInputCount() - 2;
    if (states < 0 || body.getOutputCount() < 1 + states || loop.getInputCount() < 2) {
      // ONNX Runtime says what is wrong with it.
      out.graph.addNode(loop);
      return;
    }
    for (int i = 0; i < states; i++) {
      if (body.getOutput(1 + i).getType().hasSequenceType()
          || body.getOutput(1 + i).getType().hasOptionalType()) {
        // Such a state cannot be picked; the time of a run bounds it.
        out.graph.addNode(loop);
        return;
      }
    }
    ValueInfoProto last = number(fresh("last"));
    GraphProto.Builder longer = body.toBuilder().addInput(number(fresh("turn")));
    longer.addNode(
        NodeProto.newBuilder()
            .setName(last.getName())
            .setOpType("Identity")
            .addInput(body.getInput(0).getName())
            .addOutput(last.getName()));
    List<ValueInfoProto> outputs = new ArrayList<>(body.getOutputList());
    outputs.add(1 + states, last);
    longer.clearOutput().addAllOutput(outputs);

    String limit = out.constant(limits.loopTurns() + 1);
    List<String> inputs = new ArrayList<>(loop.getInputList());
    String most = inputs.get(0);
    if (!most.isEmpty()) {
      String fewer = out.add("Less", List.of(most, limit));
      most = out.add("Where", List.of(fewer, most, limit));
    }
    inputs.set(0, most.isEmpty() ? limit : most);
    inputs.add(out.constant(-1));
    List<String> results = new ArrayList<>();
    for (String output : loop.getOutputList()) {
      results.add(output.isEmpty() ? "" : fresh(output));
    }
    while (results.size() < states) {
      results.add("");
    }
    String reached = fresh("reached");
    results.add(states, reached);
    out.graph.addNode(
        loop.toBuilder()
            .clearInput()
            .addAllInput(inputs)
            .clearOutput()
            .addAllOutput(results)
            .setAttribute(at, loop.getAttribute(at).toBuilder().setG(longer)));
    String within = out.add("Less", List.of(reached, out.constant(limits.loopTurns())));
    String beyond = out.add("Not", List.of(within));
    String index = out.add("Cast", List.of(beyond), attribute("to", DType.INT64));
    for (int i = 0; i < loop.getOutputCount(); i++) {
      if (!loop.getOutput(i).isEmpty()) {
        String result = results.get(i < states ? i : i + 1);
        out.pick(RunGuards.TURNS, result, index, loop.getOutput(i));
      }
    }
  }

  private static int bodyAt(NodeProto loop) {
    for (int i = 0; i < loop.getAttributeCount(); i++) {
      if (loop.getAttribute(i).getName().equals("body") && loop.getAttribute(i).hasG()) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isOpen(NodeProto node, ResultSize size, Writing out) {
    return size.operand() < node.getInputCount()
        && !node.getInput(size.operand()).isEmpty()
        && !out.constants.containsKey(node.getInput(size.operand()));
  }

  private void check(NodeProto node, ResultSize size, Writing out) {
    String operand = node.getInput(size.operand());
    AttributeProto real = attribute("to", DType.FLOAT32);
    String total = out.add("Cast", List.of(operand), real);
    if (size.kind() == ResultSize.Kind.RANGE) {
      String start = out.add("Cast", List.of(node.getInput(0)), real);
      String step = out.add("Cast", List.of(node.getInput(2)), real);
      total = out.add("Div", List.of(out.add("Sub", List.of(total, start)), step));
    } else {
      total = out.add("ReduceProd", List.of(total), attribute("keepdims", 0L));
    }
    if (size.kind() == ResultSize.Kind.FACTORS) {
      String own = out.add("Size", List.of(node.getInput(0)));
      total = out.add("Mul", List.of(total, out.add("Cast", List.of(own), real)));
    }
    String beyond =
        out.add(
            "Greater",
            List.of(total, out.constant(Tensor.scalar(DType.FLOAT32, (float) limits.elements()))));
    String index = out.add("Cast", List.of(beyond), attribute("to", DType.INT64));
    String checked = fresh("checked");
    out.pick(RunGuards.ELEMENTS, operand, index, checked);
    out.graph.addNode(node.toBuilder().setInput(size.operand(), checked));
  }

  private static ValueInfoProto number(String name) {
    ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
    value
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(DataType.INT64_VALUE)
        .setShape(TensorShapeProto.getDefaultInstance());
    return value.build();
  }

  private static AttributeProto attribute(String name, Object value) {
    return OnnxAttributes.proto(name, value, OnnxAttributes.NONE);
  }
}
