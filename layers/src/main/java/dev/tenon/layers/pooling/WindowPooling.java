package dev.tenon.layers.pooling;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A layer that pools windows of a fixed size. */
interface WindowPooling extends NoWeights {
  /**
   * The options of the layers, with Keras' defaults.
   *
   * @param strides the step of the window, one number for each spatial axis. Without them windows
   *     do not overlap.
   */
  record Options(
      @Default("2") List<Long> poolSize,
      @Default("valid") String padding,
      @Nullable List<Long> strides,
      @Default("channels_last") String dataFormat) {}

  /** Returns the lengths of the window. */
  List<Long> poolSize();

  /** Returns {@code valid} or {@code same}. */
  String padding();

  /** Returns the steps between windows; null is the window's size. */
  @Nullable List<Long> strides();

  /** Returns {@code channels_last} or {@code channels_first}. */
  String dataFormat();

  /** Returns the reduction of a window. */
  Reducer reducer();

  /** More entries than this no window has; kernels would walk over all of them. */
  long MOST = 1L << 24;

  @Override
  default List<Value> call(None weights, Call call, List<Value> inputs) {
    double entries = 1;
    for (long length : poolSize()) {
      entries *= (double) length;
    }
    if (entries > MOST) {
      throw new IllegalArgumentException(
          "pool_size " + poolSize() + " has more entries than the " + MOST + " that a window may");
    }
    String autoPad =
        switch (padding()) {
          case "valid" -> "VALID";
          case "same" -> "SAME_UPPER";
          default ->
              throw new IllegalArgumentException(
                  "padding '" + padding() + "' is neither valid nor same");
        };
    List<Long> given = strides();
    List<Long> steps = given == null ? poolSize() : given;
    boolean last = DataFormat.of(dataFormat()).last();
    return List.of(reducer().slide(call.ops(), inputs.get(0), poolSize(), steps, autoPad, last));
  }
}
