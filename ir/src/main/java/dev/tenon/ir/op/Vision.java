package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators of vision networks that read or write at computed positions, with channels second. */
public sealed interface Vision extends OperatorFamily {

  /**
   * The source positions of an image under one affine matrix for each sample. Inputs: theta (batch,
   * axes, axes + 1), the result's shape as an int64 vector. Returns (batch, lengths…, axes).
   */
  record AffineGrid(long alignCorners) implements Vision {
    @Override
    public List<TensorType> infer(Inference in) {
      long[] size = in.longs(1);
      Shape theta = in.shape(0);
      long axes = in.shape(1).ranked() ? in.shape(1).length(0) - 2 : -1;
      if (axes < 1) {
        return List.of(in.type(0).with(Shape.unknownRank()));
      }
      Shape shape = Shape.of(theta.ranked() ? theta.dim(0) : Dim.unknown());
      for (int i = 2; i < axes + 2; i++) {
        shape = shape.concat(Shape.of(size == null ? Dim.unknown() : Dim.of(size[i])));
      }
      return List.of(in.type(0).with(shape.concat(Shape.of(axes))));
    }
  }

  /**
   * Adds blocks up to the images that they were cut from: x (batch, channels * entries of a block,
   * blocks), the lengths of an image, the lengths of a block.
   */
  record Col2Im(
      @Nullable List<Long> dilations, @Nullable List<Long> pads, @Nullable List<Long> strides)
      implements Vision {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      long axes = in.shape(1).ranked() ? in.shape(1).length(0) : -1;
      if (axes < 1) {
        return List.of(in.type(0).with(Shape.unknownRank()));
      }
      long[] image = in.longs(1);
      long[] block = in.longs(2);
      Dim channels = Dim.unknown();
      if (block != null && x.ranked()) {
        long entries = 1;
        for (long length : block) {
          entries = Math.multiplyExact(entries, length);
        }
        if (entries < 1) {
          throw new IllegalArgumentException("a block has " + entries + " entries");
        }
        channels = x.dim(1).floorDiv(entries);
      }
      Shape shape = Shape.of(x.ranked() ? x.dim(0) : Dim.unknown(), channels);
      return List.of(
          in.type(0)
              .with(shape.concat(image == null ? Shape.ofRank((int) axes) : Shape.of(image))));
    }
  }

  /**
   * A convolution that reads beside its places: x, kernel, offsets (batch, offset groups * entries
   * of the kernel * axes, lengths of the result), optional bias, optional mask.
   */
  record DeformConv(
      @Nullable List<Long> dilations,
      long group,
      @Nullable List<Long> kernelShape,
      long offsetGroup,
      @Nullable List<Long> pads,
      @Nullable List<Long> strides)
      implements Vision {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      Shape kernel = in.shape(1);
      Shape offset = in.shape(2);
      if (!offset.ranked() || !kernel.ranked()) {
        return List.of(in.type(0));
      }
      Dim batch = x.ranked() ? x.dim(0) : offset.dim(0);
      Shape area = offset.sub(2, offset.rank());
      return List.of(in.type(0).with(Shape.of(batch, kernel.dim(0)).concat(area)));
    }
  }

  /**
   * The largest element of each window, and its int64 position in the whole of x.
   *
   * <p>ONNX's MaxPool with its second output; {@link Pooling.MaxPool} has the first alone.
   */
  @NotInOnnx
  record MaxPoolPositions(
      String autoPad,
      long ceilMode,
      @Nullable List<Long> dilations,
      List<Long> kernelShape,
      @Nullable List<Long> pads,
      long storageOrder,
      @Nullable List<Long> strides)
      implements Vision {
    @Override
    public String opType() {
      return "MaxPool";
    }

    /** Returns the operator of the first output. */
    public Pooling.MaxPool values() {
      return new Pooling.MaxPool(
          autoPad, ceilMode, dilations, kernelShape, pads, storageOrder, strides, false);
    }

    @Override
    public List<TensorType> infer(Inference in) {
      TensorType values = values().infer(in).get(0);
      return List.of(values, values.with(DType.INT64));
    }
  }

  /**
   * The largest pixel in each cell of regions: x, regions (count, 5) as the image's number, left,
   * upper, right and lower border.
   */
  record MaxRoiPool(List<Long> pooledShape, float spatialScale) implements Vision {
    @Override
    public List<TensorType> infer(Inference in) {
      return regions(in, pooledShape.get(0), pooledShape.get(1));
    }
  }

  /**
   * Moves elements back to their positions before MaxPool. Inputs: x, the positions, optional
   * lengths of the result. The positions refer to the window's own result lengths; larger given
   * lengths add zeros on each axis.
   */
  record MaxUnpool(List<Long> kernelShape, @Nullable List<Long> pads, @Nullable List<Long> strides)
      implements Vision {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      if (in.has(2)) {
        long[] wanted = in.longs(2);
        Shape open = x.ranked() ? Shape.ofRank(x.rank()) : Shape.unknownRank();
        return List.of(in.type(0).with(wanted == null ? open : Shape.of(wanted)));
      }
      for (int i = 0; i < kernelShape.size(); i++) {
        x = x.with(2 + i, length(x.dim(2 + i), i));
      }
      return List.of(in.type(0).with(x));
    }

    private Dim length(Dim pooled, int i) {
      long stride = strides == null ? 1 : strides.get(i);
      long cut = pads == null ? 0 : pads.get(i) + pads.get(i + kernelShape.size());
      return pooled.times(stride).plus(kernelShape.get(i) - stride - cut);
    }
  }

  /**
   * Non-maximum suppression of boxes. Inputs: boxes (batch, boxes, 4), scores (batch, classes,
   * boxes), and optional scalars: the largest number of each class (0), the largest overlap (0),
   * the smallest score. Returns rows of batch, class and box.
   */
  record NonMaxSuppression(long centerPointBox) implements Vision {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(new TensorType(DType.INT64, Shape.of(Dim.unknown(), Dim.of(3))));
    }
  }

  /**
   * The mean or the largest of samples in the cells of regions: x, regions (count, 4) as left,
   * upper, right and lower border, the image of each region.
   */
  record RoiAlign(
      String coordinateTransformationMode,
      String mode,
      long outputHeight,
      long outputWidth,
      long samplingRatio,
      float spatialScale)
      implements Vision {
    @Override
    public List<TensorType> infer(Inference in) {
      return regions(in, outputHeight, outputWidth);
    }
  }

  /** Returns the type of a number for each cell of regions and channel. */
  private static List<TensorType> regions(Inference in, long height, long width) {
    Dim regions = in.shape(1).ranked() ? in.shape(1).dim(0) : Dim.unknown();
    Dim channels = in.shape(0).ranked() ? in.shape(0).dim(1) : Dim.unknown();
    return List.of(in.type(0).with(Shape.of(regions, channels, Dim.of(height), Dim.of(width))));
  }
}
