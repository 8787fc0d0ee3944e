package dev.tenon.ir.op;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.shape.Shape;

/**
 * An operator on images with a batch axis, spatial axes and a channel axis.
 *
 * <p>The channel axis is the second one as in ONNX, or the last one as TensorFlow requires on a
 * CPU. {@code channelsLast} is Tenon's own: inputs and outputs are (batch, spatial…, channels), and
 * a kernel is (spatial…, in, out) instead of ONNX's (out, in, spatial…). The layout pass converts
 * between the forms.
 */
public interface Spatial {
  /** Returns whether the channel axis is the last one. */
  boolean channelsLast();

  /** Returns the same operator in the other layout. */
  Operator channelsLast(boolean last);

  /** Returns the position of the channel axis. */
  default int channelAxis(int rank) {
    return channelsLast() ? rank - 1 : 1;
  }

  /** Returns the spatial part of a shape. */
  default Shape spatial(Shape shape) {
    return channelsLast() ? shape.sub(1, shape.rank() - 1) : shape.sub(2, shape.rank());
  }

  /** Returns the shape of a batch of images in this layout. */
  default Shape image(dev.tenon.ir.shape.Dim batch, dev.tenon.ir.shape.Dim channels, Shape area) {
    return channelsLast()
        ? Shape.of(batch).concat(area).concat(Shape.of(channels))
        : Shape.of(batch, channels).concat(area);
  }
}
