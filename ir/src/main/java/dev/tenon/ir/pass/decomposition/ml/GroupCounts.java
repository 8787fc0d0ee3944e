package dev.tenon.ir.pass.decomposition.ml;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Text;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decomposition of TfIdfVectorizer: the comparison of every window of words with every n-gram of
 * the pool.
 */
public final class GroupCounts {
  private final ExpansionContext rule;
  private final Ops ops;
  private final Text.TfIdfVectorizer counts;
  private final Value words;

  public GroupCounts(ExpansionContext rule, Text.TfIdfVectorizer counts) {
    this.rule = rule;
    this.ops = rule.ops();
    this.counts = counts;
    Value x = rule.in(0);
    Value rows = rule.rank(0) == 1 ? ops.unsqueeze(x, 0) : x;
    this.words = x.dtype() == DType.STRING ? rows : ops.cast(rows, DType.INT64);
  }

  /** Returns the counts or weights of the n-grams. */
  public Value write() {
    List<Value> columns = new ArrayList<>();
    List<Integer> groups = new ArrayList<>();
    int next = 0;
    for (int length = 1; length <= counts.ngramCounts().size(); length++) {
      int from = Math.toIntExact(counts.ngramCounts().get(length - 1));
      int to =
          length < counts.ngramCounts().size()
              ? Math.toIntExact(counts.ngramCounts().get(length))
              : poolSize();
      int found = (to - from) / length;
      boolean wanted = length >= counts.minGramLength() && length <= counts.maxGramLength();
      if (found > 0 && wanted) {
        columns.add(occurrences(length, from, found));
        for (int i = 0; i < found; i++) {
          groups.add(next + i);
        }
      }
      next += found;
    }
    int size = Math.toIntExact(counts.size());
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("the pool has no groups of the lengths asked for");
    }
    Value all = ops.concat(1, columns);
    if (!counts.mode().equals("TF")) {
      all = weighed(all, groups);
    }
    Tensor.Writer places = new Tensor.Writer(DType.FLOAT32, groups.size() * size);
    for (int i = 0; i < groups.size(); i++) {
      int place = Math.toIntExact(counts.ngramIndexes().get(groups.get(i)));
      places.set(i * size + place, 1.0);
    }
    Value result = ops.matMul(all, ops.constant(places.build(groups.size(), size)));
    return rule.rank(0) == 1 ? rule.reshape(result, -1) : result;
  }

  private int poolSize() {
    List<?> pool = counts.poolStrings() != null ? counts.poolStrings() : counts.poolInt64s();
    return pool == null ? 0 : pool.size();
  }

  private Value weighed(Value all, List<Integer> groups) {
    Value base =
        counts.mode().equals("IDF")
            ? ops.cast(ops.greater(all, ops.scalar(all, 0)), DType.FLOAT32)
            : all;
    List<Float> weights = counts.weights();
    if (weights == null) {
      return base;
    }
    float[] own = new float[groups.size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = weights.get(groups.get(i));
    }
    return ops.mul(base, ops.constant(Tensor.of(own, own.length)));
  }

  /** How often each group of a length occurs in each row, words between left out or not. */
  private Value occurrences(int length, int from, int found) {
    long skips = length == 1 ? 0 : counts.maxSkipCount();
    Value sum = null;
    for (long distance = 1; distance <= skips + 1; distance++) {
      Value free = rule.affine(ops.length(words, 1), 1, -(length - 1) * distance);
      Value windows = ops.max(free, 0);
      Value same = null;
      for (int i = 0; i < length; i++) {
        Value start = ops.longs(i * distance);
        Value word =
            ops.apply(new Movement.Slice(), words, start, ops.add(windows, start), ops.longs(1));
        Value equal = ops.equal(ops.unsqueeze(word, 2), column(from, found, length, i));
        same = same == null ? equal : ops.and(same, equal);
      }
      Value hits = ops.cast(Objects.requireNonNull(same), DType.FLOAT32);
      Value count = ops.reduceSum(hits, false, 1);
      sum = sum == null ? count : ops.add(sum, count);
    }
    return Objects.requireNonNull(sum);
  }

  /** The i-th word of each group of a length. */
  private Value column(int from, int found, int length, int i) {
    @Nullable List<String> strings = counts.poolStrings();
    if (strings != null) {
      String[] column = new String[found];
      for (int group = 0; group < found; group++) {
        column[group] = strings.get(from + group * length + i);
      }
      return ops.constant(Tensor.ofStrings(column, found));
    }
    List<Long> numbers = Objects.requireNonNull(counts.poolInt64s());
    long[] column = new long[found];
    for (int group = 0; group < found; group++) {
      column[group] = numbers.get(from + group * length + i);
    }
    return ops.longs(column);
  }
}
