package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.tenon.exporters.onnx.edit.OnnxAttributes;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Attributes;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.HasSubgraphs;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.schema.OperatorSchemas;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one operator as the ONNX nodes that mean it in the chosen opset. */
final class NodeWriter {
  private final ModelContext model;
  private final GraphWriter graph;
  private final OperatorNode node;
  private final String prefix;
  private final List<Draft> before = new ArrayList<>();
  private final List<Draft> after = new ArrayList<>();
  private int needed;

  NodeWriter(ModelContext model, GraphWriter graph, OperatorNode node, String prefix) {
    this.model = model;
    this.graph = graph;
    this.node = node;
    this.prefix = prefix;
  }

  void write(GraphProto.Builder proto) {
    Operator operator = node.operator();
    String reason = Unwritable.reason(operator.getClass());
    if (reason != null) {
      refuse(reason);
      return;
    }
    if (operator instanceof Spatial spatial && spatial.channelsLast()) {
      throw new IllegalArgumentException(
          "node '" + node.name() + "' has its channels last: run the layout pass first");
    }
    Draft draft = draft(operator);
    Map<Graph, List<String>> bound = bind(draft);
    int first = OperatorSchemas.since(draft.opType);
    if (draft.domain.isEmpty() && model.options().opset() < first) {
      refuse("needs opset " + first);
      return;
    }
    if (draft.domain.isEmpty() && !takesTypes(draft.opType)) {
      return;
    }
    if (operator instanceof ImageResampling.Resize) {
      ResizeDowngrades.counted(draft, this);
    }
    if (draft.domain.isEmpty()) {
      Downgrades.apply(draft, this, model.options().opset());
    } else {
      model.domains().merge(draft.domain, DomainVersions.first(operator), Math::max);
    }
    String name = model.nodeNames().unique(prefix + node.name());
    for (Draft helper : before) {
      proto.addNode(
          helper.build(model.nodeNames().unique(helper.outputs.get(0)), OnnxAttributes.NONE));
    }
    proto.addNode(
        draft.build(name, body -> nested(body, name, bound.getOrDefault(body, List.of()))));
    for (Draft helper : after) {
      proto.addNode(
          helper.build(model.nodeNames().unique(helper.outputs.get(0)), OnnxAttributes.NONE));
    }
  }

  /** Refuses the node where its operator takes the type of its values in a later opset only. */
  private boolean takesTypes(String opType) {
    List<Value> values = new ArrayList<>(node.outputs().subList(0, 1));
    Value operand = node.optionalInput(0);
    if (operand != null) {
      values.add(operand);
    }
    for (Value value : values) {
      int first = OperatorSchemas.since(opType, value.dtype());
      if (model.options().opset() < first) {
        refuse("values of " + value.dtype().numpyName() + " need opset " + first);
        return false;
      }
    }
    return true;
  }

  private Draft draft(Operator operator) {
    Draft draft = new Draft(operator.opType());
    draft.attributes.putAll(Attributes.of(operator));
    draft.domain = operator.domain().equals("ai.onnx") ? "" : operator.domain();
    for (Value input : node.inputs()) {
      draft.inputs.add(input == null ? "" : graph.name(input));
    }
    for (Value output : node.outputs()) {
      draft.outputs.add(graph.name(output));
    }
    if (operator instanceof Recurrent.Recurrence loop) {
      draft.opType = "Scan";
      draft.attributes.clear();
      draft.attributes.put("body", loop.body());
      draft.attributes.put("num_scan_inputs", (long) loop.sequences());
      if (loop.reverse()) {
        draft.attributes.put("scan_input_directions", Collections.nCopies(loop.sequences(), 1L));
      }
    }
    return draft;
  }

  /**
   * Takes off the inputs that a nested graph refers to by name in ONNX, and returns their names by
   * graph.
   *
   * <p>In the IR a body takes everything that it reads as an input.
   */
  private Map<Graph, List<String>> bind(Draft draft) {
    Map<Graph, List<String>> bound = new IdentityHashMap<>();
    int own = draft.inputs.size();
    if (node.operator() instanceof Control.If choice) {
      own = 1;
      int middle = own + choice.thenBranch().inputs().size();
      bound.put(choice.thenBranch(), List.copyOf(draft.inputs.subList(own, middle)));
      bound.put(
          choice.elseBranch(), List.copyOf(draft.inputs.subList(middle, draft.inputs.size())));
      draft.keepInputs(own);
      return bound;
    }
    if (node.operator() instanceof Recurrent.Recurrence loop) {
      own = loop.states() + loop.sequences();
    } else if (node.operator() instanceof Recurrent.Scan scan) {
      own -= scan.invariants();
    } else if (node.operator() instanceof Control.Loop loop) {
      own = 2 + loop.states();
    }
    List<String> names = List.copyOf(draft.inputs.subList(own, draft.inputs.size()));
    if (node.operator() instanceof HasSubgraphs nesting) {
      nesting.bodies().forEach(body -> bound.put(body, names));
    }
    draft.keepInputs(own);
    return bound;
  }

  private GraphProto nested(Graph body, String name, List<String> bound) {
    return new GraphWriter(model, graph).write(body, name + "/", bound);
  }

  /** Notes the opset that made the change which is now undone. */
  void needed(int opset) {
    needed = opset;
  }

  /**
   * Notes that the node cannot be written.
   *
   * @param reason with %d where it names the opset that made the change which is undone
   */
  void refuseOlder(String reason) {
    refuse(reason.formatted(needed));
  }

  /** Notes that the node cannot be written. */
  void refuse(String reason) {
    model
        .unsupported()
        .add(
            node.operator().opType()
                + " '"
                + node.name()
                + "' from "
                + node.origin()
                + ": "
                + reason);
  }

  /** Returns the content of an input, null if it is left out or not known before the run. */
  @Nullable Tensor constant(int index) {
    return node.constant(index);
  }

  /** Returns the type of an input. */
  TensorType type(int index) {
    return node.input(index).type();
  }

  /** Adds a constant for the node and returns its name. */
  String initializer(String hint, Tensor tensor) {
    return graph.initializer(prefix + node.name() + "/" + hint, tensor);
  }

  /** Adds a node before this one and returns the name of what it gives. */
  String before(String opType, Map<String, Object> attributes, String... inputs) {
    Draft helper = new Draft(opType);
    helper.inputs.addAll(List.of(inputs));
    helper.attributes.putAll(attributes);
    String output = model.names().unique(prefix + node.name() + "/" + opType);
    helper.outputs.add(output);
    before.add(helper);
    return output;
  }

  /**
   * Adds a node after this one, which then gives what this one gave.
   *
   * @param inputs further inputs after this node's result
   */
  void after(Draft draft, String opType, Map<String, Object> attributes, String... inputs) {
    Draft helper = new Draft(opType);
    helper.attributes.putAll(attributes);
    helper.outputs.add(draft.outputs.get(0));
    String between = model.names().unique(prefix + node.name() + "/" + draft.opType);
    draft.outputs.set(0, between);
    helper.inputs.add(between);
    helper.inputs.addAll(List.of(inputs));
    after.add(helper);
  }
}
