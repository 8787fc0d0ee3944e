package dev.tenon.importers.onnx;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The element types of what operators give that Tenon only carries along. */
final class OpaqueTypes {
  /** Give the class of each sample, and after that its scores. */
  private static final Set<String> CLASSIFIERS =
      Set.of("LinearClassifier", "SVMClassifier", "TreeEnsembleClassifier");

  private OpaqueTypes() {}

  /**
   * Returns the type of a result where the file does not say it: of a classifier what its labels
   * are, else that of the first operand.
   */
  static @Nullable TensorType of(NodeDraft draft, int output) {
    if (CLASSIFIERS.contains(draft.opType)) {
      boolean words =
          draft.attributes.get("classlabels_strings") instanceof List<?> list && !list.isEmpty();
      DType label = words ? DType.STRING : DType.INT64;
      return new TensorType(output == 0 ? label : DType.FLOAT32, Shape.unknownRank());
    }
    Value first = draft.optional(0);
    return first == null ? null : new TensorType(first.dtype(), Shape.unknownRank());
  }
}
