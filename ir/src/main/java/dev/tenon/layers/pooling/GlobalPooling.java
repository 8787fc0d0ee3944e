package dev.tenon.layers.pooling;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.layers.DataFormat;
import dev.tenon.layers.NoWeights;
import dev.tenon.layers.Ranks;
import java.util.List;

/** What the layers compute that pool all spatial axes away. */
public sealed interface GlobalPooling extends NoWeights
    permits GlobalMaxPooling1D,
        GlobalMaxPooling2D,
        GlobalMaxPooling3D,
        GlobalAveragePooling1D,
        GlobalAveragePooling2D,
        GlobalAveragePooling3D {
  /** Returns {@code channels_last} or {@code channels_first}. */
  String dataFormat();

  /** Says whether the pooled axes stay, with length 1. */
  boolean keepdims();

  /** Returns how the entries become one. */
  Reducer reducer();

  /** Returns the number of spatial axes. */
  int dimensions();

  @Override
  default boolean takesIntegers() {
    return reducer() == Reducer.MAX;
  }

  @Override
  default List<Value> call(None weights, Call call, List<Value> inputs) {
    Ranks.require(inputs.get(0).shape(), dimensions() + 2);
    long[] axes = DataFormat.of(dataFormat()).spatialAxes(dimensions());
    return List.of(reducer().over(call.ops(), inputs.get(0), keepdims(), axes));
  }
}
