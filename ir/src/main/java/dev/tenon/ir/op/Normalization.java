package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Operators that normalize x by statistics; the result has the shape of x. */
public sealed interface Normalization extends OperatorFamily {
  @Override
  default List<TensorType> infer(Inference in) {
    return List.of(in.type(0));
  }

  /** Returns the type of x, which must have the axis. */
  private static List<TensorType> sameWithAxis(Inference in, long axis) {
    if (in.type(0).shape().ranked()) {
      in.type(0).shape().axis(Math.toIntExact(axis));
    }
    return List.of(in.type(0));
  }

  /** Returns the type of x, which must have axes of batch and channels. */
  private static List<TensorType> sameWithChannels(Inference in) {
    Shape shape = in.type(0).shape();
    if (shape.ranked() && shape.rank() < 2) {
      throw new IllegalArgumentException(
          "x must have axes of batch and channels, it has the shape " + shape);
    }
    return List.of(in.type(0));
  }

  /**
   * Normalises each channel: x, scale, bias, mean, variance.
   *
   * <p>With {@code trainingMode} 1 it takes the batch's own mean and (biased) variance, and has two
   * more outputs, the running mean and variance, {@code old * momentum + batch * (1 - momentum)}.
   */
  record BatchNormalization(
      float epsilon, float momentum, long trainingMode, @NotInOnnx boolean channelsLast)
      implements Normalization, Spatial {
    @Override
    public BatchNormalization channelsLast(boolean last) {
      return new BatchNormalization(epsilon, momentum, trainingMode, last);
    }

    /**
     * Returns what the operator does with each channel where its moments are known: the factors,
     * and what is added then.
     *
     * @param moments scale, bias, mean and variance, one number a channel each
     */
    public double[][] affine(List<Tensor> moments) {
      int channels = moments.get(0).size();
      double[] factors = new double[channels];
      double[] offsets = new double[channels];
      for (int i = 0; i < channels; i++) {
        factors[i] = moments.get(0).getDouble(i) / Math.sqrt(moments.get(3).getDouble(i) + epsilon);
        offsets[i] = moments.get(1).getDouble(i) - moments.get(2).getDouble(i) * factors[i];
      }
      return new double[][] {factors, offsets};
    }

    @Override
    public List<TensorType> infer(Inference in) {
      return trainingMode == 1 ? List.of(in.type(0), in.type(3), in.type(4)) : List.of(in.type(0));
    }
  }

  /** Normalises over the axes from {@code axis} on: x, scale, optional bias. */
  record LayerNormalization(long axis, float epsilon, long stashType) implements Normalization {
    @Override
    public List<TensorType> infer(Inference in) {
      return sameWithAxis(in, axis);
    }
  }

  /** Divides by the root mean square over the axes from {@code axis} on: x, scale. */
  record RMSNormalization(long axis, float epsilon, long stashType) implements Normalization {
    @Override
    public List<TensorType> infer(Inference in) {
      return sameWithAxis(in, axis);
    }
  }

  /** Normalises groups of channels: x, scale, bias (one a channel). */
  record GroupNormalization(
      float epsilon, long numGroups, long stashType, @NotInOnnx boolean channelsLast)
      implements Normalization, Spatial {
    @Override
    public GroupNormalization channelsLast(boolean last) {
      return new GroupNormalization(epsilon, numGroups, stashType, last);
    }

    @Override
    public List<TensorType> infer(Inference in) {
      return sameWithChannels(in);
    }
  }

  /** Normalises each channel of each image: x, scale, bias. */
  record InstanceNormalization(float epsilon, @NotInOnnx boolean channelsLast)
      implements Normalization, Spatial {
    @Override
    public InstanceNormalization channelsLast(boolean last) {
      return new InstanceNormalization(epsilon, last);
    }

    @Override
    public List<TensorType> infer(Inference in) {
      return sameWithChannels(in);
    }
  }

  /** Divides by the p-norm along an axis. */
  record LpNormalization(long axis, long p) implements Normalization {
    @Override
    public List<TensorType> infer(Inference in) {
      return sameWithAxis(in, axis);
    }
  }

  /** Divides by a sum of squares over neighbouring channels. */
  record LRN(float alpha, float beta, float bias, long size, @NotInOnnx boolean channelsLast)
      implements Normalization, Spatial {
    @Override
    public LRN channelsLast(boolean last) {
      return new LRN(alpha, beta, bias, size, last);
    }

    @Override
    public Shape spatial(Shape shape) {
      return Spatial.super.spatial(shape);
    }
  }
}
