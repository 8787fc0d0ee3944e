package dev.tenon.exporters.onnx;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.CustomOperator;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.HasSubgraphs;
import dev.tenon.ir.op.RuntimeOperators;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.schema.OperatorSchemas;
import dev.tenon.tensor.DType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Decides what a file computes in float32 instead of the model's own type, and remembers it. */
final class CastNotes {
  private final OnnxOptions options;
  private final Map<DType, SortedSet<String>> cast = new EnumMap<>(DType.class);

  CastNotes(OnnxOptions options) {
    this.options = options;
  }

  /** Returns whether an operator is to compute in float32 where its values are of a type. */
  boolean take(Operator operator, DType type) {
    boolean needed =
        isTooYoung(operator, type)
            || (options.runnable()
                && !(operator instanceof CustomOperator)
                && RuntimeOperators.lacks(operator.opType(), type));
    if (needed) {
      cast.computeIfAbsent(type, t -> new TreeSet<>()).add(operator.opType());
    }
    return needed;
  }

  /**
   * Returns whether the opset's operator does not take a real type, and is not about types itself.
   */
  private boolean isTooYoung(Operator operator, DType type) {
    boolean ownType =
        (operator instanceof HasSubgraphs nesting && !nesting.bodies().isEmpty())
            || operator instanceof StatelessRandom
            || operator instanceof Generation.EyeLike;
    return !ownType && OperatorSchemas.since(operator.opType(), type) > options.opset();
  }

  /** Returns a sentence for each type. */
  List<String> sentences() {
    return cast.entrySet().stream()
        .map(
            entry ->
                "ONNX Runtime, or the opset, has no "
                    + String.join(", ", entry.getValue())
                    + " in "
                    + entry.getKey().numpyName()
                    + ": the file casts to float32 there, and back")
        .toList();
  }
}
