package dev.tenon.exporters.onnx.quantize;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/**
 * A weight in eight bits, symmetric around zero, with one scale for each entry of an axis.
 *
 * @param values the weight's shape; {@code zero} stands for 0
 * @param scales what one step is worth, a vector
 * @param zero 0 for int8; 128 for uint8, which no processor's integer products saturate on
 */
record Quantized(Tensor values, Tensor scales, int zero) {
  private static final int LARGEST = 127;

  static Quantized of(Tensor weight, int axis, DType type) {
    long[] shape = weight.shape();
    int count = Math.toIntExact(shape[axis]);
    int inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner = Math.multiplyExact(inner, Math.toIntExact(shape[i]));
    }
    float[] largest = new float[count];
    for (int i = 0; i < weight.size(); i++) {
      int channel = i / inner % count;
      largest[channel] = Math.max(largest[channel], Math.abs(weight.getFloat(i)));
    }
    float[] scales = new float[count];
    for (int i = 0; i < count; i++) {
      scales[i] = largest[i] > 0 ? largest[i] / LARGEST : 1;
    }
    int zero = type == DType.UINT8 ? LARGEST + 1 : 0;
    Tensor.Writer values = new Tensor.Writer(type, weight.size());
    for (int i = 0; i < weight.size(); i++) {
      int step = Math.round(weight.getFloat(i) / scales[i / inner % count]);
      values.set(i, zero + Math.max(-LARGEST, Math.min(LARGEST, step)));
    }
    return new Quantized(values.build(shape), Tensor.of(scales, count), zero);
  }

  /** Returns the zero point as an initializer has it. */
  Tensor zeroPoint() {
    return Tensor.scalar(values.dtype(), zero);
  }
}
