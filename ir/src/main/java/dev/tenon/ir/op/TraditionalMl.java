package dev.tenon.ir.op;

import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.schema.OperatorSchemas;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operators of ONNX's domain {@code ai.onnx.ml}, which scikit-learn, XGBoost and LightGBM export.
 *
 * <p>Most take a table (rows, features). As in ONNX Runtime, a vector is a single row.
 *
 * @see <a href="https://onnx.ai/onnx/operators/index.html#ai-onnx-ml">ONNX: ai.onnx.ml</a>
 */
public sealed interface TraditionalMl extends OperatorFamily
    permits FeatureProcessing, LinearModels, TreeEnsembles {
  /** The name of the domain. */
  String DOMAIN = "ai.onnx.ml";

  @Override
  default String domain() {
    return DOMAIN;
  }

  /**
   * Returns the first version of the domain that has the operator with these attributes, 2 for all
   * that are older.
   */
  default long domainVersion() {
    return OperatorSchemas.since(DOMAIN, opType(), Attributes.of(this).keySet());
  }

  /** Returns the number of features of each row, unknown if the shape lacks it. */
  static Dim features(Shape x) {
    return x.ranked() ? x.dim(-1) : Dim.unknown();
  }

  /**
   * Returns the shape of a result that has a row for each row of x.
   *
   * @throws IllegalArgumentException if x is not a table
   */
  static Shape rows(Shape x, Dim... each) {
    if (!x.ranked()) {
      return Shape.of(Dim.unknown()).concat(Shape.of(each));
    }
    if (x.rank() < 1 || x.rank() > 2) {
      throw new IllegalArgumentException(
          "the input has the shape " + x + "; expected (rows, features)");
    }
    return Shape.of(x.rank() == 1 ? Dim.of(1) : x.dim(0)).concat(Shape.of(each));
  }

  /** Returns the types of a classifier's results: a label and scores for each row. */
  static List<TensorType> classified(
      Shape x, @Nullable List<String> strings, @Nullable List<Long> integers, long scores) {
    boolean text = count(strings) > 0;
    if (!text && count(integers) == 0) {
      throw new IllegalArgumentException("the classifier names no classes");
    }
    return List.of(
        new TensorType(text ? DType.STRING : DType.INT64, rows(x)),
        new TensorType(DType.FLOAT32, rows(x, Dim.of(scores))));
  }

  /** Returns the length of a list, 0 for an absent one. */
  static int count(@Nullable List<?> list) {
    return list == null ? 0 : list.size();
  }

  /**
   * Checks the name of a function that is applied to scores.
   *
   * @throws IllegalArgumentException if ONNX has no such function
   */
  static void checkPostTransform(String name) {
    if (!List.of("NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT").contains(name)) {
      throw new IllegalArgumentException(
          "post_transform is '"
              + name
              + "'; expected NONE, SOFTMAX, LOGISTIC, SOFTMAX_ZERO or PROBIT");
    }
  }

  /**
   * Checks the number of entries of an attribute.
   *
   * @throws IllegalArgumentException if an attribute has another length; the message names it
   */
  static void checkLength(String attribute, long found, long expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          attribute + " has " + found + " entries; expected " + expected);
    }
  }
}
