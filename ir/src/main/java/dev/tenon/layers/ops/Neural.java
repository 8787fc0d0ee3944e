package dev.tenon.layers.ops;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Imaging;
import dev.tenon.ir.op.Operator;
import dev.tenon.ir.op.Pooling;
import dev.tenon.layers.preprocessing.Resampling;
import dev.tenon.layers.preprocessing.Resizing;
import dev.tenon.tensor.DType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Convolution, pooling and what is done to pictures. */
final class Neural {
  private static final String WINDOW =
      "inputs|input|x|value pool_size|ksize strides padding data_format";
  private static final String KERNEL =
      "inputs|input|x kernel|filters|filter strides padding data_format dilation_rate|dilations";

  private Neural() {}

  static void list(OpTable.Registrar table) {
    table.add(
        "MaxPool", "max_pool max_pool1d max_pool2d max_pool3d", WINDOW, args -> pool(args, true));
    table.add(
        "AveragePool",
        "avg_pool avg_pool1d avg_pool2d avg_pool3d",
        WINDOW,
        args -> pool(args, false));
    table.add("Conv", "conv1d conv2d conv3d convolution", KERNEL, Neural::convolve);
    table.add(
        "Resize",
        "",
        "images size interpolation antialias crop_to_aspect_ratio pad_to_aspect_ratio fill_mode"
            + " fill_value data_format",
        Neural::resize);
    table.add(
        "",
        "image.resize image.resize_v2 image.resize_images_v2",
        "images size method preserve_aspect_ratio antialias",
        Neural::resizeTensorFlow);
    table.add("", "space_to_depth", "input block_size data_format", Neural::spaceToDepth);
    table.add("", "depth_to_space", "input block_size data_format", Neural::depthToSpace);
  }

  private static boolean last(OpArgs args, int index) {
    String format = args.text(index, "channels_last");
    return !format.equals("channels_first") && !format.startsWith("nc");
  }

  /** Returns a number for each spatial axis, from one number or from one for each axis. */
  private static List<Long> spatial(OpArgs args, int index, int axes, boolean last) {
    long[] given = args.wholes(index);
    if (given == null) {
      return Collections.nCopies(axes, 1L);
    }
    if (given.length == 1) {
      return Collections.nCopies(axes, given[0]);
    }
    // TensorFlow may count the axes of batch and channels too.
    int from = given.length == axes ? 0 : last ? 1 : 2;
    return Arrays.stream(given, from, from + axes).boxed().toList();
  }

  private static String autoPad(OpArgs args, int index) {
    return args.text(index, "valid").equals("same") ? "SAME_UPPER" : "VALID";
  }

  private static List<Value> pool(OpArgs args, boolean max) {
    Value x = args.value(0);
    boolean last = last(args, 4);
    int axes = x.rank() - 2;
    List<Long> window = spatial(args, 1, axes, last);
    List<Long> strides = args.has(2) ? spatial(args, 2, axes, last) : window;
    String pad = autoPad(args, 3);
    Operator operator =
        max
            ? new Pooling.MaxPool(pad, 0, null, window, null, 0, strides, last)
            : new Pooling.AveragePool(pad, 0, 0, null, window, null, strides, last);
    return List.of(args.ops().apply(operator, x));
  }

  private static List<Value> convolve(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    boolean last = last(args, 4);
    int axes = x.rank() - 2;
    Value kernel = args.value(1);
    long perGroup = kernel.shape().length(axes);
    long channels = x.shape().length(last ? -1 : 1);
    Convolution.Conv conv =
        new Convolution.Conv(
            autoPad(args, 3),
            spatial(args, 5, axes, last),
            channels > 0 && perGroup > 0 ? channels / perGroup : 1,
            null,
            null,
            spatial(args, 2, axes, last),
            last);
    if (last) {
      return List.of(ops.apply(conv, x, kernel));
    }
    int[] perm = IntStream.concat(IntStream.of(axes + 1, axes), IntStream.range(0, axes)).toArray();
    return List.of(ops.apply(conv, x, ops.transpose(kernel, perm)));
  }

  private static List<Value> resize(OpArgs args) {
    long[] size = size(args);
    Resizing resizing =
        new Resizing(
            size[0],
            size[1],
            args.text(2, "bilinear"),
            args.flag(4, false),
            args.flag(5, false),
            args.text(6, "constant"),
            args.number(7, 0),
            args.flag(3, false),
            last(args, 8) ? "channels_last" : "channels_first",
            false);
    return List.of(resizing.resize(args.ops(), args.value(0)));
  }

  private static long[] size(OpArgs args) {
    long[] size = args.wholes(1);
    if (size == null || size.length != 2) {
      throw args.refuse("needs a height and a width");
    }
    return size;
  }

  private static List<Value> resizeTensorFlow(OpArgs args) {
    if (args.flag(3, false)) {
      throw args.refuse("is supported without preserve_aspect_ratio");
    }
    long[] size = size(args);
    Value x = args.value(0);
    String method = args.text(2, "bilinear").toLowerCase(Locale.ROOT);
    DType type = method.equals("nearest") ? x.dtype() : DType.FLOAT32;
    Value real = x.dtype().isFloating() ? x : args.ops().cast(x, DType.FLOAT32);
    Value resized =
        Resampling.resize(
            args.ops(), real, x.rank() - 3, true, size[0], size[1], method, args.flag(4, false));
    return List.of(args.ops().cast(resized, type));
  }

  private static List<Value> spaceToDepth(OpArgs args) {
    Imaging.SpaceToDepth operator = new Imaging.SpaceToDepth(args.whole(1, 2), last(args, 2));
    return List.of(args.ops().apply(operator, args.value(0)));
  }

  private static List<Value> depthToSpace(OpArgs args) {
    Imaging.DepthToSpace operator =
        new Imaging.DepthToSpace(args.whole(1, 2), "DCR", last(args, 2));
    return List.of(args.ops().apply(operator, args.value(0)));
  }
}
