package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators that resample images. */
public sealed interface ImageResampling extends OperatorFamily {

  /** Resizes x: x, optional roi, optional scales, optional sizes (one of the two is given). */
  record Resize(
      long antialias,
      @Nullable List<Long> axes,
      String coordinateTransformationMode,
      float cubicCoeffA,
      long excludeOutside,
      float extrapolationValue,
      String keepAspectRatioPolicy,
      String mode,
      String nearestMode)
      implements ImageResampling {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape shape = in.shape(0);
      Tensor scales = in.constant(2);
      long[] sizes = in.longs(3);
      if (!shape.ranked()) {
        return List.of(
            sizes != null && axes == null && keepAspectRatioPolicy.equals("stretch")
                ? in.type(0).with(Shape.of(sizes))
                : in.type(0));
      }
      if (!keepAspectRatioPolicy.equals("stretch")) {
        return List.of(in.type(0).with(Shape.ofRank(shape.rank())));
      }
      int count = axes == null ? shape.rank() : axes.size();
      int given = sizes != null ? sizes.length : scales == null ? 0 : scales.size();
      if (given != 0 && given != count) {
        throw new IllegalArgumentException(
            "Resize of " + count + " axes is given " + given + " sizes or scales");
      }
      for (int i = 0; i < count; i++) {
        int axis = axes == null ? i : shape.axis(Math.toIntExact(axes.get(i)));
        Dim dim = Dim.unknown();
        if (sizes != null) {
          dim = Dim.of(sizes[i]);
        } else if (scales != null && scales.size() > 0) {
          dim = scaled(shape.dim(axis), scales.getDouble(i));
        }
        shape = shape.with(axis, dim);
      }
      return List.of(in.type(0).with(shape));
    }

    private static Dim scaled(Dim dim, double scale) {
      if (dim.isKnown()) {
        return Dim.of((long) Math.floor(dim.orMinusOne() * scale));
      }
      return scale == Math.rint(scale) ? dim.times((long) scale) : Dim.unknown();
    }
  }

  /**
   * Transforms images (batch, height, width, channels) by projections. Inputs: x, and eight numbers
   * for each image.
   *
   * <p>The numbers p0 to p7 of a row map the pixel (x, y) of the result to the pixel (u / w, v / w)
   * of the source: u = p0 x + p1 y + p2, v = p3 x + p4 y + p5 and w = p6 x + p7 y + 1. TensorFlow's
   * operator of that name and Keras' {@code affine_transform} have the same formula.
   *
   * @param fillMode the source outside the image: constant, reflect, wrap or nearest
   * @param fillValue the constant
   * @param interpolation bilinear or nearest
   * @param aligned whether p1, p3, p6 and p7 are 0 for all images, as in a zoom or a shift, and no
   *     pixel is read further outside of the image than nine tenths of its length. The result is
   *     the same as without, and may be had sooner.
   */
  @NotInOnnx
  record ImageProjectiveTransform(
      String fillMode, float fillValue, String interpolation, boolean aligned)
      implements ImageResampling {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0));
    }
  }

  /** Moves blocks of channels into space; {@code mode} is DCR or CRD. */
  record DepthToSpace(long blocksize, String mode, @NotInOnnx boolean channelsLast)
      implements ImageResampling, Spatial {
    @Override
    public DepthToSpace channelsLast(boolean last) {
      return new DepthToSpace(blocksize, mode, last);
    }

    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      Shape area = spatial(x);
      area = area.with(0, area.dim(0).times(blocksize)).with(1, area.dim(1).times(blocksize));
      Dim channels = x.dim(channelAxis(4)).floorDiv(blocksize * blocksize);
      return List.of(in.type(0).with(image(x.dim(0), channels, area)));
    }
  }

  /** Moves blocks of space into channels. */
  record SpaceToDepth(long blocksize, @NotInOnnx boolean channelsLast)
      implements ImageResampling, Spatial {
    @Override
    public SpaceToDepth channelsLast(boolean last) {
      return new SpaceToDepth(blocksize, last);
    }

    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      Shape area = spatial(x);
      area = area.with(0, area.dim(0).floorDiv(blocksize)).with(1, area.dim(1).floorDiv(blocksize));
      Dim channels = x.dim(channelAxis(4)).times(blocksize * blocksize);
      return List.of(in.type(0).with(image(x.dim(0), channels, area)));
    }
  }
}
