package dev.tenon.importers.onnx.reader;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.onnx.proto.AttributeReader;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the nodes that hold graphs: If, Loop and Scan. */
final class NestedGraphs {
  private static final Set<String> HANDLED = Set.of("If", "Loop", "Scan", "SequenceMap");
  private static final TensorType TURN = new TensorType(DType.INT64, Shape.of(List.of()));
  private static final TensorType CONDITION = new TensorType(DType.BOOL, Shape.of(List.of()));

  /** How often the types of a loop's states are made wider before nothing is said of them. */
  private static final int MOST_ROUNDS = 4;

  private final GraphReader reader;
  private final String label;

  NestedGraphs(GraphReader reader, String label) {
    this.reader = reader;
    this.label = label;
  }

  static boolean handles(String opType) {
    return HANDLED.contains(opType);
  }

  /**
   * A nested graph.
   *
   * @param captured the outer values that its last inputs stand for
   * @param lengths of each result, how many tensors of the graph it is; null for a single tensor
   */
  private record Body(Graph graph, List<Value> captured, List<@Nullable Integer> lengths) {}

  List<Value> results(NodeProto node) {
    int least = node.getOpType().equals("Loop") ? 2 : 1;
    if (node.getInputCount() < least) {
      throw new MalformedModelException(
          label, "has " + node.getInputCount() + " inputs; expected at least " + least);
    }
    return switch (node.getOpType()) {
      case "If" -> branches(node);
      case "Loop" ->
          Unrolled.carriesSequences(node, reader.scope()) ? withSequences(node) : loop(node);
      case "SequenceMap" ->
          reader.scope().findStack(node.getInput(0)) == null ? unrolled(node) : stacked(node);
      default -> scan(node);
    };
  }

  /** Writes a loop's turns one by one where the file says how many, else without its lists. */
  private List<Value> withSequences(NodeProto node) {
    GraphProto body = graph(node, "body");
    Appended loop =
        Appended.turnsAreKnown(node, body, reader.scope())
            ? null
            : Appended.of(node, body, reader.scope());
    if (loop == null) {
      return unrolled(node);
    }
    List<Value> results = loop(loop.node(), loop.body());
    int lists = loop.node().getOutputCount() - loop.lists();
    for (int i = 0; i < loop.node().getOutputCount(); i++) {
      String name = loop.node().getOutput(i);
      if (!name.isEmpty() && i < lists) {
        reader.scope().put(name, results.get(i));
      } else if (!name.isEmpty()) {
        reader.scope().putStack(name, results.get(i));
      }
    }
    return List.of();
  }

  /** Runs a graph for each tensor of lists whose length comes with the run, as a Scan. */
  private List<Value> stacked(NodeProto node) {
    GraphProto body = graph(node, "body");
    if (body.getInputCount() != node.getInputCount()) {
      throw new MalformedModelException(
          label, "has " + node.getInputCount() + " inputs, its body " + body.getInputCount());
    }
    GraphProto.Builder step = body.toBuilder().clearInput().clearNode();
    List<@Nullable Value> operands = new ArrayList<>();
    for (int i = 0; i < node.getInputCount(); i++) {
      Value stack = reader.scope().findStack(node.getInput(i));
      if (stack != null) {
        operands.add(stack);
        step.addInput(body.getInput(i));
      } else {
        step.addNodeBuilder()
            .setOpType("Identity")
            .addInput(node.getInput(i))
            .addOutput(body.getInput(i).getName());
      }
    }
    step.addAllNode(body.getNodeList());
    NodeProto.Builder scan = node.toBuilder().clearAttribute();
    scan.addAttributeBuilder()
        .setName("body")
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(step);
    List<Value> results = scan(scan.build(), operands, operands.size(), Map.of());
    for (int i = 0; i < node.getOutputCount() && i < results.size(); i++) {
      if (!node.getOutput(i).isEmpty()) {
        reader.scope().putStack(node.getOutput(i), results.get(i));
      }
    }
    return List.of();
  }

  /** Results that are sequences are bound by what writes them. */
  private List<Value> unrolled(NodeProto node) {
    GraphProto body = graph(node, "body");
    Unrolled turns = new Unrolled(reader, label, node);
    if (node.getOpType().equals("Loop")) {
      turns.loop(body);
    } else {
      turns.map(body);
    }
    return List.of();
  }

