package dev.tenon.ir.pass.decomposition.ml;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.FeatureProcessing;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decompositions of feature preparation.
 *
 * @see <a href="https://onnx.ai/onnx/operators/index.html#ai-onnx-ml">ONNX: ai.onnx.ml</a>
 */
public final class TableRules {
  private TableRules() {}

  /** Takes columns by their numbers. */
  public static Value extracted(ExpansionContext rule) {
    Ops ops = rule.ops();
    Value places = rule.reshape(ops.cast(rule.in(1), DType.INT64), -1);
    Value chosen = ops.gather(rule.in(0), places, rule.rank(0) - 1);
    return rule.rank(0) == 1 ? ops.unsqueeze(chosen, 0) : chosen;
  }

  /** Returns the result of Binarizer. */
  public static Value marked(ExpansionContext rule, FeatureProcessing.Binarizer binarizer) {
    Ops ops = rule.ops();
    Value x = rule.in(0);
    return ops.cast(ops.greater(x, ops.scalar(x, binarizer.threshold())), x.dtype());
  }

  /** Returns the first operand as rows of features in a type; a vector is a single row. */
  static Value table(ExpansionContext rule, DType type) {
    Value x = rule.ops().cast(rule.in(0), type);
    return switch (rule.rank(0)) {
      case 1 -> rule.ops().unsqueeze(x, 0);
      case 2 -> x;
      default ->
          throw new IllegalArgumentException(
              "its input has the shape " + x.shape() + "; expected (rows, features)");
    };
  }

  /** Returns the result of LabelEncoder. */
  public static Value looked(ExpansionContext rule, FeatureProcessing.LabelEncoder encoder) {
    return looked(rule, encoder.keys(), encoder.values(), encoder.otherwise());
  }

  /** Looks every element up among the keys, and takes the value beside the first that fits. */
  private static Value looked(ExpansionContext rule, Tensor keys, Tensor values, Tensor otherwise) {
    Ops ops = rule.ops();
    Value x = rule.in(0);
    if (keys.dtype() != DType.STRING && keys.dtype() != x.dtype()) {
      x = ops.cast(x, keys.dtype());
    }
    Value column = ops.unsqueeze(x, rule.rank(0));
    Value all = ops.constant(keys);
    Value hits = ops.equal(column, all);
    if (keys.dtype().isFloating()) {
      Value unknown = ops.apply(new Unary.IsNaN(), all);
      hits = ops.or(hits, ops.and(ops.apply(new Unary.IsNaN(), column), unknown));
    }
    Value found = ops.cast(hits, DType.INT32);
    Value place = ops.apply(new Reduction.ArgMax(-1, 0, 0), found);
    Value known = ops.greater(ops.reduceMax(found, false, -1), ops.scalar(found, 0));
    Value result = ops.gather(ops.constant(values), place, 0);
    return ops.where(known, result, ops.constant(otherwise));
  }

  /** Returns the result of CategoryMapper. */
  public static Value mapped(ExpansionContext rule, FeatureProcessing.CategoryMapper mapper) {
    List<String> texts = mapper.catsStrings() == null ? List.of() : mapper.catsStrings();
    List<Long> numbers = mapper.catsInt64s() == null ? List.of() : mapper.catsInt64s();
    Tensor strings = Tensor.ofStrings(texts.toArray(String[]::new), texts.size());
    Tensor integers = longs(numbers);
    if (rule.in(0).dtype() == DType.STRING) {
      return looked(rule, strings, integers, Tensor.scalar(DType.INT64, mapper.defaultInt64()));
    }
    Tensor otherwise = Tensor.ofStrings(new String[] {mapper.defaultString()}, 1).reshape();
    return looked(rule, integers, strings, otherwise);
  }

  private static Tensor longs(List<Long> list) {
    long[] numbers = list.stream().mapToLong(Long::longValue).toArray();
    return Tensor.of(numbers, new long[] {numbers.length});
  }

  private static Tensor floats(@Nullable List<Float> list, float otherwise) {
    float[] numbers = new float[list == null || list.isEmpty() ? 1 : list.size()];
    Arrays.fill(numbers, otherwise);
    for (int i = 0; list != null && i < list.size(); i++) {
      numbers[i] = list.get(i);
    }
    return Tensor.of(numbers, new long[] {numbers.length});
  }

