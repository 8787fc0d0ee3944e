package dev.tenon.layers.ops.nn;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Pooling;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.pooling.AdaptiveAveragePooling1D;
import dev.tenon.layers.pooling.AdaptiveAveragePooling2D;
import dev.tenon.layers.pooling.AdaptiveAveragePooling3D;
import dev.tenon.layers.pooling.AdaptiveMaxPooling1D;
import dev.tenon.layers.pooling.AdaptiveMaxPooling2D;
import dev.tenon.layers.pooling.AdaptiveMaxPooling3D;
import dev.tenon.layers.pooling.AdaptivePooling;
import dev.tenon.layers.preprocessing.Resizing;
import dev.tenon.layers.preprocessing.TensorFlowResize;
import dev.tenon.tensor.DType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Convolution, pooling and operations on images. */
public final class NeuralOps {
  private static final String WINDOW =
      "inputs|input|x|value pool_size|ksize strides padding data_format";

  private NeuralOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add(
        "MaxPool", "max_pool max_pool1d max_pool2d max_pool3d", WINDOW, args -> pool(args, true));
    table.add(
        "AveragePool",
        "avg_pool avg_pool1d avg_pool2d avg_pool3d",
        WINDOW,
        args -> pool(args, false));
    table.add(
        "AdaptiveMaxPool",
        "",
        "inputs output_size data_format",
        args -> List.of(adaptive(args, true)));
    table.add(
        "AdaptiveAveragePool",
        "",
        "inputs output_size data_format",
        args -> List.of(adaptive(args, false)));
    table.add(
        "Resize",
        "",
        "images size interpolation antialias crop_to_aspect_ratio pad_to_aspect_ratio fill_mode"
            + " fill_value data_format",
        NeuralOps::resize);
    table.add(
        "",
        "image.resize image.resize_v2 image.resize_images_v2",
        "images size method preserve_aspect_ratio antialias",
        NeuralOps::resizeTensorFlow);
    String blocks = "x|input block_size data_format";
    table.add("SpaceToDepth", "space_to_depth", blocks, NeuralOps::spaceToDepth);
    table.add("DepthToSpace", "depth_to_space", blocks, NeuralOps::depthToSpace);
  }

  /** Returns whether an argument puts the channel axis last. */
  public static boolean last(OpArgs args, int index) {
    String format = args.text(index, "channels_last");
    return !format.equals("channels_first") && !format.startsWith("nc");
  }

  /** Returns a number for each spatial axis, from one number or from one for each axis. */
  public static List<Long> spatial(OpArgs args, int index, int axes, boolean last) {
    long[] given = args.wholes(index);
    if (given == null) {
      return Collections.nCopies(Math.max(0, axes), 1L);
    }
    if (given.length == 1 && axes > 0) {
      return Collections.nCopies(axes, given[0]);
    }
    // TensorFlow may count the axes of batch and channels too.
    int from = given.length == axes ? 0 : last ? 1 : 2;
    if (axes < 1 || given.length < from + axes) {
      throw args.refuse(
          "has "
              + given.length
              + " numbers for the spatial axes of an input of "
              + args.value(0).rank()
              + " axes");
    }
    return Arrays.stream(given, from, from + axes).boxed().toList();
  }

  private static Value adaptive(OpArgs args, boolean max) {
    Value x = args.value(0);
    int axes = x.rank() - 2;
    List<Long> size = spatial(args, 1, axes, true);
    String format = last(args, 2) ? "channels_last" : "channels_first";
    AdaptivePooling layer =
        switch (axes) {
          case 1 ->
              max
                  ? new AdaptiveMaxPooling1D(size, format)
                  : new AdaptiveAveragePooling1D(size, format);
          case 2 ->
              max
                  ? new AdaptiveMaxPooling2D(size, format)
                  : new AdaptiveAveragePooling2D(size, format);
          case 3 ->
              max
                  ? new AdaptiveMaxPooling3D(size, format)
                  : new AdaptiveAveragePooling3D(size, format);
          default -> throw args.refuse("takes tensors of 3, 4 or 5 axes, not " + x.shape());
        };
    return layer.pool(args.ops(), x);
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
            last(args, 8) ? "channels_last" : "channels_first");
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
        TensorFlowResize.resize(
            args.ops(), real, x.rank() - 3, true, size[0], size[1], method, args.flag(4, false));
    return List.of(args.ops().cast(resized, type));
  }

  private static List<Value> spaceToDepth(OpArgs args) {
    ImageResampling.SpaceToDepth operator =
        new ImageResampling.SpaceToDepth(args.whole(1, 2), last(args, 2));
    return List.of(args.ops().apply(operator, args.value(0)));
  }

  private static List<Value> depthToSpace(OpArgs args) {
    ImageResampling.DepthToSpace operator =
        new ImageResampling.DepthToSpace(args.whole(1, 2), "DCR", last(args, 2));
    return List.of(args.ops().apply(operator, args.value(0)));
  }
}
