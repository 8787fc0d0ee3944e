package dev.tenon.lifting.walk;

import dev.tenon.ir.fold.ConstantFolding;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.decomposition.Decompose;
import dev.tenon.ir.pass.decomposition.Expansions;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.lifting.functions.FunctionTarget;
import dev.tenon.lifting.functions.NoFunctionException;
import dev.tenon.lifting.functions.Operand;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes a node in the plainer operators that mean the same, each of them as functions. */
public final class PlainNodes {
  private final FunctionTarget target;
  private final Map<Value, Operand> operands = new IdentityHashMap<>();

  private PlainNodes(FunctionTarget target) {
    this.target = target;
  }

  /** Returns the results in plainer operators. */
  public static List<Operand> write(
      OperatorNode node, List<@Nullable Operand> operands, FunctionTarget target) {
    return new PlainNodes(target).run(node, operands);
  }

  private List<Operand> run(OperatorNode node, List<@Nullable Operand> given) {
    GraphBuilder builder = new GraphBuilder(node.name());
    List<@Nullable Value> reads = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Operand operand = given.get(i);
      reads.add(operand == null ? null : read(builder, operand, "operand" + i));
    }
    List<Value> results;
    Expansions.Expansion expansion = Expansions.of(node.with(node.operator(), reads));
    if (expansion != null) {
      expansion.nodes().forEach(builder::add);
      results = expansion.results();
    } else {
      results = builder.apply(node.operator(), node.name(), node.origin(), reads);
    }
    List<Value> ends = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Value result : results) {
      // What a caller gets is not folded; what is read by such a node is.
      Value end = builder.apply(new Unary.Identity(), "end", node.origin(), List.of(result)).get(0);
      ends.add(end);
      names.add(end.name());
    }
    Graph graph = builder.build(ends, names);
    Graph plain =
        Decompose.apply(graph, one -> KerasFunctions.isFunction(one.operator().getClass()));
    Graph folded = ConstantFolding.apply(plain);
    for (OperatorNode one : folded.nodes()) {
      step(one, node);
    }
    return folded.outputs().stream().map(this::find).toList();
  }

  private Value read(GraphBuilder builder, Operand operand, String name) {
    if (operand.constant() != null) {
      return builder.constant(name, operand.constant());
    }
    if (operand.tensor() == null) {
      throw new NoFunctionException("reads lengths that are not known");
    }
    Value input = builder.input(name, new TensorType(operand.dtype(), operand.shape()));
    operands.put(input, operand);
    return input;
  }

  private void step(OperatorNode one, OperatorNode whole) {
    if (one.operator() instanceof Unary.Identity) {
      operands.put(one.output(), find(one.input(0)));
      return;
    }
    if (one.operator().equals(whole.operator())) {
      throw new NoFunctionException(
          Objects.requireNonNullElse(
              KerasFunctions.gap(one.operator().getClass()),
              "no layer or function of Keras does this"));
    }
    List<@Nullable Operand> reads = new ArrayList<>();
    for (int i = 0; i < one.inputs().size(); i++) {
      Value value = one.optionalInput(i);
      reads.add(value == null ? null : find(value));
    }
    List<Operand> results = KerasFunctions.write(one, reads, target);
    for (int i = 0; i < results.size(); i++) {
      operands.put(one.outputs().get(i), results.get(i));
    }
  }

  private Operand find(Value value) {
    if (value.constant() != null) {
      return Operand.of(value.constant());
    }
    Operand operand = operands.get(value);
    if (operand == null) {
      throw new NoFunctionException("is made of '" + value.name() + "', which no function gives");
    }
    return operand;
  }
}
