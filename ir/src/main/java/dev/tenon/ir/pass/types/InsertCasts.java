package dev.tenon.ir.pass.types;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.Bodies;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Computes an operator in float32 if an engine has no kernel for its type.
 *
 * <p>Every result is cast back to its type.
 */
public final class InsertCasts {
  private final BiPredicate<Operator, DType> lacks;

  /** What stands for a value in float32, where casting to it once more would change nothing. */
  private final Map<Value, Value> narrow = new IdentityHashMap<>();

  private InsertCasts(BiPredicate<Operator, DType> lacks) {
    this.lacks = lacks;
  }

  /**
   * Returns the graph with casts around operators, in nested graphs too.
   *
   * @param lacks returns whether the engine lacks an operator in a floating-point type
   */
  public static Graph apply(Graph graph, BiPredicate<Operator, DType> lacks) {
    InsertCasts pass = new InsertCasts(lacks);
    return Rewriter.apply(graph, pass::visit);
  }

  private void visit(Rewriter rewriter, OperatorNode node) {
    DType type = missing(node);
    if (type == null) {
      Operator operator = Bodies.map(node.operator(), body -> apply(body, lacks));
      rewriter.put(node, operator, rewriter.operands(node), node.outputs());
      return;
    }
    List<@Nullable Value> operands = new ArrayList<>();
    for (Value operand : rewriter.operands(node)) {
      operands.add(
          operand == null || operand.dtype() != type ? operand : to(rewriter, node, operand));
    }
    List<Value> results = new ArrayList<>();
    List<OperatorNode> back = new ArrayList<>();
    for (Value output : node.outputs()) {
      if (output.dtype() != type) {
        results.add(output);
        continue;
      }
      String name = rewriter.unique(node.name() + "/float32");
      Value result = Value.of(name, output.type().with(DType.FLOAT32));
      results.add(result);
      String cast = rewriter.unique(node.name() + "/Cast");
      Unary.Cast operator = new Unary.Cast(type);
      back.add(new OperatorNode(cast, operator, List.of(result), List.of(output), node.origin()));
      if (type == DType.FLOAT64) {
        narrow.put(output, result);
      }
    }
    rewriter.put(node, inFloat32(node.operator()), operands, results);
    back.forEach(rewriter::put);
  }

  private @Nullable DType missing(OperatorNode node) {
    List<Value> values = new ArrayList<>(node.reads());
    values.addAll(node.outputs());
    for (Value value : values) {
      DType type = value.dtype();
      if (type.isFloating() && type != DType.FLOAT32 && lacks.test(node.operator(), type)) {
        return type;
      }
    }
    return null;
  }

  private Value to(Rewriter rewriter, OperatorNode node, Value value) {
    Value known = narrow.get(value);
    if (known != null) {
      return known;
    }
    Value cast =
        rewriter.add(
            new Unary.Cast(DType.FLOAT32),
            node.name() + "/Cast",
            node.origin(),
            List.of(value),
            value.type().with(DType.FLOAT32));
    narrow.put(value, cast);
    return cast;
  }

  /** Returns the operator making float32, where its type is an attribute. */
  private static Operator inFloat32(Operator operator) {
    return operator instanceof Generation.ConstantOfShape filled
        ? new Generation.ConstantOfShape(filled.value().cast(DType.FLOAT32))
        : operator;
  }
}
