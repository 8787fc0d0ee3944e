package dev.tenon.runtime.onnxruntime;

import dev.tenon.internal.thread.ThreadLimit;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Computes float32 tensors element by element from others of the same shape, on all cores unless
 * {@code tenon.threads} is 1.
 */
final class Elementwise {
  /** Elements that a thread takes at once. */
  private static final int PART = 1 << 16;

  /** Elements that lie in a core's nearest cache while they are worked on. */
  private static final int TILE = 2048;

  /** What becomes of a stretch of elements. */
  interface Rule {
    /**
     * Changes the elements in place.
     *
     * @param values those of the first tensor
     * @param others those of the second; where there is none, the same as {@code values}
     * @param start the place of the first of them in the whole tensor
     */
    void apply(float[] values, float[] others, int count, int start);
  }

  private Elementwise() {}

  static Tensor apply(Rule rule, List<Tensor> from) {
    Tensor first = from.get(0);
    FloatBuffer a = floats(first);
    FloatBuffer b = floats(from.get(from.size() - 1));
    int size = first.size();
    ByteBuffer bytes = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer to = bytes.asFloatBuffer();
    IntStream parts = IntStream.range(0, (size + PART - 1) / PART);
    (ThreadLimit.isOpen() ? parts.parallel() : parts)
        .forEach(
            part -> {
              float[] values = new float[TILE];
              float[] others = from.size() == 1 ? values : new float[TILE];
              int end = Math.min(size, (part + 1) * PART);
              for (int at = part * PART; at < end; at += TILE) {
                int count = Math.min(TILE, end - at);
                a.get(at, values, 0, count);
                if (others != values) {
                  b.get(at, others, 0, count);
                }
                rule.apply(values, others, count, at);
                to.put(at, values, 0, count);
              }
            });
    return Tensor.of(DType.FLOAT32, first.shape(), bytes);
  }

  private static FloatBuffer floats(Tensor tensor) {
    return tensor.bytes().asFloatBuffer();
  }

  /** Cuts at zero. */
  static void relu(float[] values, float[] others, int count, int start) {
    for (int i = 0; i < count; i++) {
      values[i] = Math.max(values[i], 0);
    }
  }

  /** Returns the rule that cuts at both bounds; what is not a number stays so. */
  static Rule clip(float least, float most) {
    return (values, others, count, start) -> {
      for (int i = 0; i < count; i++) {
        values[i] = Math.min(Math.max(values[i], least), most);
      }
    };
  }

  /** Returns the rule that multiplies what is below zero by a factor. */
  static Rule leakyRelu(float alpha) {
    return (values, others, count, start) -> {
      for (int i = 0; i < count; i++) {
        values[i] = Math.max(values[i], 0) + alpha * Math.min(values[i], 0);
      }
    };
  }

  static void add(float[] values, float[] others, int count, int start) {
    for (int i = 0; i < count; i++) {
      values[i] += others[i];
    }
  }

  /** Returns the rule that scales and shifts each channel, of which the last axis has one each. */
  static Rule affine(float[] scale, float[] shift) {
    return (values, others, count, start) -> {
      int channel = start % scale.length;
      for (int at = 0; at < count; channel = 0) {
        int run = Math.min(scale.length - channel, count - at);
        scaleAndShift(values, at, scale, shift, channel, run);
        at += run;
      }
    };
  }

  /** One loop without a branch, which the compiler makes vector instructions of. */
  private static void scaleAndShift(
      float[] values, int at, float[] scale, float[] shift, int channel, int run) {
    for (int i = 0; i < run; i++) {
      values[at + i] = values[at + i] * scale[channel + i] + shift[channel + i];
    }
  }
}
