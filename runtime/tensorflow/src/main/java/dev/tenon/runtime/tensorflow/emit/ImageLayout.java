package dev.tenon.runtime.tensorflow.emit;

import dev.tenon.runtime.tensorflow.graph.Axes;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** Brings images into TensorFlow's layout and back. */
public final class ImageLayout {
  private ImageLayout() {}

  public static Output<?> channelsLast(Tf tf, Output<?> x, int rank, boolean already) {
    return already ? x : tf.transpose(x, Axes.toChannelsLast(rank));
  }

  /** Brings a result back into the layout that the node's operands have. */
  public static Output<?> original(Tf tf, Output<?> y, int rank, boolean channelsLast) {
    return channelsLast ? y : tf.transpose(y, Axes.toChannelsFirst(rank));
  }

  /** Cuts a tensor into equal parts along an axis. */
  public static List<Output<?>> parts(Tf tf, Output<?> x, int axis, long count) {
    return tf.op("Split")
        .in(tf.scalar(DataType.DT_INT32, axis), x)
        .attr("num_split", count)
        .outs(Math.toIntExact(count));
  }
}
