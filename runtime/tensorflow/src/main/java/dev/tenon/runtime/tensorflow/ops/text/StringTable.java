package dev.tenon.runtime.tensorflow.ops.text;

import dev.tenon.ir.op.FeatureProcessing;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * A LabelEncoder from strings to whole numbers.
 *
 * <p>Strings have no order in TensorFlow and its hash tables have a state, so the keys' hashes are
 * sorted and searched, and the one key that is found is compared.
 */
final class StringTable {
  /** Any two numbers do, as long as no two keys have one hash. */
  private static final long KEY_0 = 0x7465_6e6f_6e00_0001L;

  private static final long KEY_1 = 0x6c6f_6f6b_7570_0002L;

  private final List<String> keys;
  private final List<Long> values;
  private final long otherwise;
  private final long[] hashes;

  private StringTable(List<String> keys, List<Long> values, long otherwise, long[] hashes) {
    this.keys = keys;
    this.values = values;
    this.otherwise = otherwise;
    this.hashes = hashes;
  }

  /** Returns the table of a LabelEncoder, or null where it is none of this kind. */
  static @Nullable StringTable of(FeatureProcessing.LabelEncoder operator) {
    Tensor keyTensor = operator.keys();
    Tensor valueTensor = operator.values();
    if (keyTensor.dtype() != DType.STRING || valueTensor.dtype() != DType.INT64) {
      return null;
    }
    List<String> keys = List.of(keyTensor.toStringArray());
    List<Long> values = Arrays.stream(valueTensor.toLongArray()).boxed().toList();
    if (keys.isEmpty()) {
      return null;
    }
    long number = operator.otherwise().getLong(0);
    long[] hashes = keys.stream().mapToLong(StringTable::hash).toArray();
    Set<Long> distinct = new HashSet<>();
    for (long hash : hashes) {
      if (!distinct.add(hash)) {
        return null;
      }
    }
    return new StringTable(keys, values, number, hashes);
  }

  private static long hash(String key) {
    long hash = SipHash.of(key.getBytes(StandardCharsets.UTF_8), KEY_0, KEY_1);
    return Long.remainderUnsigned(hash, Long.MAX_VALUE);
  }

  Output<?> emit(NodeContext at) {
    Tf tf = at.tf();
    int[] order =
        IntStream.range(0, hashes.length)
            .boxed()
            .sorted(Comparator.comparingLong(i -> hashes[i]))
            .mapToInt(i -> i)
            .toArray();
    int count = order.length;
    String[] sortedKeys = IntStream.of(order).mapToObj(keys::get).toArray(String[]::new);
    long[] sortedValues = IntStream.of(order).mapToLong(values::get).toArray();
    long[] sortedHashes = IntStream.of(order).mapToLong(i -> hashes[i]).toArray();

    Output<?> x = at.in(0);
    Output<?> flat = tf.reshape(x, -1);
    Output<?> hash = TextMappings.keyed(tf, flat, Long.MAX_VALUE, KEY_0, KEY_1);
    Output<?> place =
        tf.op("LowerBound")
            .in(tf.constant(Tensor.of(sortedHashes, 1, count)), tf.expandDims(hash, 0))
            .attr("out_type", DataType.DT_INT64)
            .out();
    Output<?> inside = tf.binary("Minimum", tf.reshape(place, -1), tf.scalar(count - 1L));
    Output<?> key = tf.gather(tf.constant(Tensor.ofStrings(sortedKeys, count)), inside, 0);
    Output<?> value = tf.gather(tf.longs(sortedValues), inside, 0);
    Output<?> found = tf.select(tf.binary("Equal", key, flat), value, tf.scalar(otherwise));
    return tf.reshape(found, tf.shape(x));
  }
}