  private List<Value> branches(NodeProto node) {
    Value condition = reader.operand(node.getInput(0), label);
    GraphProto thenGraph = graph(node, "then_branch");
    GraphProto elseGraph = graph(node, "else_branch");
    Tensor known = condition.constant();
    if (known != null) {
      return inline(known.getLong(0) != 0 ? thenGraph : elseGraph, node);
    }
    Body yes = body(thenGraph, List.of());
    Body no = body(elseGraph, List.of());
    List<@Nullable Value> operands = new ArrayList<>();
    operands.add(condition);
    operands.addAll(yes.captured);
    operands.addAll(no.captured);
    if (!yes.lengths.equals(no.lengths)) {
      throw new UnsupportedModelException(
          label, "its branches give sequences of " + yes.lengths + " and " + no.lengths);
    }
    List<Value> results = emit(node, new Control.If(no.graph, yes.graph), operands);
    return yes.lengths.stream().allMatch(Objects::isNull) ? results : grouped(node, yes, results);
  }

  /** Puts the tensors of sequences together again. */
  private List<Value> grouped(NodeProto node, Body body, List<Value> results) {
    int next = 0;
    for (int i = 0; i < node.getOutputCount() && i < body.lengths.size(); i++) {
      Integer length = body.lengths.get(i);
      int end = next + (length == null ? 1 : length);
      if (length == null) {
        reader.scope().put(node.getOutput(i), results.get(next));
      } else {
        reader.scope().putSequence(node.getOutput(i), results.subList(next, end));
      }
      next = end;
    }
    return List.of();
  }

  /** Puts the nodes of the one branch that is ever taken in the node's place. */
  private List<Value> inline(GraphProto graph, NodeProto node) {
    GraphReader.Place outer = reader.place().inside(reader.context());
    String prefix = reader.context().nodeName(reader.nodeName(node)) + "/";
    GraphReader inner =
        new GraphReader(
            reader.context(),
            reader.builder(),
            new NameScope(reader.scope()),
            new GraphReader.Place(outer.opsets(), prefix, outer.given(), outer.depth()));
    inner.declare(graph);
    inner.constants(graph);
    inner.nodes(graph.getNodeList());
    Map<String, Value> inlined = reader.scope().inlined();
    inner.scope().own().forEach((name, value) -> inlined.put(prefix + name, value));
    inlined.putAll(inner.scope().inlined());
    for (int i = 0; i < graph.getOutputCount() && i < node.getOutputCount(); i++) {
      String name = graph.getOutput(i).getName();
      List<Value> sequence = inner.scope().findSequence(name);
      if (sequence != null) {
        reader.scope().putSequence(node.getOutput(i), sequence);
      } else {
        reader.scope().put(node.getOutput(i), inner.operand(name, label));
      }
    }
    return List.of();
  }

  private List<Value> loop(NodeProto node) {
    return loop(node, graph(node, "body"));
  }

  private List<Value> loop(NodeProto node, GraphProto proto) {
    List<@Nullable Value> operands = reader.operands(node, label);
    while (operands.size() < 2) {
      operands.add(null);
    }
    int states = operands.size() - 2;
    if (proto.getInputCount() != 2 + states || proto.getOutputCount() < 1 + states) {
      throw new MalformedModelException(
          label, "its body has " + proto.getInputCount() + " inputs for " + states + " states");
    }
    List<TensorType> types = new ArrayList<>(List.of(TURN, CONDITION));
    types.addAll(typesOf(operands.subList(2, operands.size())));
    Body body = stable(proto, types, 2, 1);
    operands.addAll(body.captured);
    return emit(node, new Control.Loop(body.graph, states), operands);
  }

  /** Reads a body with states whose types admit what the body makes of them. */
  private Body stable(GraphProto proto, List<TensorType> types, int firstIn, int firstOut) {
    List<TensorType> now = new ArrayList<>(types);
    int states = proto.getInputCount() - firstIn;
    for (int round = 0; ; round++) {
      Body body = body(proto, now);
      boolean same = true;
      for (int i = 0; i < states && firstOut + i < body.graph.outputs().size(); i++) {
        Shape before = now.get(firstIn + i).shape();
        Shape after = body.graph.outputs().get(firstOut + i).shape();
        Shape both = Control.common(before, after);
        if (!both.equals(before) && before.ranked() && !onlyUnknown(before, both)) {
          same = false;
          Shape wider = round < MOST_ROUNDS ? both : Shape.unknownRank();
          now.set(firstIn + i, now.get(firstIn + i).with(wider));
        }
      }
      if (same) {
        return body;
      }
    }
  }

