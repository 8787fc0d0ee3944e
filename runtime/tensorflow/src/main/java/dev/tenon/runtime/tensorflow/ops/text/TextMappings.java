package dev.tenon.runtime.tensorflow.ops.text;

import dev.tenon.ir.op.FeatureProcessing;
import dev.tenon.ir.op.Text;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How operators on strings are written. */
public final class TextMappings {
  private TextMappings() {}

  public static void register(MappingTable to) {
    to.many(
        FeatureProcessing.LabelEncoder.class,
        (o, at) -> {
          StringTable table = StringTable.of(o);
          return table == null ? at.expanded() : List.of(table.emit(at));
        });
    to.single(Text.StringConcat.class, (o, at) -> concat(at));
    to.many(Text.StringSplit.class, TextMappings::split);
    to.single(Text.StringNormalizer.class, TextMappings::normalize);
    to.single(
        Text.RegexFullMatch.class,
        (o, at) -> {
          String pattern = o.pattern();
          Output<?> text = string(at.tf(), pattern == null ? "" : pattern);
          return at.tf().binary("RegexFullMatch", at.in(0), text);
        });
    to.many(Text.UnicodeSplit.class, (o, at) -> characters(at));
    to.single(
        Text.RegexReplace.class,
        (o, at) ->
            at.tf()
                .op("RegexReplace")
                .in(at.in(0), string(at.tf(), o.pattern()), string(at.tf(), o.rewrite()))
                .out());
    to.single(Text.StringToHashBucket.class, TextMappings::bucket);
  }

  private static Output<?> string(Tf tf, String text) {
    return tf.constant(Tensor.ofStrings(new String[] {text}, 1).reshape());
  }

  private static Output<?> concat(NodeContext at) {
    Tf tf = at.tf();
    Output<?> shape = tf.binary("BroadcastArgs", tf.shape(at.in(0)), tf.shape(at.in(1)));
    List<Output<?>> parts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      parts.add(tf.binary("BroadcastTo", at.in(i), shape));
    }
    return tf.op("StringJoin").list(parts).out();
  }

  private static List<Output<?>> split(Text.StringSplit o, NodeContext at) {
    Tf tf = at.tf();
    String delimiter = o.delimiter();
    Long most = o.maxsplit();
    Output<?> x = at.in(0);
    Output<?> rows = tf.reshape(x, -1);
    List<Output<?>> parts =
        tf.op("StringSplitV2")
            .in(rows, string(tf, delimiter == null ? "" : delimiter))
            .attr("maxsplit", most == null ? -1 : most)
            .outs(3);
    Output<?> dense =
        tf.op("SparseToDense").in(parts.get(0), parts.get(2), parts.get(1), string(tf, "")).out();
    Output<?> row = tf.reshape(tf.gather(parts.get(0), tf.longs(0), 1), -1);
    Output<?> each = tf.unary("OnesLike", row);
    if (delimiter == null || delimiter.isEmpty()) {
      // With maxsplit, TensorFlow gives an empty part after the last one.
      Output<?> full = tf.binary("NotEqual", parts.get(1), string(tf, ""));
      each = tf.cast(full, DataType.DT_INT64);
    }
    Output<?> counts = tf.op("UnsortedSegmentSum").in(each, row, tf.length(rows, 0)).out();
    Output<?> width = tf.reduce("Max", tf.concat(0, List.of(counts, tf.longs(0))), true, 0);
    Output<?> filled =
        tf.op("Slice").in(dense, tf.longs(0, 0), tf.concat(0, List.of(tf.longs(-1), width))).out();
    Output<?> shape = tf.shape(x);
    return List.of(
        tf.reshape(filled, tf.concat(0, List.of(shape, width))), tf.reshape(counts, shape));
  }

  private static List<Output<?>> characters(NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> rows = tf.reshape(x, -1);
    List<Output<?>> decoded =
        tf.op("UnicodeDecode").in(rows).attr("input_encoding", "UTF-8").outs(2);
    Output<?> starts = decoded.get(0);
    Output<?> points = decoded.get(1);
    Output<?> each = tf.range(tf.add(tf.length(points, 0), tf.scalar(1)));
    Output<?> parts =
        tf.op("UnicodeEncode").in(points, each).attr("output_encoding", "UTF-8").out();
    Output<?> filled =
        tf.op("RaggedTensorToTensor")
            .in(tf.longs(-1, -1), parts, string(tf, ""))
            .list(List.of(starts))
            .attr("row_partition_types", new String[] {"ROW_SPLITS"})
            .out();
    Output<?> ends = tf.op("Slice").in(starts, tf.longs(1), tf.longs(-1)).out();
    Output<?> begins = tf.op("Slice").in(starts, tf.longs(0), tf.shape(rows)).out();
    Output<?> shape = tf.shape(x);
    Output<?> width = tf.reshape(tf.length(filled, 1), 1);
    return List.of(
        tf.reshape(filled, tf.concat(0, List.of(shape, width))),
        tf.reshape(tf.sub(ends, begins), shape));
  }

  private static Output<?> bucket(Text.StringToHashBucket o, NodeContext at) {
    List<Long> key = o.key();
    return key == null
        ? at.tf()
            .op("StringToHashBucketFast")
            .in(at.in(0))
            .attr("num_buckets", o.numBuckets())
            .out()
        : keyed(at.tf(), at.in(0), o.numBuckets(), key.get(0), key.get(1));
  }

  /** Puts strings into buckets by SipHash. */
  static Output<?> keyed(Tf tf, Output<?> x, long buckets, long key0, long key1) {
    return tf.op("StringToHashBucketStrong")
        .in(x)
        .attr("num_buckets", buckets)
        .attr("key", new long[] {key0, key1})
        .out();
  }

  private static Output<?> normalize(Text.StringNormalizer o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> words = tf.reshape(at.in(0), -1);
    List<String> stopwords = o.stopwords();
    if (stopwords != null && !stopwords.isEmpty()) {
      boolean sensitive = o.isCaseSensitive() == 1;
      String[] out = stopwords.toArray(String[]::new);
      for (int i = 0; i < out.length && !sensitive; i++) {
        out[i] = out[i].toLowerCase(Locale.ROOT);
      }
      Output<?> compared = tf.expandDims(sensitive ? words : cased(o, tf, "StringLower", words), 1);
      Output<?> other =
          tf.binary("NotEqual", compared, tf.constant(Tensor.ofStrings(out, 1, out.length)));
      Output<?> kept = tf.reduce("All", other, false, 1);
      words = tf.gather(words, tf.reshape(tf.unary("Where", kept), -1), 0);
    }
    if (o.caseChangeAction().equals("LOWER")) {
      words = cased(o, tf, "StringLower", words);
    } else if (o.caseChangeAction().equals("UPPER")) {
      words = cased(o, tf, "StringUpper", words);
    }
    // Where no word is left there is one empty string.
    Output<?> count = tf.binary("Maximum", tf.length(words, 0), tf.scalar(1));
    Output<?> more = tf.concat(0, List.of(words, tf.reshape(string(tf, ""), 1)));
    Output<?> result = tf.op("Slice").in(more, tf.longs(0), tf.reshape(count, 1)).out();
    return at.rank(0) == 2 ? tf.expandDims(result, 0) : result;
  }

  private static Output<?> cased(Text.StringNormalizer o, Tf tf, String type, Output<?> words) {
    String encoding = "C".equals(o.locale()) ? "" : "utf-8";
    return tf.op(type).in(words).attr("encoding", encoding).out();
  }
}
