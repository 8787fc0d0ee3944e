package dev.tenon.layers.pooling;

import dev.tenon.internal.layers.TableSize;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.Ranks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/** A layer that pools to an output of a given size. */
public interface AdaptivePooling extends NoWeights {
  /** The options, with Keras' defaults. */
  record Options(
      @Default("1") List<Long> outputSize, @Default("channels_last") String dataFormat) {}

  /** Returns the spatial lengths of the output. */
  List<Long> outputSize();

  /** Returns {@code channels_last} or {@code channels_first}. */
  String dataFormat();

  /** Returns the reduction of a window. */
  Reducer reducer();

  @Override
  default List<Value> call(None weights, Call call, List<Value> inputs) {
    return List.of(pool(call.ops(), inputs.get(0)));
  }

  /** Pools outside of a layer. */
  default Value pool(Ops ops, Value given) {
    Value x = given;
    DataFormat format = DataFormat.of(dataFormat());
    if (outputSize().stream().anyMatch(out -> out < 1)) {
      throw new IllegalArgumentException(
          "output_size is " + outputSize() + "; expected positive numbers");
    }
    Ranks.require(x.shape(), outputSize().size() + 2);
    List<Long> even = new ArrayList<>();
    for (int i = 0; i < outputSize().size(); i++) {
      long length = x.shape().length(format.firstSpatial() + i);
      if (length < 0) {
        throw new IllegalArgumentException(
            "adaptive pooling needs known spatial lengths, as in Keras; the input is " + x.shape());
      }
      if (length % outputSize().get(i) == 0) {
        even.add(length / outputSize().get(i));
      }
    }
    if (even.size() == outputSize().size()) {
      return reducer().slide(ops, x, even, even, "VALID", format.last());
    }
    for (int i = 0; i < outputSize().size(); i++) {
      x = pool(ops, x, i, format);
    }
    return x;
  }

  /**
   * Pools one spatial axis.
   *
   * <p>The windows are {@code ceil(in / out)} long or one longer. Both lengths slide by single
   * steps, and each entry of the output is picked from the one that it belongs to, as in Keras.
   */
  private Value pool(Ops ops, Value x, int spatial, DataFormat format) {
    int axis = format.firstSpatial() + spatial;
    long in = x.shape().length(axis);
    long out = outputSize().get(spatial);
    TableSize.check("the positions of its windows", out);
    long small = (in + out - 1) / out;
    long[] picks = new long[Math.toIntExact(out)];
    boolean anyBig = false;
    for (int i = 0; i < out; i++) {
      long start = i * in / out;
      long end = ((i + 1) * in + out - 1) / out;
      boolean big = end - start == small + 1;
      anyBig |= big;
      picks[i] = big ? start + in - small + 1 : start;
    }
    Value windows = slide(ops, x, spatial, small, format);
    if (anyBig) {
      windows = ops.concat(axis, List.of(windows, slide(ops, x, spatial, small + 1, format)));
    }
    boolean all = Arrays.equals(picks, LongStream.range(0, out).toArray());
    return all && windows.shape().length(axis) == out
        ? windows
        : ops.gather(windows, ops.longs(picks), axis);
  }

  private Value slide(Ops ops, Value x, int spatial, long length, DataFormat format) {
    List<Long> window = new ArrayList<>(Collections.nCopies(outputSize().size(), 1L));
    List<Long> strides = List.copyOf(window);
    window.set(spatial, length);
    return reducer().slide(ops, x, window, strides, "VALID", format.last());
  }
}
