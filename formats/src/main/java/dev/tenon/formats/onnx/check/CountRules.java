package dev.tenon.formats.onnx.check;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Operators that count: heads, the largest entries, classes, draws, words. */
final class CountRules {
  private static final long MOST = OperatorUse.MOST;
  private static final long MANY = 1 << 28;

  private CountRules() {}

  static void register(Map<String, Consumer<OperatorUse>> rules) {
    rules.put("Multinomial", use -> use.between("sample_size", 1, 1 << 24));
    rules.put("RandomNormal", CountRules::drawn);
    rules.put("RandomUniform", CountRules::drawn);
    rules.put("EyeLike", use -> use.between("k", -MOST, MOST));
    rules.put(
        "Trilu",
        use -> {
          use.single(1, "k");
          use.constantBetween(1, "k", -MOST, MOST);
          use.rank(0, 2, (int) OperatorUse.MOST_AXES);
        });
    rules.put(
        "TopK",
        use -> {
          use.between("k", 0, MOST);
          use.single(1, "k");
          use.constantBetween(1, "k", 0, MOST);
          use.rank(0, 1, (int) OperatorUse.MOST_AXES);
          // ONNX Runtime divides by the number of rows.
          use.notEmpty(0);
        });
    rules.put(
        "OneHot",
        use -> {
          use.single(1, "depth");
          use.constantBetween(1, "depth", 1, MANY);
        });
    rules.put(
        "Clip",
        use -> {
          use.single(1, "min");
          use.single(2, "max");
        });
    rules.put(
        "Unique",
        use -> {
          if (use.integer("axis") != null) {
            // ONNX Runtime looks at the first of the entries along the axis.
            use.notEmpty(0);
          }
        });
    for (String loss : List.of("SoftmaxCrossEntropyLoss", "NegativeLogLikelihoodLoss")) {
      rules.put(loss, use -> use.rank(0, 2, (int) OperatorUse.MOST_AXES));
    }
    rules.put(
        "LpNormalization",
        use -> {
          use.between("p", 1, 2);
          use.notEmpty(0);
        });
    rules.put("If", use -> use.single(0, "the condition"));
    rules.put(
        "Loop",
        use -> {
          use.single(0, "the number of turns");
          use.single(1, "the condition");
        });
    rules.put("Normalizer", use -> use.rank(0, 1, 2));
    rules.put("Attention", CountRules::attention);
    rules.put("RotaryEmbedding", CountRules::rotary);
    rules.put("Inverse", CountRules::square);
    rules.put("Det", CountRules::square);
    rules.put("TfIdfVectorizer", CountRules::words);
    rules.put(
        "FeatureVectorizer",
        use -> {
          use.allBetween("inputdimensions", 1, 1 << 20);
          for (int i = 0; i < use.node().getInputCount(); i++) {
            use.notEmpty(i);
          }
        });
    for (String recurrent : List.of("RNN", "GRU", "LSTM")) {
      rules.put(recurrent, CountRules::steps);
    }
  }

  private static void attention(OperatorUse use) {
    if (use.node().getDomain().equals("com.microsoft")) {
      if (!use.has(2)) {
        // Its schema lets the bias be left out; ONNX Runtime 1.29 reads it all the same.
        throw new IllegalArgumentException("has no bias, which ONNX Runtime's operator needs");
      }
      return;
    }
    use.between("q_num_heads", 1, MOST);
    use.between("kv_num_heads", 1, MOST);
    use.between("qk_matmul_output_mode", 0, 3);
    Long heads = use.integer("q_num_heads");
    Long shared = use.integer("kv_num_heads");
    if (heads != null && shared != null && heads % shared != 0) {
      throw new IllegalArgumentException(
          "q_num_heads is " + heads + "; expected a multiple of kv_num_heads, " + shared);
    }
    for (int i = 0; i < 3; i++) {
      use.rank(i, 3, 4);
      long[] shape = use.shape(i);
      Long count = i == 0 ? heads : shared;
      if (shape != null && shape.length == 3) {
        if (count == null) {
          throw new IllegalArgumentException(
              "input " + i + " has 3 axes: q_num_heads and kv_num_heads must say the heads");
        }
        if (shape[2] >= 0 && shape[2] % count != 0) {
          throw new IllegalArgumentException(
              "input " + i + " has " + shape[2] + " columns for " + count + " heads");
        }
      }
    }
  }

