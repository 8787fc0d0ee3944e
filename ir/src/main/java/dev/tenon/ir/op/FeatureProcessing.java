package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.schema.OperatorSchemas;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Operators that prepare features for a model: scaling, encoding, imputation. */
public sealed interface FeatureProcessing extends TraditionalMl {

  /** Selects entries of the last axis; a vector gives a single row. */
  record ArrayFeatureExtractor() implements FeatureProcessing {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      if (!x.ranked()) {
        return List.of(in.type(0));
      }
      if (x.rank() == 0) {
        throw new IllegalArgumentException("the input is a scalar; expected a tensor with an axis");
      }
      Dim count = in.shape(1).size();
      return List.of(
          in.type(0).with(x.rank() == 1 ? Shape.of(Dim.of(1), count) : x.with(-1, count)));
    }
  }

  /** Returns 1 for elements above a threshold, else 0. */
  record Binarizer(float threshold) implements FeatureProcessing {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0));
    }
  }

  /**
   * Maps strings to integers, or integers to strings.
   *
   * @param catsInt64s the integers
   * @param catsStrings the strings, in the same order
   * @param defaultInt64 the result for a string that is not listed
   * @param defaultString the result for an integer that is not listed
   */
  record CategoryMapper(
      @Nullable List<Long> catsInt64s,
      @Nullable List<String> catsStrings,
      long defaultInt64,
      String defaultString)
      implements FeatureProcessing {
    @Override
    public List<TensorType> infer(Inference in) {
      TraditionalMl.checkLength(
          "cats_strings", TraditionalMl.count(catsStrings), TraditionalMl.count(catsInt64s));
      boolean text = in.dtype(0) == DType.STRING;
      return List.of(in.type(0).with(text ? DType.INT64 : DType.STRING));
    }
  }

  /**
   * Joins tables beside each other, as float32.
   *
   * @param inputdimensions the number of columns of each input; missing columns are 0
   */
  record FeatureVectorizer(@Nullable List<Long> inputdimensions) implements FeatureProcessing {
    @Override
    public List<TensorType> infer(Inference in) {
      List<Long> lengths = inputdimensions;
      Dim columns = Dim.unknown();
      if (lengths != null) {
        TraditionalMl.checkLength("inputdimensions", lengths.size(), in.count());
        if (lengths.stream().anyMatch(length -> length < 0)) {
          throw new IllegalArgumentException("inputdimensions is " + lengths + ", below 0");
        }
        columns = Dim.of(lengths.stream().mapToLong(Long::longValue).sum());
      }
      Shape first = in.shape(0);
      Dim rows = !first.ranked() ? Dim.unknown() : first.rank() < 2 ? Dim.of(1) : first.dim(0);
      return List.of(new TensorType(DType.FLOAT32, Shape.of(rows, columns)));
    }
  }

  /** Replaces one value, such as NaN, by another, which may differ from column to column. */
  record Imputer(
      @Nullable List<Float> imputedValueFloats,
      @Nullable List<Long> imputedValueInt64s,
      float replacedValueFloat,
      long replacedValueInt64)
      implements FeatureProcessing {
    @Override
    public List<TensorType> infer(Inference in) {
      int values =
          TraditionalMl.count(in.dtype(0).isFloating() ? imputedValueFloats : imputedValueInt64s);
      if (values == 0) {
        throw new IllegalArgumentException(
            "gives no values of the kind of its input, which is " + in.dtype(0).numpyName());
      }
      long columns = TraditionalMl.features(in.shape(0)).orMinusOne();
      if (values > 1 && columns >= 0) {
        TraditionalMl.checkLength("imputed_value", values, columns);
      }
      return List.of(in.type(0));
    }
  }

  /**
   * Looks up each element in a table of keys and values; unknown keys give a default.
   *
   * <p>Keys and values are given as one of the lists each, or as a tensor.
   */
  record LabelEncoder(
      float defaultFloat,
      long defaultInt64,
      String defaultString,
      @Nullable Tensor defaultTensor,
      @Nullable List<Float> keysFloats,
      @Nullable List<Long> keysInt64s,
      @Nullable List<String> keysStrings,
      @Nullable Tensor keysTensor,
      @Nullable List<Float> valuesFloats,
      @Nullable List<Long> valuesInt64s,
      @Nullable List<String> valuesStrings,
      @Nullable Tensor valuesTensor)
      implements FeatureProcessing {

    /** Creates a table from strings to integers. */
    public static LabelEncoder of(List<String> keys, List<Long> values, long otherwise) {
      return new LabelEncoder(
          -0.0f,
          otherwise,
          "_Unused",
          null,
          null,
          null,
          List.copyOf(keys),
          null,
          null,
          List.copyOf(values),
          null,
          null);
    }

    @Override
    public long domainVersion() {
      Set<String> needed = new HashSet<>(Attributes.of(this).keySet());
      if (keysFloats != null && keysFloats.stream().anyMatch(key -> key.isNaN())) {
        // NaN finds a key that is NaN from the version on that takes tensors.
        needed.add("keys_tensor");
      }
      return OperatorSchemas.since(DOMAIN, opType(), needed);
    }

    @Override
    public List<TensorType> infer(Inference in) {
      Tensor keys = keys();
      Tensor values = values();
      TraditionalMl.checkLength("values", values.size(), keys.size());
      boolean text = in.dtype(0) == DType.STRING;
      if (text != (keys.dtype() == DType.STRING)) {
        throw new IllegalArgumentException(
            "its keys are "
                + keys.dtype().numpyName()
                + ", and its input is "
                + in.dtype(0).numpyName());
      }
      return List.of(in.type(0).with(values.dtype()));
    }

    /** Returns the keys as a vector. */
    public Tensor keys() {
      return vector("keys", keysTensor, keysStrings, keysInt64s, keysFloats);
    }

    /** Returns the values as a vector. */
    public Tensor values() {
      return vector("values", valuesTensor, valuesStrings, valuesInt64s, valuesFloats);
    }

    /** Returns the result for unknown keys, as a scalar of the values' type. */
    public Tensor otherwise() {
      DType type = values().dtype();
      if (defaultTensor != null) {
        if (defaultTensor.size() != 1 || defaultTensor.dtype() != type) {
          throw new IllegalArgumentException(
              "default_tensor has "
                  + defaultTensor.size()
                  + " elements of "
                  + defaultTensor.dtype().numpyName()
                  + "; expected one of "
                  + type.numpyName());
        }
        return defaultTensor.reshape();
      }
      if (type == DType.STRING) {
        return Tensor.ofStrings(new String[] {defaultString}, 1).reshape();
      }
      return type.isFloating()
          ? Tensor.scalar(type, defaultFloat)
          : Tensor.scalar(type, defaultInt64);
    }

    private static Tensor vector(
        String what,
        @Nullable Tensor tensor,
        @Nullable List<String> strings,
        @Nullable List<Long> integers,
        @Nullable List<Float> floats) {
      if (tensor != null) {
        return tensor.reshape(tensor.size());
      }
      if (strings != null) {
        return Tensor.ofStrings(strings.toArray(String[]::new), strings.size());
      }
      if (integers != null) {
        long[] numbers = integers.stream().mapToLong(Long::longValue).toArray();
        return Tensor.of(numbers, new long[] {numbers.length});
      }
      if (floats != null) {
        return MlTensors.floats(floats);
      }
      throw new IllegalArgumentException("LabelEncoder has no " + what);
    }
  }

  /**
   * Divides each row by its norm; a row of norm 0 stays.
   *
   * @param norm MAX (the largest entry), L1 (the sum of magnitudes) or L2 (the Euclidean length)
   */
  record Normalizer(String norm) implements FeatureProcessing {
    @Override
    public List<TensorType> infer(Inference in) {
      if (!List.of("MAX", "L1", "L2").contains(norm)) {
        throw new IllegalArgumentException("norm is '" + norm + "'; expected MAX, L1 or L2");
      }
      TraditionalMl.rows(in.shape(0));
      return List.of(in.type(0).with(DType.FLOAT32));
    }
  }

  /**
   * Returns for each element a vector with 1 at the position of its category.
   *
   * @param zeros whether unknown categories give zeros; otherwise they fail the run
   */
  record OneHotEncoder(
      @Nullable List<Long> catsInt64s, @Nullable List<String> catsStrings, long zeros)
      implements FeatureProcessing {
    @Override
    public List<TensorType> infer(Inference in) {
      boolean text = in.dtype(0) == DType.STRING;
      int count = TraditionalMl.count(text ? catsStrings : catsInt64s);
      if (count == 0) {
        throw new IllegalArgumentException(
            "lists no categories of the kind of its input, which is " + in.dtype(0).numpyName());
      }
      Shape x = in.shape(0);
      return List.of(new TensorType(DType.FLOAT32, x.ranked() ? x.concat(Shape.of(count)) : x));
    }
  }

  /** {@code (x - offset) * scale}, with one number for all columns or one for each. */
  record Scaler(@Nullable List<Float> offset, @Nullable List<Float> scale)
      implements FeatureProcessing {
    @Override
    public List<TensorType> infer(Inference in) {
      long columns = TraditionalMl.features(in.shape(0)).orMinusOne();
      int offsets = TraditionalMl.count(offset);
      int scales = TraditionalMl.count(scale);
      if (columns >= 0 && offsets > 1) {
        TraditionalMl.checkLength("offset", offsets, columns);
      }
      if (columns >= 0 && scales > 1) {
        TraditionalMl.checkLength("scale", scales, columns);
      }
      return List.of(in.type(0).with(DType.FLOAT32));
    }
  }
}
