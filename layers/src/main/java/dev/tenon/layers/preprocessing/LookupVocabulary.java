package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.FeatureProcessing;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The tokens of a lookup layer, without the special ones in front of them. */
record LookupVocabulary(List<Object> tokens) {

  /** Reads a configuration's vocabulary, which may begin with the special tokens. */
  static LookupVocabulary of(List<Object> given, List<Object> special) {
    boolean begins =
        !special.isEmpty()
            && given.size() >= special.size()
            && same(given.subList(0, special.size()), special);
    return new LookupVocabulary(begins ? given.subList(special.size(), given.size()) : given);
  }

  private static boolean same(List<Object> a, List<Object> b) {
    return IntStream.range(0, a.size()).allMatch(i -> text(a.get(i)).equals(text(b.get(i))));
  }

  private static String text(Object token) {
    return String.valueOf(token instanceof Number number ? number.longValue() : token);
  }

  int size() {
    return tokens.size();
  }

  /** Returns the tokens as a vector of their type, behind others. */
  Tensor tensor(List<Object> special, DType type) {
    List<Object> all = new ArrayList<>(special);
    all.addAll(tokens);
    return type == DType.STRING
        ? Tensor.ofStrings(
            all.stream().map(LookupVocabulary::text).toArray(String[]::new), all.size())
        : Tensor.of(all.stream().mapToLong(LookupVocabulary::number).toArray(), all.size());
  }

  private static long number(Object token) {
    if (token instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException("the vocabulary's token '" + token + "' is no integer");
  }

  /** Returns the position of each entry of x among the tokens (int64), and -1 where it is none. */
  Value find(Ops ops, Value x) {
    if (tokens.isEmpty()) {
      return ops.expand(ops.scalar(DType.INT64, -1), x, x.shape());
    }
    return x.dtype() == DType.STRING ? encoded(ops, x) : searched(ops, x);
  }

  /** Strings have no order, but ONNX has a table for them. */
  private Value encoded(Ops ops, Value x) {
    return ops.apply(
        FeatureProcessing.LabelEncoder.of(
            tokens.stream().map(LookupVocabulary::text).toList(),
            LongStream.range(0, size()).boxed().toList(),
            -1),
        x);
  }

  /** Halves the sorted tokens until one is left. */
  private Value searched(Ops ops, Value x) {
    long[] keys = tokens.stream().mapToLong(LookupVocabulary::number).toArray();
    int[] order =
        IntStream.range(0, keys.length)
            .boxed()
            .sorted(Comparator.comparingLong(i -> keys[i]))
            .mapToInt(i -> i)
            .toArray();
    int room = Math.max(1, Integer.highestOneBit(2 * keys.length - 1));
    long[] sorted = new long[room];
    long[] positions = new long[room];
    for (int i = 0; i < room; i++) {
      // The largest token fills up the rest.
      int from = order[Math.min(i, order.length - 1)];
      sorted[i] = keys[from];
      positions[i] = from;
    }
    Value table = ops.longs(sorted);
    Value at = ops.mul(x, 0);
    for (int step = room / 2; step > 0; step /= 2) {
      Value ahead = ops.add(at, step);
      Value reached = ops.lessOrEqual(ops.gather(table, ahead, 0), x);
      at = ops.where(reached, ahead, at);
    }
    Value found = ops.equal(ops.gather(table, at, 0), x);
    return ops.where(found, ops.gather(ops.longs(positions), at, 0), ops.scalar(x, -1));
  }
}
