package dev.tenon.exporters.onnx;

import dev.tenon.ir.graph.Operator;
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

  /** Says whether an operator is to compute in float32 where its values are of a type. */
  boolean take(Operator operator, DType type) {
    boolean needed =
        TypeVersions.needsCast(operator, type, options.opset())
            || (options.runnable() && MissingKernels.lacks(operator, type));
    if (needed) {
      cast.computeIfAbsent(type, t -> new TreeSet<>()).add(operator.opType());
    }
    return needed;
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
