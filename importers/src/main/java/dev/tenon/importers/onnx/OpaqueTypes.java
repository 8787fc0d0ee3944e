package dev.tenon.importers.onnx;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types of what operators give that Tenon only carries along. */
final class OpaqueTypes {
  private OpaqueTypes() {}

  /**
   * Returns the type of a result where the file does not say it: for the operators of machine
   * learning as ONNX defines it, else that of the first operand, with a shape that is not known.
   */
  static @Nullable TensorType of(String domain, NodeDraft draft, int output) {
    Value x = draft.optional(0);
    if (x == null) {
      return null;
    }
    TensorType same = x.type();
    TensorType open = same.with(Shape.unknownRank());
    if (!domain.equals("ai.onnx.ml")) {
      return open;
    }
    return switch (draft.opType) {
      case "Binarizer", "Imputer" -> same;
      case "Scaler", "Normalizer" -> new TensorType(DType.FLOAT32, x.shape());
      case "CategoryMapper" -> new TensorType(other(x.dtype()), x.shape());
      case "LabelEncoder" -> new TensorType(labels(draft, x.dtype()), x.shape());
      case "OneHotEncoder" -> new TensorType(DType.FLOAT32, encoded(draft, x.shape()));
      case "LinearClassifier", "SVMClassifier", "TreeEnsembleClassifier" -> {
        boolean words = count(draft, "classlabels_strings") > 0;
        DType label = words ? DType.STRING : DType.INT64;
        yield output == 0
            ? new TensorType(label, rows(x.shape()))
            : new TensorType(DType.FLOAT32, rows(x.shape(), Dim.unknown()));
      }
      case "LinearRegressor" ->
          new TensorType(DType.FLOAT32, rows(x.shape(), number(draft, "targets")));
      case "SVMRegressor" -> new TensorType(DType.FLOAT32, rows(x.shape(), Dim.of(1)));
      case "TreeEnsembleRegressor" ->
          new TensorType(DType.FLOAT32, rows(x.shape(), number(draft, "n_targets")));
      case "TreeEnsemble" -> same.with(rows(x.shape(), number(draft, "n_targets")));
      case "FeatureVectorizer" -> new TensorType(DType.FLOAT32, Shape.unknownRank());
      default -> open;
    };
  }

  /** Returns the shape of something for each row of x; of unknown rank where x is no table. */
  private static Shape rows(Shape x, Dim... each) {
    return x.ranked() && x.rank() == 2
        ? Shape.of(x.dim(0)).concat(Shape.of(each))
        : Shape.unknownRank();
  }

  private static Dim number(NodeDraft draft, String attribute) {
    Object value = draft.attributes.get(attribute);
    return value == null ? Dim.of(1) : value instanceof Long n ? Dim.of(n) : Dim.unknown();
  }

  private static int count(NodeDraft draft, String attribute) {
    return draft.attributes.get(attribute) instanceof List<?> list ? list.size() : 0;
  }

  private static Shape encoded(NodeDraft draft, Shape x) {
    int categories = count(draft, "cats_strings") + count(draft, "cats_int64s");
    return x.ranked() ? x.concat(Shape.of(categories)) : x;
  }

  private static DType other(DType type) {
    return type == DType.STRING ? DType.INT64 : DType.STRING;
  }

  /** Returns what a LabelEncoder gives: its values, or by its first version the other kind. */
  private static DType labels(NodeDraft draft, DType from) {
    if (draft.attributes.get("values_tensor") instanceof Tensor values) {
      return values.dtype();
    }
    if (count(draft, "values_strings") > 0) {
      return DType.STRING;
    }
    if (count(draft, "values_int64s") > 0) {
      return DType.INT64;
    }
    return count(draft, "values_floats") > 0 ? DType.FLOAT32 : other(from);
  }
}
