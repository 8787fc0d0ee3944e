package dev.tenon.inspect.field;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.PoolingWindow;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.shape.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a place sees behind convolutions, poolings and resampling. */
final class FieldWindows {
  private FieldWindows() {}

  /** Returns the field of the output; null where it is not followed. */
  static @Nullable Field after(OperatorNode node, Field field) {
    Operator operator = node.operator();
    int rank = node.input(0).rank();
    if (operator instanceof ImageResampling.Resize resize) {
      return resize(resize, node, field);
    }
    if (!(operator instanceof Spatial spatial)) {
      return null;
    }
    int channel = spatial.channelAxis(rank);
    int first = spatial.channelsLast() ? 1 : 2;
    if (operator instanceof ImageResampling.DepthToSpace depth) {
      return each(
          field.mix(dim -> dim == channel), first, rank - 2, (s, i) -> s.repeat(depth.blocksize()));
    }
    if (operator instanceof ImageResampling.SpaceToDepth depth) {
      long side = depth.blocksize();
      return each(
          field.mix(dim -> dim == channel),
          first,
          rank - 2,
          (sight, i) -> sight.slide(side, side, 1, 0));
    }
    if (operator instanceof Convolution conv) {
      Window window =
          new Window(
              conv.kernel(node.input(1).shape()),
              conv.strides(),
              conv.dilations(),
              conv.pads(),
              conv.autoPad());
      Field mixed = field.mix(dim -> dim == channel);
      return operator instanceof Convolution.ConvTranspose
          ? each(mixed, first, rank - 2, window::spread)
          : each(mixed, first, rank - 2, window::slide);
    }
    Window window = null;
    if (operator instanceof PoolingWindow pool) {
      window =
          new Window(
              pool.kernelShape(), pool.strides(), pool.dilations(), pool.pads(), pool.autoPad());
    }
    return window == null
        ? field.mix(dim -> dim >= first && dim < first + rank - 2)
        : each(field, first, rank - 2, window::slide);
  }

  private static Field each(Field field, int first, int count, Move move) {
    Field moved = field;
    for (int i = 0; i < count; i++) {
      int axis = i;
      moved = moved.change(first + i, sight -> move.of(sight, axis));
    }
    return moved;
  }

  private static @Nullable Field resize(
      ImageResampling.Resize resize, OperatorNode node, Field field) {
    Shape in = node.input(0).shape();
    Shape out = node.output().shape();
    long taps = resize.mode().equals("nearest") ? 1 : resize.mode().equals("linear") ? 2 : 4;
    String places = resize.coordinateTransformationMode();
    boolean middles = places.contains("half_pixel") || (taps == 1 && places.equals("asymmetric"));
    Field moved = field;
    for (int i = 0; i < in.rank(); i++) {
      long from = in.length(i);
      long to = out.length(i);
      if ((from == to && from > 0) || !field.moves(i)) {
        continue;
      }
      moved =
          from > 0 && to > 0 && middles && resize.antialias() == 0
              ? moved.change(i, sight -> sight.resample(from, to, taps == 4 ? 1 : 0, taps))
              : moved.change(i, InputSpan::everything);
    }
    return moved;
  }

  /** A kernel, or the window of a pooling. */
  private record Window(
      List<Long> kernel,
      @Nullable List<Long> strides,
      @Nullable List<Long> dilations,
      @Nullable List<Long> pads,
      String autoPad) {
    InputSpan slide(InputSpan sight, int axis) {
      return sight.slide(kernel.get(axis), stride(axis), dilation(axis), pad(axis));
    }

    InputSpan spread(InputSpan sight, int axis) {
      return sight.spread(kernel.get(axis), stride(axis), dilation(axis), pad(axis));
    }

    private long dilation(int axis) {
      return dilations == null ? 1 : dilations.get(axis);
    }

    private long stride(int axis) {
      return strides == null ? 1 : strides.get(axis);
    }

    private long pad(int axis) {
      long reach = (kernel.get(axis) - 1) * dilation(axis) + 1;
      // Where the length is no multiple of the stride, Keras pads one more or less.
      long same = autoPad.startsWith("SAME") ? Math.max(0, reach - stride(axis)) / 2 : 0;
      return pads == null ? same : pads.get(axis);
    }
  }

  private interface Move {
    InputSpan of(InputSpan sight, int axis);
  }
}