  /** Returns whether two shapes differ only in lengths of which neither says anything. */
  private static boolean onlyUnknown(Shape before, Shape both) {
    if (!both.ranked() || before.rank() != both.rank()) {
      return false;
    }
    for (int i = 0; i < before.rank(); i++) {
      boolean open = before.dim(i) instanceof dev.tenon.ir.shape.Dim.Unknown;
      if (!before.dim(i).equals(both.dim(i)) && !open) {
        return false;
      }
    }
    return true;
  }

  private List<Value> scan(NodeProto node) {
    List<@Nullable Value> operands = reader.operands(node, label);
    Map<String, Object> attributes =
        AttributeReader.read(label, node, reader.place().given(), reader.context().folder());
    int sequences =
        attributes.get("num_scan_inputs") instanceof Long number ? Math.toIntExact(number) : 0;
    if (reader.place().opset() < 9) {
      return new OldScan(reader, label).results(node, operands, sequences, attributes);
    }
    return scan(node, operands, sequences, attributes);
  }

  List<Value> scan(
      NodeProto node,
      List<@Nullable Value> operands,
      int sequences,
      Map<String, Object> attributes) {
    int states = operands.size() - sequences;
    GraphProto proto = graph(node, "body");
    if (sequences < 1 || states < 0 || proto.getInputCount() != operands.size()) {
      throw new MalformedModelException(
          label, "has " + operands.size() + " inputs, its body " + proto.getInputCount());
    }
    List<Long> axes = list(attributes.get("scan_input_axes"));
    List<TensorType> types = new ArrayList<>(typesOf(operands));
    for (int i = states; i < types.size(); i++) {
      Shape shape = types.get(i).shape();
      int axis = axes == null ? 0 : Math.toIntExact(axes.get(i - states));
      types.set(i, types.get(i).with(shape.ranked() ? shape.without(axis) : shape));
    }
    Body body = body(proto, types);
    List<@Nullable Value> all = new ArrayList<>(operands);
    all.addAll(body.captured);
    Operator scan =
        new Recurrent.Scan(
            body.graph,
            sequences,
            axes,
            list(attributes.get("scan_input_directions")),
            list(attributes.get("scan_output_axes")),
            list(attributes.get("scan_output_directions")),
            states);
    return emit(node, scan, all);
  }

  private static @Nullable List<Long> list(@Nullable Object attribute) {
    return attribute instanceof List<?> list ? list.stream().map(Long.class::cast).toList() : null;
  }

  private List<TensorType> typesOf(List<@Nullable Value> operands) {
    List<TensorType> types = new ArrayList<>();
    for (Value operand : operands) {
      if (operand == null) {
        throw new MalformedModelException(label, "leaves out the content of a state");
      }
      types.add(operand.type());
    }
    return types;
  }

  private Body body(GraphProto proto, List<TensorType> inputs) {
    GraphBuilder builder = new GraphBuilder(proto.getName(), true);
    Reserved.names(proto, builder);
    NameScope scope = new NameScope(reader.scope());
    GraphReader inner =
        new GraphReader(reader.context(), builder, scope, reader.place().inside(reader.context()));
    inner.declare(proto);
    for (int i = 0; i < inputs.size(); i++) {
      Value input = Value.of(proto.getInput(i).getName(), inputs.get(i));
      builder.addInput(input);
      scope.put(input.name(), input);
    }
    inner.constants(proto);
    inner.nodes(proto.getNodeList());
    List<Value> outputs = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<@Nullable Integer> lengths = new ArrayList<>();
    for (var output : proto.getOutputList()) {
      List<Value> sequence = scope.findSequence(output.getName());
      lengths.add(sequence == null ? null : sequence.size());
      for (int i = 0; sequence != null && i < sequence.size(); i++) {
        outputs.add(sequence.get(i));
        names.add(output.getName() + "[" + i + "]");
      }
      if (sequence == null) {
        outputs.add(inner.operand(output.getName(), label));
        names.add(output.getName());
      }
    }
    Graph graph = builder.build(outputs, names);
    Map<String, Value> named = new LinkedHashMap<>(scope.own());
    named.putAll(scope.inlined());
    reader.context().nested(graph, named);
    return new Body(graph, builder.captured(), lengths);
  }

  private List<Value> emit(NodeProto node, Operator operator, List<@Nullable Value> operands) {
    String name = reader.context().nodeName(reader.nodeName(node));
    return new NodeEmitter(reader, node, name, new Origin(name, node.getOpType()))
        .emit(operator, operands);
  }

  private GraphProto graph(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name) && attribute.hasG())
        .map(AttributeProto::getG)
        .findFirst()
        .orElseThrow(() -> new MalformedModelException(label, "has no graph '" + name + "'"));
  }
}
