package dev.tenon.importers.onnx;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The element types of what operators give that Tenon only carries along. */
final class OpaqueTypes {
  private static final Set<String> STRINGS =
      Set.of("StringConcat", "StringNormalizer", "StringSplit", "TfIdfVectorizer");

  private OpaqueTypes() {}

  /** Returns the type of a result where the file does not say it; null for the first operand's. */
  static @Nullable TensorType of(NodeDraft draft, int result) {
    if (draft.opType.equals("StringSplit") && result == 1) {
      return unknown(DType.INT64);
    }
    if (draft.opType.equals("RegexFullMatch")) {
      return unknown(DType.BOOL);
    }
    if (draft.opType.equals("TfIdfVectorizer")) {
      return unknown(DType.FLOAT32);
    }
    if (STRINGS.contains(draft.opType)) {
      return unknown(DType.STRING);
    }
    Value first = draft.optional(0);
    return first == null ? null : unknown(first.dtype());
  }

  private static TensorType unknown(DType dtype) {
    return new TensorType(dtype, Shape.unknownRank());
  }
}
