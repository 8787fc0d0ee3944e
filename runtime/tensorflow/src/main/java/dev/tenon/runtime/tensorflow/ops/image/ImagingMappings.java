package dev.tenon.runtime.tensorflow.ops.image;

import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Vision;
import dev.tenon.runtime.tensorflow.emit.ImageLayout;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.List;
import org.tensorflow.Output;

/** How operators that resample images, or choose boxes in them, are written. */
public final class ImagingMappings {
  private ImagingMappings() {}

  public static void register(MappingTable to) {
    to.single(Vision.NonMaxSuppression.class, (o, at) -> new BoxSelection(o, at).emit());
    to.single(ImageResampling.Resize.class, (o, at) -> new ResizeMapping(o, at).emit());
    to.single(ImageResampling.ImageProjectiveTransform.class, ImageTransforms::emit);
    to.single(ImageResampling.DepthToSpace.class, ImagingMappings::depthToSpace);
    to.single(
        ImageResampling.SpaceToDepth.class,
        (o, at) -> {
          if (o.blocksize() == 1) {
            return at.in(0);
          }
          Output<?> x = ImageLayout.channelsLast(at.tf(), at.in(0), 4, o.channelsLast());
          Output<?> y = at.tf().op("SpaceToDepth").in(x).attr("block_size", o.blocksize()).out();
          return ImageLayout.original(at.tf(), y, 4, o.channelsLast());
        });
  }

  private static Output<?> depthToSpace(ImageResampling.DepthToSpace o, NodeContext at) {
    Tf tf = at.tf();
    if (o.blocksize() == 1) {
      // TensorFlow's kernels want a block of two or more.
      return at.in(0);
    }
    Output<?> x = ImageLayout.channelsLast(tf, at.in(0), 4, o.channelsLast());
    Output<?> y;
    if (o.mode().equals("CRD")) {
      // The channel index counts fastest inside a block: TensorFlow's operation has it slowest.
      Output<?> shape = tf.shape(x);
      Output<?> b = tf.scalar(o.blocksize());
      Output<?> h = tf.element(shape, 1);
      Output<?> w = tf.element(shape, 2);
      Output<?> n = tf.element(shape, 0);
      Output<?> apart = tf.reshape(x, tf.pack(List.of(n, h, w, tf.scalar(-1), b, b), 0));
      Output<?> mixed = tf.transpose(apart, 0, 1, 4, 2, 5, 3);
      y = tf.reshape(mixed, tf.pack(List.of(n, tf.mul(h, b), tf.mul(w, b), tf.scalar(-1)), 0));
    } else {
      y = tf.op("DepthToSpace").in(x).attr("block_size", o.blocksize()).out();
    }
    return ImageLayout.original(tf, y, 4, o.channelsLast());
  }
}
