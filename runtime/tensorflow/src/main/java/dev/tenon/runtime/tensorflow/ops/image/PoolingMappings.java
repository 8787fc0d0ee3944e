package dev.tenon.runtime.tensorflow.ops.image;

import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.PoolingWindow;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.emit.ImageLayout;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Axes;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How pooling is written. */
public final class PoolingMappings {
  private PoolingMappings() {}

  public static void register(MappingTable to) {
    to.single(Pooling.MaxPool.class, PoolingMappings::maxPool);
    to.single(Pooling.AveragePool.class, PoolingMappings::averagePool);
    to.single(Pooling.GlobalAveragePool.class, (o, at) -> global(o, at, "Mean"));
    to.single(Pooling.GlobalMaxPool.class, (o, at) -> global(o, at, "Max"));
  }

  private static Output<?> global(Spatial o, NodeContext at, String type) {
    int rank = at.rank(0);
    long[] axes = o.channelsLast() ? Axes.between(1, rank - 1) : Axes.between(2, rank);
    return at.tf().reduce(type, at.in(0), true, axes);
  }

  private static Output<?> maxPool(Pooling.MaxPool o, NodeContext at) {
    if (at.outputs() > 1) {
      throw at.refuse("the positions of the largest elements are not computed");
    }
    Prepared p = prepare(o, at);
    Tf tf = at.tf();
    String type = p.axes() == 3 ? "MaxPool3D" : "MaxPool";
    SlidingWindow window = p.window();
    Output<?> y;
    if (window.isDilated()) {
      y =
          SpaceBatch.apply(
              tf,
              window.pad(tf, p.x(), lowest(p.x())),
              window.dilations,
              window.strides,
              apart -> pool(tf, type, apart, window.kernel, new long[] {1, 1, 1}, "VALID"));
    } else if (window.same) {
      y = pool(tf, type, p.x(), window.kernel, window.strides, "SAME");
    } else {
      Output<?> padded = window.pad(tf, p.x(), lowest(p.x()));
      y = pool(tf, type, padded, window.kernel, window.strides, "VALID");
    }
    return p.restore(tf, o, y);
  }

  private static Output<?> averagePool(Pooling.AveragePool o, NodeContext at) {
    Prepared p = prepare(o, at);
    Tf tf = at.tf();
    SlidingWindow window = p.window();
    boolean includePad = o.countIncludePad() == 1;
    if (window.same && !includePad && !window.isDilated()) {
      return p.restore(tf, o, pool(tf, type(p), p.x(), window.kernel, window.strides, "SAME"));
    }
    Output<?> y = means(tf, p, window.pad(tf, p.x(), 0));
    if (window.needsCount(includePad)) {
      y = tf.binary("RealDiv", y, means(tf, p, window.counted(tf, p.x(), includePad)));
    }
    return p.restore(tf, o, y);
  }

  private static String type(Prepared p) {
    return p.axes() == 3 ? "AvgPool3D" : "AvgPool";
  }

  private static Output<?> means(Tf tf, Prepared p, Output<?> padded) {
    SlidingWindow window = p.window();
    return window.isDilated()
        ? SpaceBatch.apply(
            tf,
            padded,
            window.dilations,
            window.strides,
            apart -> pool(tf, type(p), apart, window.kernel, new long[] {1, 1, 1}, "VALID"))
        : pool(tf, type(p), padded, window.kernel, window.strides, "VALID");
  }

  private static Output<?> pool(
      Tf tf, String type, Output<?> x, long[] kernel, long[] strides, String padding) {
    long[] steps = java.util.Arrays.copyOf(strides, kernel.length);
    return tf.op(type)
        .in(x)
        .attr("ksize", SlidingWindow.withOuter(kernel))
        .attr("strides", SlidingWindow.withOuter(steps))
        .attr("padding", padding)
        .out();
  }

  /** Returns a number that no element is below, so that padding never wins. */
  private static double lowest(Output<?> x) {
    DataType type = x.dataType();
    if (TensorFlowTypes.isFloating(type)) {
      return Double.NEGATIVE_INFINITY;
    }
    return switch (type) {
      case DT_INT8 -> Byte.MIN_VALUE;
      case DT_INT16 -> Short.MIN_VALUE;
      case DT_INT32 -> Integer.MIN_VALUE;
      case DT_INT64 -> Long.MIN_VALUE;
      default -> 0;
    };
  }

  /** The operand as a channels-last image of two or three axes, and the window over it. */
  private record Prepared(Output<?> x, SlidingWindow window, int axes, boolean row) {
    Output<?> restore(Tf tf, Spatial o, Output<?> y) {
      Output<?> plain = row ? tf.squeeze(y, 1) : y;
      return ImageLayout.original(tf, plain, row ? 3 : axes + 2, o.channelsLast());
    }
  }

  private static Prepared prepare(PoolingWindow o, NodeContext at) {
    Tf tf = at.tf();
    List<Long> kernel = o.kernelShape();
    boolean ceil = o.ceilMode() == 1;
    int n = kernel.size();
    if (n > 3) {
      throw at.refuse("TensorFlow pools 1, 2 or 3 spatial axes, not " + n);
    }
    Output<?> x = ImageLayout.channelsLast(tf, at.in(0), n + 2, o.channelsLast());
    Shape spatial = at.shape(0).ranked() ? o.spatial(at.shape(0)) : Shape.ofRank(n);
    if (n > 1) {
      return new Prepared(
          x,
          new SlidingWindow(
              o.autoPad(), kernel, o.strides(), o.dilations(), o.pads(), ceil, spatial),
          n,
          false);
    }
    List<Long> wide = new ArrayList<>(List.of(1L, kernel.get(0)));
    SlidingWindow window =
        new SlidingWindow(
            o.autoPad(),
            wide,
            ConvolutionMappings.oneThen(o.strides()),
            ConvolutionMappings.oneThen(o.dilations()),
            ConvolutionMappings.zeroThen(o.pads()),
            ceil,
            Shape.of(1).concat(spatial));
    return new Prepared(tf.expandDims(x, 1), window, 2, true);
  }
}