  /** Returns the result of FeatureVectorizer. */
  public static Value joined(
      ExpansionContext rule, FeatureProcessing.FeatureVectorizer vectorizer) {
    Ops ops = rule.ops();
    List<Long> columns = vectorizer.inputdimensions();
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < rule.operands().size(); i++) {
      Value x = ops.cast(rule.in(i), DType.FLOAT32);
      int rank = rule.rank(i);
      Value flat = rank == 1 ? ops.unsqueeze(x, 0) : rank == 2 ? x : rule.reshape(x, flat(x, rank));
      if (columns != null && flat.shape().length(1) != columns.get(i)) {
        Value rows = ops.length(flat, 0);
        Value zeros =
            rule.zeros(DType.FLOAT32, rule.shape(List.of(rows, ops.longs(columns.get(i)))));
        flat = ops.slice(ops.concat(1, List.of(flat, zeros)), 1, 0, columns.get(i), 1);
      }
      parts.add(flat);
    }
    return ops.concat(1, parts);
  }

  /** Keeps the first axis and joins the others. */
  private static long[] flat(Value x, int rank) {
    long columns = 1;
    for (int axis = 1; axis < rank; axis++) {
      long length = x.shape().length(axis);
      if (length < 0) {
        throw new IllegalArgumentException("axis " + axis + " of an input has no known length");
      }
      columns *= length;
    }
    return new long[] {-1, columns};
  }

  /** Returns the result of Imputer. */
  public static Value imputed(ExpansionContext rule, FeatureProcessing.Imputer imputer) {
    Ops ops = rule.ops();
    Value x = rule.in(0);
    if (x.dtype().isFloating()) {
      float missing = imputer.replacedValueFloat();
      Value hit =
          Float.isNaN(missing)
              ? ops.apply(new Unary.IsNaN(), x)
              : ops.equal(x, ops.scalar(x, missing));
      Value values = ops.constant(floats(imputer.imputedValueFloats(), 0).cast(x.dtype()));
      return ops.where(hit, values, x);
    }
    Tensor missing = Tensor.scalar(DType.INT64, imputer.replacedValueInt64()).cast(x.dtype());
    List<Long> given = imputer.imputedValueInt64s();
    Value values = ops.constant(longs(given == null ? List.of() : given).cast(x.dtype()));
    return ops.where(ops.equal(x, ops.constant(missing)), values, x);
  }

  /** Returns the result of Normalizer. */
  public static Value normalized(ExpansionContext rule, FeatureProcessing.Normalizer normalizer) {
    String norm = normalizer.norm();
    Ops ops = rule.ops();
    Value given = rule.in(0);
    rule.rank(0);
    Value x = ops.cast(given, DType.FLOAT32);
    Value parts =
        switch (norm) {
          case "MAX" -> x;
          case "L1" -> ops.cast(ops.abs(given), DType.FLOAT32);
          default -> ops.cast(ops.mul(given, given), DType.FLOAT32);
        };
    Value whole = norm.equals("MAX") ? ops.reduceMax(x, true, -1) : ops.reduceSum(parts, true, -1);
    Value none = ops.equal(whole, ops.scalar(whole, 0));
    Value divisor = ops.where(none, ops.scalar(whole, 1), whole);
    if (!norm.equals("L2")) {
      return ops.div(x, divisor);
    }
    Value size = ops.sqrt(ops.div(parts, divisor));
    Value signed = ops.where(ops.less(x, ops.scalar(x, 0)), ops.neg(size), size);
    return ops.where(none, x, signed);
  }

  /** Returns the result of OneHotEncoder. */
  public static Value marked(ExpansionContext rule, FeatureProcessing.OneHotEncoder encoder) {
    Ops ops = rule.ops();
    Value x = rule.in(0);
    boolean text = x.dtype() == DType.STRING;
    List<String> texts = encoder.catsStrings() == null ? List.of() : encoder.catsStrings();
    List<Long> numbers = encoder.catsInt64s() == null ? List.of() : encoder.catsInt64s();
    Tensor categories =
        text ? Tensor.ofStrings(texts.toArray(String[]::new), texts.size()) : longs(numbers);
    Value column = ops.unsqueeze(text ? x : ops.cast(x, DType.INT64), rule.rank(0));
    Value hits = ops.cast(ops.equal(column, ops.constant(categories)), DType.FLOAT32);
    if (encoder.zeros() != 0) {
      return hits;
    }
    // Looking up a second entry, which is not there, ends the run where a category is unknown.
    Value known = ops.reduceMax(hits, true, -1);
    Value place = ops.cast(ops.equal(known, ops.scalar(known, 0)), DType.INT64);
    Value zero = ops.gather(ops.constant(Tensor.of(new float[1], 1)), place, 0);
    return ops.add(hits, zero);
  }

  /** Returns the result of Scaler. */
  public static Value scaled(ExpansionContext rule, FeatureProcessing.Scaler scaler) {
    Ops ops = rule.ops();
    DType type = rule.in(0).dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    Value x = ops.cast(rule.in(0), type);
    Value moved = ops.sub(x, ops.constant(floats(scaler.offset(), 0).cast(type)));
    Value scaled = ops.mul(moved, ops.constant(floats(scaler.scale(), 1).cast(type)));
    return ops.cast(scaled, DType.FLOAT32);
  }
}
