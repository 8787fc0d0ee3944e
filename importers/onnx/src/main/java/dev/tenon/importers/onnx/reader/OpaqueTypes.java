package dev.tenon.importers.onnx.reader;

import dev.tenon.importers.onnx.upgrade.NodeDraft;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import org.jspecify.annotations.Nullable;

/** The types of what operators give that Tenon only carries along. */
final class OpaqueTypes {
  private OpaqueTypes() {}

  /**
   * Returns the type of a result where the file does not say it: that of the first operand, with a
   * shape that is not known.
   */
  static @Nullable TensorType of(NodeDraft draft) {
    Value x = draft.optional(0);
    return x == null ? null : x.type().with(Shape.unknownRank());
  }
}
