package dev.tenon.importers.onnx;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import org.jspecify.annotations.Nullable;

/** The element types of what operators give that Tenon only carries along. */
final class OpaqueTypes {
  private OpaqueTypes() {}

  /** Returns the type of a result where the file does not say it: that of the first operand. */
  static @Nullable TensorType of(NodeDraft draft) {
    Value first = draft.optional(0);
    return first == null ? null : new TensorType(first.dtype(), Shape.unknownRank());
  }
}
