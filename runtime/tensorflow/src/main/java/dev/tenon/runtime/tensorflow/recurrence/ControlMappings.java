package dev.tenon.runtime.tensorflow.recurrence;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.HasSubgraphs;
import dev.tenon.runtime.tensorflow.emit.Emitter;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.gradient.Gradients;
import dev.tenon.runtime.tensorflow.graph.GraphFunctions;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.graph.Variables;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/**
 * How branches and loops are written: as TensorFlow's StatelessIf and While, which have no
 * gradient: {@link Gradients} says so where one is asked for.
 */
public final class ControlMappings {
  private ControlMappings() {}

  public static void register(MappingTable to) {
    to.many(Control.If.class, ControlMappings::branches);
    to.many(Control.Loop.class, ControlMappings::loop);
  }

  /** A scalar, whether the file has it as one or as a vector of one element. */
  private static Output<?> scalar(Tf tf, Output<?> x) {
    return tf.reshape(x, new long[0]);
  }

  private static List<Output<?>> branches(Control.If o, NodeContext at) {
    Tf tf = at.tf();
    List<Value> extra = new ArrayList<>(heavy(o.thenBranch()));
    heavy(o.elseBranch()).stream().filter(value -> !extra.contains(value)).forEach(extra::add);
    List<Output<?>> operands = new ArrayList<>();
    for (int i = 1; i < at.node().inputs().size(); i++) {
      operands.add(at.in(i));
    }
    extra.forEach(value -> operands.add(at.emitter().resolve(value)));
    // TensorFlow wants at least one argument, also where the branches read nothing.
    operands.add(scalar(tf, at.in(0)));
    DataType[] types = types(operands);
    DataType[] results =
        o.thenBranch().outputs().stream()
            .map(value -> TensorFlowTypes.of(value.dtype()))
            .toArray(DataType[]::new);
    int before = o.thenBranch().inputs().size();
    int all = before + o.elseBranch().inputs().size();
    return tf.op("StatelessIf")
        .in(scalar(tf, at.in(0)))
        .list(operands)
        .attr("Tout", results)
        .attr("then_branch", branch(o.thenBranch(), 0, all, extra, types, at))
        .attr("else_branch", branch(o.elseBranch(), before, all, extra, types, at))
        .outs(results.length);
  }

  private static AttrValue branch(
      Graph body, int first, int firstExtra, List<Value> extra, DataType[] types, NodeContext at) {
    try (org.tensorflow.Graph graph = new org.tensorflow.Graph()) {
      Tf inner = new Tf(graph);
      Emitter emitter = at.emitter().nested(inner);
      List<Output<?>> inputs = new ArrayList<>();
      for (int i = 0; i < types.length; i++) {
        Value own = null;
        if (i >= firstExtra && i < firstExtra + extra.size()) {
          own = extra.get(i - firstExtra);
        } else if (i >= first && i < first + body.inputs().size()) {
          own = body.inputs().get(i - first);
        }
        Output<?> input = placeholder(inner, types[i], own);
        inputs.add(input);
        if (own != null) {
          emitter.bind(own, input);
        }
      }
      return GraphFunctions.define(at.tf(), inner, "branch", inputs, results(emitter, body));
    }
  }

  private static List<Output<?>> results(Emitter emitter, Graph body) {
    emitter.emit(body.nodes(), body.name());
    List<Output<?>> results = new ArrayList<>();
    for (Value output : body.outputs()) {
      // A function may not return one of its arguments as it is.
      results.add(emitter.tf().unary("Identity", emitter.resolve(output)));
    }
    return results;
  }

  private static Output<?> placeholder(Tf inner, DataType type, @Nullable Value like) {
    return inner.placeholder(
        type,
        like != null && like.shape().ranked()
            ? org.tensorflow.ndarray.Shape.of(like.shape().toLongs())
            : org.tensorflow.ndarray.Shape.unknown());
  }

  private static DataType[] types(List<Output<?>> outputs) {
    return outputs.stream().map(Output::dataType).toArray(DataType[]::new);
  }

