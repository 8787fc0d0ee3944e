package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators on strings. */
public sealed interface Text extends OperatorFamily {

  /** Joins two strings, element by element, with NumPy's broadcasting. */
  record StringConcat() implements Text {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0).with(Shape.broadcast(in.shape(0), in.shape(1))));
    }
  }

  /**
   * Splits each string at a delimiter, by default at white space. Returns the parts along a new
   * last axis, padded with empty strings, and their number.
   *
   * @param maxsplit the largest number of splits of a string
   */
  record StringSplit(@Nullable String delimiter, @Nullable Long maxsplit) implements Text {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      Shape parts = x.ranked() ? x.concat(Shape.of(Dim.unknown())) : x;
      return List.of(in.type(0).with(parts), new TensorType(DType.INT64, x));
    }
  }

  /**
   * Removes words from a vector or a single row, and changes the case of the others; an empty
   * result is one empty string.
   *
   * @param caseChangeAction LOWER, UPPER or NONE
   * @param locale {@code C} changes the case of A to Z only; any other is a hint to ONNX Runtime,
   *     while TensorFlow follows Unicode
   */
  record StringNormalizer(
      String caseChangeAction,
      long isCaseSensitive,
      @Nullable String locale,
      @Nullable List<String> stopwords)
      implements Text {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      boolean whole = stopwords == null || stopwords.isEmpty();
      return List.of(in.type(0).with(whole || !x.ranked() ? x : x.with(-1, Dim.unknown())));
    }
  }

  /** Returns for each string whether it matches a whole pattern in RE2's syntax. */
  record RegexFullMatch(@Nullable String pattern) implements Text {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0).with(DType.BOOL));
    }
  }

  /**
   * Cuts each string into its characters, the code points of UTF-8. Returns them along a new last
   * axis, padded with empty strings, and their number.
   */
  @NotInOnnx
  record UnicodeSplit() implements Text {
    @Override
    public List<TensorType> infer(Inference in) {
      return new StringSplit(null, null).infer(in);
    }
  }

  /** Replaces every match of a pattern of RE2's syntax. */
  @NotInOnnx
  record RegexReplace(String pattern, String rewrite) implements Text {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0));
    }
  }

  /**
   * Assigns each string to a bucket, as TensorFlow does.
   *
   * @param key two numbers make the hash SipHash under that key; null is FarmHash
   */
  @NotInOnnx
  record StringToHashBucket(long numBuckets, @Nullable List<Long> key) implements Text {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0).with(DType.INT64));
    }
  }

  /**
   * Counts n-grams of words, or of integers for words, in each row.
   *
   * @param ngramCounts for each length of a group, where its groups begin in the pool
   * @param ngramIndexes the place of each group's count in the result
   * @param mode TF (counts), IDF (weights of occurring n-grams) or TFIDF (counts times weights)
   */
  record TfIdfVectorizer(
      long maxGramLength,
      long maxSkipCount,
      long minGramLength,
      String mode,
      List<Long> ngramCounts,
      List<Long> ngramIndexes,
      @Nullable List<Long> poolInt64s,
      @Nullable List<String> poolStrings,
      @Nullable List<Float> weights)
      implements Text {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      Shape counts = Shape.of(size());
      return List.of(
          new TensorType(
              DType.FLOAT32,
              x.ranked() && x.rank() == 2 ? Shape.of(x.dim(0)).concat(counts) : counts));
    }

    /** Returns the number of counts of a row. */
    public long size() {
      return ngramIndexes.stream().mapToLong(Long::longValue).max().orElse(-1) + 1;
    }
  }
}