  private static void rotary(OperatorUse use) {
    if (use.node().getDomain().equals("com.microsoft")) {
      return;
    }
    use.rank(0, 3, 4);
    long[] shape = use.shape(0);
    Long heads = use.integer("num_heads");
    if (shape != null && shape.length == 3) {
      if (heads == null || heads < 1) {
        throw new IllegalArgumentException("input 0 has 3 axes: num_heads must say the heads");
      }
      if (shape[2] >= 0 && shape[2] % heads != 0) {
        throw new IllegalArgumentException(
            "input 0 has " + shape[2] + " columns for " + heads + " heads");
      }
    }
  }

  private static void square(OperatorUse use) {
    use.rank(0, 2, (int) OperatorUse.MOST_AXES);
    long[] shape = use.shape(0);
    if (shape != null) {
      long rows = shape[shape.length - 2];
      long columns = shape[shape.length - 1];
      if (rows >= 0 && columns >= 0 && rows != columns) {
        throw new IllegalArgumentException(
            "its matrices are " + rows + " by " + columns + "; expected square ones");
      }
    }
  }

  private static void drawn(OperatorUse use) {
    use.allBetween("shape", 0, MOST);
    double elements = 1;
    List<Long> shape = use.integers("shape");
    for (long length : shape == null ? List.<Long>of() : shape) {
      elements *= length;
    }
    OperatorUse.refuseLarge("shape", elements);
  }

  private static void words(OperatorUse use) {
    use.between("min_gram_length", 1, MOST);
    use.between("max_gram_length", 1, MOST);
    // Each is a part of the graph on TensorFlow.
    use.between("max_skip_count", 0, 255);
    use.allBetween("ngram_indexes", 0, 1 << 24);
    use.allBetween("ngram_counts", 0, MOST);
    int pool = Math.max(use.count("pool_int64s"), use.count("pool_strings"));
    List<Long> counts = use.integers("ngram_counts");
    List<Long> indexes = use.integers("ngram_indexes");
    if (counts == null || indexes == null) {
      return;
    }
    long found = 0;
    for (int i = 0; i < counts.size(); i++) {
      long end = i + 1 < counts.size() ? counts.get(i + 1) : pool;
      long entries = end - counts.get(i);
      if (entries < 0 || end > pool || entries % (i + 1) != 0) {
        throw new IllegalArgumentException(
            "ngram_counts is " + counts + ", which does not divide a pool of " + pool);
      }
      found += entries / (i + 1);
    }
    Long longest = use.integer("max_gram_length");
    Long shortest = use.integer("min_gram_length");
    if (longest != null && (longest > counts.size() || (shortest != null && shortest > longest))) {
      throw new IllegalArgumentException(
          "max_gram_length is " + longest + "; ngram_counts is " + counts);
    }
    if (found != indexes.size()) {
      throw new IllegalArgumentException(
          "ngram_indexes has " + indexes.size() + " entries; the pool has " + found + " n-grams");
    }
    int weights = use.count("weights");
    if (weights > 0 && weights != indexes.size()) {
      throw new IllegalArgumentException(
          "weights has " + weights + " entries; expected " + indexes.size());
    }
  }

  private static void steps(OperatorUse use) {
    use.rank(0, 3, 3);
    use.rank(1, 3, 3);
    use.rank(2, 3, 3);
    use.rank(3, 2, 2);
    use.rank(4, 1, 1);
    use.rank(5, 3, 3);
    use.oneOf("direction", List.of("forward", "reverse", "bidirectional"));
    use.between("layout", 0, 1);
    use.between("hidden_size", 1, 1 << 24);
    long[] states = use.shape(2);
    Long units = use.integer("hidden_size");
    if (states != null && units != null && states[2] >= 0 && states[2] != units) {
      throw new IllegalArgumentException(
          "hidden_size is " + units + "; its weights are for " + states[2] + " units");
    }
    use.constantBetween(4, "sequence_lens", 0, MOST);
    use.notEmpty(0);
    use.notEmpty(1);
    use.notEmpty(2);
    long[] x = use.shape(0);
    double[] lengths = use.numbers(4);
    Long layout = use.integer("layout");
    long most = x == null ? -1 : x[layout != null && layout == 1 ? 1 : 0];
    for (int i = 0; most >= 0 && lengths != null && i < lengths.length; i++) {
      if (lengths[i] > most) {
        throw new IllegalArgumentException(
            "sequence_lens has " + (long) lengths[i] + "; its sequences have " + most + " steps");
      }
    }
  }
}
