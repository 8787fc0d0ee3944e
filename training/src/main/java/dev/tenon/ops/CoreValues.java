package dev.tenon.ops;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Properties, views and parts of tensors, by subscript or pattern. */
abstract class CoreValues extends AlignmentFunctions {
  CoreValues() {}

  /** Returns the lengths of the axes. Keras' {@code ops.shape}. */
  public static long[] shape(Tensor x) {
    return x.shape();
  }

  /** Returns the lengths of the axes, -1 for an unknown length. Keras' {@code ops.shape}. */
  public static long[] shape(KerasTensor x) {
    long[] lengths = new long[x.shape().rank()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = x.shape().length(i);
    }
    return lengths;
  }

  /** Returns the element type. Keras' {@code ops.dtype}. */
  public static DType dtype(Tensor x) {
    return x.dtype();
  }

  /** Returns the element type. Keras' {@code ops.dtype}. */
  public static DType dtype(KerasTensor x) {
    return x.dtype();
  }

  /** Returns true, since the argument is a tensor of numbers. Keras' {@code ops.is_tensor}. */
  public static boolean isTensor(Tensor x) {
    return true;
  }

  /** Returns false, since a symbolic tensor has no numbers. Keras' {@code ops.is_tensor}. */
  public static boolean isTensor(KerasTensor x) {
    return false;
  }

  /**
   * Returns the tensor itself, which corresponds to a NumPy array. Keras' {@code
   * ops.convert_to_numpy}.
   */
  public static Tensor convertToNumpy(Tensor x) {
    return x;
  }

  /** Reinterprets the bytes as another element type. Keras' {@code ops.view}. */
  public static KerasTensor view(KerasTensor x, DType dtype) {
    return OpsCall.of("View").operand(x).option("dtype", dtype).symbol();
  }

  /** Reinterprets the bytes as another element type. Keras' {@code ops.view}. */
  public static KerasTensor view(KerasTensor x, String dtype) {
    return view(x, DType.of(dtype));
  }

  /** Reinterprets the bytes as another element type. Keras' {@code ops.view}. */
  public static Tensor view(Tensor x, String dtype) {
    return view(x, DType.of(dtype));
  }

  /**
   * Reinterprets the bytes, little-endian, as another element type. Keras' {@code ops.view}.
   *
   * @param x the tensor
   * @param dtype the element type
   * @throws IllegalArgumentException if the bytes of the last axis are not a multiple of the new
   *     element size
   */
  public static Tensor view(Tensor x, DType dtype) {
    long[] shape = x.shape();
    int last = shape.length - 1;
    long bytes = (last < 0 ? 1 : shape[last]) * x.dtype().bytes();
    if (bytes % dtype.bytes() != 0 || (last < 0 && bytes != dtype.bytes())) {
      throw new IllegalArgumentException(
          "view: the last axis of "
              + x.dtype()
              + x.shapeString()
              + " has "
              + bytes
              + " bytes, which are no whole number of elements of "
              + dtype);
    }
    if (last >= 0) {
      shape[last] = bytes / dtype.bytes();
    }
    return Tensor.of(dtype, shape, x.bytes());
  }

  /**
   * Converts pairs along the last axis to real and imaginary parts. Keras' {@code
   * ops.view_as_complex}.
   *
   * @param x a tensor with a last axis of length 2
   * @throws IllegalArgumentException if the last axis has another length
   */
  public static ComplexResult<Tensor> viewAsComplex(Tensor x) {
    if (x.rank() == 0 || x.dim(-1) != 2) {
      throw new IllegalArgumentException(
          "viewAsComplex: expected a last axis of length 2, received " + x.shapeString());
    }
    return new ComplexResult<>(getItem(x, "..., 0"), getItem(x, "..., 1"));
  }

  /** Stacks real and imaginary parts along a new last axis. Keras' {@code ops.view_as_real}. */
  public static Tensor viewAsReal(Tensor real, Tensor imag) {
    return Ops.stack(List.of(real, imag), -1);
  }

  /**
   * Returns complex numbers from absolute values and angles in radians. Keras' {@code ops.polar}.
   */
  public static ComplexResult<Tensor> polar(Tensor abs, Tensor angle) {
    return new ComplexResult<>(
        Ops.multiply(abs, Ops.cos(angle)), Ops.multiply(abs, Ops.sin(angle)));
  }

  /**
   * Returns a part of a tensor by a Python subscript. Keras' {@code ops.get_item}.
   *
   * @param x the tensor
   * @param key the text between the brackets, such as {@code ":, 1:-1, ..., None, ::2"}
   * @throws IllegalArgumentException if the text is not a subscript or does not fit the tensor
   */
  public static KerasTensor getItem(KerasTensor x, String key) {
    return OpsCall.of("GetItem").operand(x).operand(SubscriptText.parse(key)).symbol();
  }

  /**
   * Returns a part of a tensor by a Python subscript. Keras' {@code ops.get_item}.
   *
   * @param x the tensor
   * @param key the text between the brackets, such as {@code ":, 1:-1, ..., None, ::2"}
   * @throws IllegalArgumentException if the text is not a subscript or does not fit the tensor
   */
  public static Tensor getItem(Tensor x, String key) {
    return OpsCall.of("GetItem").operand(x).operand(SubscriptText.parse(key)).value();
  }

  /** Returns an entry of the first axis. Keras' {@code ops.get_item}. */
  public static KerasTensor getItem(KerasTensor x, long key) {
    return getItem(x, Long.toString(key));
  }

  /** Returns an entry of the first axis. Keras' {@code ops.get_item}. */
  public static Tensor getItem(Tensor x, long key) {
    return getItem(x, Long.toString(key));
  }

  /**
   * Reorders, splits and joins axes by an einops pattern. Keras' {@code ops.rearrange}.
   *
   * @param tensor the tensor
   * @param pattern the pattern, such as {@code "b (h w) c -> b c h w"}
   */
  public static KerasTensor rearrange(KerasTensor tensor, String pattern) {
    return rearrange(tensor, pattern, Map.of());
  }

  /**
   * Reorders, splits and joins axes by an einops pattern. Keras' {@code ops.rearrange}.
   *
   * @param tensor the tensor
   * @param pattern the pattern, such as {@code "b (h w) c -> b c h w"}
   */
  public static Tensor rearrange(Tensor tensor, String pattern) {
    return rearrange(tensor, pattern, Map.of());
  }

  /**
   * Reorders, splits and joins axes by an einops pattern. Keras' {@code ops.rearrange}.
   *
   * @param tensor the tensor
   * @param pattern the pattern, such as {@code "b (h w) c -> b c h w"}
   * @param axesLengths lengths of the pattern's axes by name
   */
  public static KerasTensor rearrange(
      KerasTensor tensor, String pattern, Map<String, Integer> axesLengths) {
    return rearranged(tensor, pattern, axesLengths).symbol();
  }

  /**
   * Reorders, splits and joins axes by an einops pattern. Keras' {@code ops.rearrange}.
   *
   * @param tensor the tensor
   * @param pattern the pattern, such as {@code "b (h w) c -> b c h w"}
   * @param axesLengths lengths of the pattern's axes by name
   */
  public static Tensor rearrange(Tensor tensor, String pattern, Map<String, Integer> axesLengths) {
    return rearranged(tensor, pattern, axesLengths).value();
  }

  private static OpsCall rearranged(Object x, String pattern, Map<String, Integer> lengths) {
    OpsCall call = OpsCall.of("Rearrange").operand(x).operand(pattern);
    lengths.forEach(call::keyword);
    return call;
  }
}