  /**
   * The loop carries: the turn, the number of turns, the condition, the states, a list of tensors
   * for each collected output, and what the body reads besides.
   */
  private static List<Output<?>> loop(Control.Loop o, NodeContext at) {
    Tf tf = at.tf();
    Graph body = o.body();
    List<Value> extra = new ArrayList<>(heavy(body));
    List<Output<?>> carried = new ArrayList<>();
    carried.add(tf.scalar(0));
    carried.add(at.has(0) ? scalar(tf, at.in(0)) : tf.scalar(Long.MAX_VALUE));
    carried.add(at.has(1) ? scalar(tf, at.in(1)) : tf.binary("Equal", tf.scalar(0), tf.scalar(0)));
    for (int i = 0; i < o.states(); i++) {
      carried.add(at.in(2 + i));
    }
    int firstList = carried.size();
    List<Value> collected = body.outputs().subList(1 + o.states(), body.outputs().size());
    for (Value value : collected) {
      carried.add(
          tf.op("EmptyTensorList")
              .in(WhileLoop.elementShape(tf, value), tf.scalar(DataType.DT_INT32, -1))
              .attr("element_dtype", TensorFlowTypes.of(value.dtype()))
              .out());
    }
    for (int i = 2 + o.states(); i < at.node().inputs().size(); i++) {
      carried.add(at.in(i));
    }
    extra.forEach(value -> carried.add(at.emitter().resolve(value)));
    DataType[] types = types(carried);
    List<Output<?>> results =
        // Not StatelessWhile: one of constants is folded ahead of the run, turn within turn, and no
        // limit holds there.
        tf.op("While")
            .list(carried)
            .attr("T", types)
            .attr("cond", more(tf, types))
            .attr("body", turn(o, at, extra, types))
            .outs(carried.size());
    List<Output<?>> outputs = new ArrayList<>(results.subList(3, firstList));
    for (int i = 0; i < collected.size(); i++) {
      Value value = collected.get(i);
      outputs.add(
          tf.op("TensorListStack")
              .in(results.get(firstList + i), WhileLoop.elementShape(tf, value))
              .attr("element_dtype", TensorFlowTypes.of(value.dtype()))
              .out());
    }
    return outputs;
  }

  private static AttrValue more(Tf tf, DataType[] types) {
    try (org.tensorflow.Graph graph = new org.tensorflow.Graph()) {
      Tf inner = new Tf(graph);
      List<Output<?>> inputs = new ArrayList<>();
      for (DataType type : types) {
        inputs.add(placeholder(inner, type, null));
      }
      Output<?> below = inner.binary("Less", inputs.get(0), inputs.get(1));
      Output<?> more = inner.binary("LogicalAnd", below, inputs.get(2));
      return GraphFunctions.define(tf, inner, "more", inputs, List.of(more));
    }
  }

  private static AttrValue turn(
      Control.Loop o, NodeContext at, List<Value> extra, DataType[] types) {
    Graph body = o.body();
    int lists = o.collected();
    int firstList = 3 + o.states();
    int firstFixed = firstList + lists;
    int fixed = body.inputs().size() - 2 - o.states();
    try (org.tensorflow.Graph graph = new org.tensorflow.Graph()) {
      Tf inner = new Tf(graph);
      Emitter emitter = at.emitter().nested(inner);
      List<Output<?>> inputs = new ArrayList<>();
      for (int i = 0; i < types.length; i++) {
        Value own = null;
        if (i == 0 || i == 2) {
          own = body.inputs().get(i / 2);
        } else if (i >= 3 && i < firstList) {
          own = body.inputs().get(i - 1);
        } else if (i >= firstFixed) {
          int at2 = i - firstFixed;
          own = at2 < fixed ? body.inputs().get(2 + o.states() + at2) : extra.get(at2 - fixed);
        }
        Output<?> input = placeholder(inner, types[i], own);
        inputs.add(input);
        if (own != null) {
          emitter.bind(own, input);
        }
      }
      List<Output<?>> given = results(emitter, body);
      List<Output<?>> results = new ArrayList<>();
      results.add(inner.add(inputs.get(0), inner.scalar(1)));
      results.add(inner.unary("Identity", inputs.get(1)));
      results.add(scalar(inner, given.get(0)));
      results.addAll(given.subList(1, 1 + o.states()));
      for (int i = 0; i < lists; i++) {
        results.add(
            inner
                .op("TensorListPushBack")
                .in(inputs.get(firstList + i), given.get(1 + o.states() + i))
                .attr("element_dtype", given.get(1 + o.states() + i).dataType())
                .out());
      }
      for (int i = firstFixed; i < types.length; i++) {
        results.add(inner.unary("Identity", inputs.get(i)));
      }
      return GraphFunctions.define(at.tf(), inner, "turn", inputs, results);
    }
  }

  /** Returns the parameters and large constants that a nested graph, and those in it, read. */
  private static Set<Value> heavy(Graph body) {
    Set<Value> found = new LinkedHashSet<>();
    for (Value value : Loop.reads(body.nodes(), body.outputs())) {
      boolean large = value.constant() != null && Variables.isLarge(value.constant());
      if (value.parameter() != null || large) {
        found.add(value);
      }
    }
    for (OperatorNode node : body.nodes()) {
      if (node.operator() instanceof HasSubgraphs nesting) {
        nesting.bodies().forEach(inner -> found.addAll(heavy(inner)));
      }
    }
    return found;
  }
}
