package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Text;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joins neighbouring words with blanks, as TensorFlow's {@code tf.strings.ngrams}. */
record Ngrams(Ops ops, Value words, int axis) {
  /**
   * Returns the groups of each row: those of the first width, then those of the next.
   *
   * @param words (…, words), filled up with empty strings
   * @param counts (…): how many words of a row count; null is all
   * @param widths how many words make a group
   */
  static Value of(Ops ops, Value words, @Nullable Value counts, List<Long> widths) {
    Ngrams ngrams = new Ngrams(ops, words, words.rank() - 1);
    List<Value> groups = new ArrayList<>();
    for (long width : widths) {
      groups.add(ngrams.joined(width));
    }
    Value all = ops.concat(ngrams.axis, groups);
    return counts == null ? all : ngrams.closedUp(all, counts, widths);
  }

  private Value joined(long width) {
    Value blank = ops.constant(Tensor.ofStrings(new String[] {" "}, 1));
    Value group = cut(0, width);
    for (long i = 1; i < width; i++) {
      Value spaced = ops.apply(new Text.StringConcat(), group, blank);
      group = ops.apply(new Text.StringConcat(), spaced, cut(i, width));
    }
    return group;
  }

  /** Returns the word at a place of each group. */
  private Value cut(long place, long width) {
    long end = place == width - 1 ? Long.MAX_VALUE : place - (width - 1);
    return ops.slice(words, axis, place, end, 1);
  }

  /** Takes out the groups with words that only fill a row up, and puts them at its end. */
  private Value closedUp(Value groups, Value counts, List<Long> widths) {
    Value used = ops.unsqueeze(counts, axis);
    Value most = ops.length(words, axis);
    Value from = ops.longs(0);
    Value first = ops.mul(used, 0);
    Value total = ops.longs(0);
    for (long width : widths) {
      total = ops.add(total, fitting(most, width));
    }
    Value scalar = ops.squeeze(total, 0);
    Value place =
        ops.apply(
            new Generation.Range(), ops.scalar(DType.INT64, 0), scalar, ops.scalar(DType.INT64, 1));
    Value source = ops.mul(ops.add(first, place), 0);
    for (long width : widths) {
      Value reached = ops.greaterOrEqual(place, first);
      source = ops.where(reached, ops.add(ops.sub(place, first), from), source);
      first = ops.add(first, fitting(used, width));
      from = ops.add(from, fitting(most, width));
    }
    Value inside = ops.less(place, first);
    source = ops.where(inside, source, ops.scalar(source, 0));
    Value moved = ops.apply(new Indexing.GatherElements(axis), groups, source);
    return ops.where(inside, moved, ops.constant(Tensor.ofStrings(new String[] {""}, 1)));
  }

  /** Returns how many groups so many words make. */
  private Value fitting(Value count, long width) {
    return ops.max(ops.sub(count, width - 1.0), 0);
  }
}
