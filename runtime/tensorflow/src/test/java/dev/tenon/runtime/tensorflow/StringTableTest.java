package dev.tenon.runtime.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.engine.Engine;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.FeatureProcessing;
import dev.tenon.ir.op.Text;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Tables of strings, whose hashes Java and TensorFlow must compute alike. */
class StringTableTest {
  private final GraphBuilder builder = new GraphBuilder("strings");
  private final Ops ops = new Ops(() -> builder, () -> Origin.NONE);
  private final Value x =
      builder.input("x", new TensorType(DType.STRING, Shape.of(Dim.symbol("N"), Dim.of(2))));

  private List<Tensor> run(List<Value> outputs, String... input) {
    List<String> names = LongStream.range(0, outputs.size()).mapToObj(i -> "y" + i).toList();
    Graph graph = builder.build(outputs, names);
    try (Executable run =
        GraphEngine.of(Engine.TENSORFLOW).compile(graph, new ParameterStore(), List.of())) {
      return run.run(Map.of("x", Tensor.ofStrings(input, input.length / 2, 2)), outputs);
    }
  }

  private Value looked(List<String> keys, List<Long> values) {
    return ops.apply(FeatureProcessing.LabelEncoder.of(keys, values, -7), x);
  }

  @Test
  void keysOfEveryLengthAreFound() {
    List<String> keys = new ArrayList<>();
    for (int length = 0; length < 60; length++) {
      keys.add("wörter €".repeat(8).substring(0, length));
    }
    List<String> input = new ArrayList<>(keys);
    input.addAll(List.of("x", "wörter €!"));
    List<Long> values = LongStream.range(100, 160).boxed().toList();
    Tensor found = run(List.of(looked(keys, values)), input.toArray(String[]::new)).get(0);
    List<Long> expected = new ArrayList<>(values);
    expected.addAll(List.of(-7L, -7L));
    assertThat(found.toLongArray())
        .containsExactly(expected.stream().mapToLong(Long::longValue).toArray());
    assertThat(found.shape()).containsExactly(31, 2);
  }

  @Test
  void ofKeysThatAreTwiceTheFirstCounts() {
    Tensor found =
        run(List.of(looked(List.of("a", "b", "a"), List.of(1L, 2L, 3L))), "a", "b").get(0);
    assertThat(found.toLongArray()).containsExactly(1, 2);
  }

  /** The buckets are those that Python's tf.strings gives. */
  @Test
  void stringsAreHashedAndReplacedAndCutIntoCharacters() {
    Value bucket = ops.apply(new Text.StringToHashBucket(1000, null), x);
    Value keyed = ops.apply(new Text.StringToHashBucket(1000, List.of(1L, 2L)), x);
    Value replaced = ops.apply(new Text.RegexReplace("[ab]+", "<\\0>"), x);
    List<Value> parts = ops.applyAll(new Text.UnicodeSplit(), x);
    List<Tensor> found =
        run(List.of(bucket, keyed, replaced, parts.get(0), parts.get(1)), "abcab", "", "ü€", "x");
    assertThat(found.get(2).toStringArray()).containsExactly("<ab>c<ab>", "", "ü€", "x");
    assertThat(found.get(3).shape()).containsExactly(2, 2, 5);
    assertThat(found.get(3).toStringArray())
        .containsExactly(
            "a", "b", "c", "a", "b", "", "", "", "", "", "ü", "€", "", "", "", "x", "", "", "", "");
    assertThat(found.get(4).toLongArray()).containsExactly(5, 0, 2, 1);
    assertThat(found.get(0).toLongArray()).containsExactly(BUCKETS);
    assertThat(found.get(1).toLongArray()).containsExactly(KEYED);
  }

  private static final long[] BUCKETS = {631, 263, 80, 970};
  private static final long[] KEYED = {947, 435, 777, 630};
}
