package dev.tenon.ir.pass.types;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.HasSubgraphs;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes the casts of {@link InsertCasts}, so that the operator computes in its operands' type
 * again.
 *
 * <p>It serves the search for layers in a file written for ONNX Runtime.
 */
public final class RemoveCasts {
  /** What operators give in their own type, by what they gave in float32. */
  private final Map<Value, Value> given = new IdentityHashMap<>();

  private RemoveCasts() {}

  /** Returns the graph without such casts. */
  public static Graph apply(Graph graph) {
    return Rewriter.apply(graph, new RemoveCasts()::visit);
  }

  private void visit(Rewriter rewriter, OperatorNode node) {
    if (node.operator() instanceof Unary.Cast && given.containsKey(node.input(0))) {
      Value own = given.get(node.input(0));
      if (rewriter.isResult(node.output())) {
        rewriter.put(node, new Unary.Identity(), List.of(own), node.outputs());
      } else {
        rewriter.replace(node.output(), own);
      }
      return;
    }
    DType type = type(rewriter, node);
    List<@Nullable Value> operands = type == null ? null : operands(rewriter, node, type);
    if (type == null || operands == null) {
      rewriter.keep(node);
      return;
    }
    List<Value> outputs = new ArrayList<>();
    for (Value output : node.outputs()) {
      if (output.dtype() != DType.FLOAT32) {
        outputs.add(output);
        continue;
      }
      Value own = Value.of(rewriter.unique(output.name()), output.type().with(type));
      given.put(output, own);
      outputs.add(own);
    }
    rewriter.put(node, node.operator(), operands, outputs);
  }

  /** Returns the type to which all readers of a node's float32 results cast them; null for none. */
  private @Nullable DType type(Rewriter rewriter, OperatorNode node) {
    boolean holdsGraphs =
        node.operator() instanceof HasSubgraphs nesting && !nesting.bodies().isEmpty();
    if (node.operator() instanceof Unary.Cast || holdsGraphs) {
      return null;
    }
    DType found = null;
    for (Value output : node.outputs()) {
      if (output.dtype() != DType.FLOAT32) {
        continue;
      }
      if (rewriter.isResult(output)) {
        return null;
      }
      for (OperatorNode reader : rewriter.uses().readers(output)) {
        DType to = reader.operator() instanceof Unary.Cast cast ? cast.to() : DType.FLOAT32;
        boolean own = to == DType.FLOAT64 || to == DType.BFLOAT16;
        if (!own || (found != null && found != to)) {
          return null;
        }
        found = to;
      }
    }
    return found;
  }

  /** Returns the operands in a type; null if one is not cast from it. */
  private @Nullable List<@Nullable Value> operands(
      Rewriter rewriter, OperatorNode node, DType type) {
    List<@Nullable Value> operands = new ArrayList<>();
    boolean cast = false;
    for (Value operand : rewriter.operands(node)) {
      if (operand == null || operand.dtype() != DType.FLOAT32) {
        operands.add(operand);
        continue;
      }
      Value own =
          operand.constant() != null
              ? rewriter.constant(operand.name(), operand.constant().cast(type))
              : uncast(rewriter, operand, type);
      if (own == null) {
        return null;
      }
      cast |= operand.constant() == null;
      operands.add(own);
    }
    return cast ? operands : null;
  }

  /** Returns what a value was cast from; it may be transposed since. */
  private static @Nullable Value uncast(Rewriter rewriter, Value value, DType type) {
    OperatorNode before = rewriter.producer(value);
    if (before == null) {
      return null;
    }
    if (before.operator() instanceof Unary.Cast) {
      return before.input(0).dtype() == type ? before.input(0) : null;
    }
    Value source =
        before.operator() instanceof Movement.Transpose
            ? uncast(rewriter, before.input(0), type)
            : null;
    return source == null
        ? null
        : rewriter.add(
            before.operator(),
            before.name(),
            before.origin(),
            List.of(source),
            value.type().with(type));
  }
}
