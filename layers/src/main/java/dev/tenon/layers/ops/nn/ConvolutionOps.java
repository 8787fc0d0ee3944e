package dev.tenon.layers.ops.nn;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Vision;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.convolution.TensorConvolution;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Convolutions by a tensor, and images as windows and back. */
public final class ConvolutionOps {
  private static final String KERNEL =
      "inputs|input|x kernel|filters|filter strides padding data_format dilation_rate|dilations";

  private ConvolutionOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Conv", "conv1d conv2d conv3d convolution", KERNEL, ConvolutionOps::plain);
    table.add("DepthwiseConv", "", KERNEL, ConvolutionOps::depthwise);
    table.add(
        "SeparableConv",
        "",
        "inputs depthwise_kernel pointwise_kernel strides padding data_format dilation_rate",
        ConvolutionOps::separable);
    table.add("ConvTranspose", "", KERNEL + " output_padding", ConvolutionOps::transposed);
    table.add(
        "ExtractPatches",
        "",
        "images size strides dilation_rate padding data_format",
        args -> List.of(patches(args)));
    table.add(
        "Unfold", "", "x kernel_size dilation padding stride", args -> List.of(unfolded(args)));
    table.add(
        "Fold",
        "",
        "x output_size kernel_size dilation padding stride",
        args -> List.of(folded(args)));
  }

  /** Reads strides, padding, layout and dilation, which stand side by side. */
  private static TensorConvolution settings(OpArgs args, int from) {
    boolean last = NeuralOps.last(args, from + 2);
    int axes = args.value(0).rank() - 2;
    return new TensorConvolution(
        NeuralOps.spatial(args, from, axes, last),
        args.text(from + 1, "valid"),
        NeuralOps.spatial(args, from + 3, axes, last),
        last);
  }

  private static List<Value> plain(OpArgs args) {
    return List.of(settings(args, 2).plain(args.ops(), args.value(0), kernel(args, 1)));
  }

  private static Value kernel(OpArgs args, int index) {
    Value x = args.value(0);
    Value kernel = args.value(index);
    if (kernel.rank() != x.rank()) {
      throw args.refuse(
          "takes a kernel of as many axes as " + x.shape() + ", not " + kernel.shape());
    }
    return args.ops().cast(kernel, x.dtype());
  }

  private static List<Value> depthwise(OpArgs args) {
    return List.of(settings(args, 2).depthwise(args.ops(), args.value(0), kernel(args, 1)));
  }

  private static List<Value> separable(OpArgs args) {
    Value x = args.value(0);
    return List.of(settings(args, 3).separable(args.ops(), x, kernel(args, 1), kernel(args, 2)));
  }

  private static List<Value> transposed(OpArgs args) {
    TensorConvolution settings = settings(args, 2);
    int axes = args.value(0).rank() - 2;
    List<Long> more = args.has(6) ? NeuralOps.spatial(args, 6, axes, settings.last()) : null;
    return List.of(settings.transposed(args.ops(), args.value(0), kernel(args, 1), more));
  }

  /** Returns (…, windows' places, window · channels): the channels of a pixel side by side. */
  private static Value patches(OpArgs args) {
    Ops ops = args.ops();
    Value given = args.value(0);
    boolean last = NeuralOps.last(args, 5);
    long[] size = args.wholes(1);
    int axes = size != null && size.length == 3 ? 3 : 2;
    List<Long> lengths = NeuralOps.spatial(args, 1, axes, last);
    boolean single = given.rank() == axes + 1;
    Value x = single ? ops.unsqueeze(given, 0) : given;
    x = last ? x : ops.transpose(x, toLast(axes));
    Windows windows =
        new Windows(
            lengths,
            args.has(2) ? NeuralOps.spatial(args, 2, axes, last) : lengths,
            NeuralOps.spatial(args, 3, axes, last));
    if (args.text(4, "valid").equals("same")) {
      x = padded(ops, x, windows.same(args, x));
    }
    Value cut = windows.cut(args, x);
    // (batch, places…, window…, channels): what lies behind the places becomes one axis.
    Shape shape = cut.shape().sub(0, axes + 1);
    Dim inner = cut.shape().sub(axes + 1, cut.rank()).size();
    Value y = ops.reshape(cut, shape.concat(Shape.of(inner)));
    y = last ? y : ops.transpose(y, toFirst(axes));
    return single ? ops.squeeze(y, 0) : y;
  }

  private static int[] toLast(int axes) {
    int[] perm = new int[axes + 2];
    for (int i = 1; i <= axes; i++) {
      perm[i] = i + 1;
    }
    perm[axes + 1] = 1;
    return perm;
  }

  private static int[] toFirst(int axes) {
    int[] perm = new int[axes + 2];
    perm[1] = axes + 1;
    for (int i = 2; i < perm.length; i++) {
      perm[i] = i - 1;
    }
    return perm;
  }

  /** Pads the spatial axes behind the batch with zeros: all begins, then all ends. */
  private static Value padded(Ops ops, Value x, long[] margins) {
    int axes = margins.length / 2;
    long[] pads = new long[2 * x.rank()];
    System.arraycopy(margins, 0, pads, 1, axes);
    System.arraycopy(margins, axes, pads, x.rank() + 1, axes);
    return Arrays.stream(pads).allMatch(pad -> pad == 0)
        ? x
        : ops.apply(new Movement.Pad("constant"), x, ops.longs(pads), ops.scalar(x, 0));
  }

  /** Returns the margins of both ends: all begins, then all ends. */
  private static List<Long> both(List<Long> margins) {
    List<Long> all = new ArrayList<>(margins);
    all.addAll(margins);
    return all;
  }

  private static List<Long> margins(OpArgs args, int index) {
    return args.has(index) ? NeuralOps.spatial(args, index, 2, true) : List.of(0L, 0L);
  }

  private static Value unfolded(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    if (x.rank() != 4) {
      throw args.refuse("takes (batch, channels, height, width), not " + x.shape());
    }
    Windows windows =
        new Windows(
            NeuralOps.spatial(args, 1, 2, true),
            NeuralOps.spatial(args, 4, 2, true),
            NeuralOps.spatial(args, 2, 2, true));
    Value wide = padded(ops, ops.transpose(x, 0, 2, 3, 1), longs(both(margins(args, 3))));
    Value cut = ops.transpose(windows.cut(args, wide), 0, 5, 3, 4, 1, 2);
    Shape shape = cut.shape();
    return ops.reshape(cut, Shape.of(shape.dim(0), shape.sub(1, 4).size(), shape.sub(4, 6).size()));
  }

  private static Value folded(OpArgs args) {
    Ops ops = args.ops();
    long[] size = longs(NeuralOps.spatial(args, 1, 2, true));
    long[] block = longs(NeuralOps.spatial(args, 2, 2, true));
    List<Long> pads = both(margins(args, 4));
    Vision.Col2Im operator =
        new Vision.Col2Im(
            NeuralOps.spatial(args, 3, 2, true), pads, NeuralOps.spatial(args, 5, 2, true));
    return ops.apply(operator, args.value(0), ops.longs(size), ops.longs(block));
  }

  private static long[] longs(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }
}
