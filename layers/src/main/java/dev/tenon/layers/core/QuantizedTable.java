package dev.tenon.layers.core;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Quantization;
import dev.tenon.layers.base.Quantization.Mode;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * The table of a quantised Embedding or ReversibleEmbedding.
 *
 * @param how how it is kept
 * @param length how many numbers a row has
 * @param inputs how the rows that are turned back into scores are rounded; null if they are not
 * @param forward the table of rows
 * @param back the table that rows are multiplied by; null if it is the same
 */
record QuantizedTable(
    Quantization how,
    long length,
    @Nullable InputQuantizer inputs,
    Part forward,
    @Nullable Part back) {

  /** A table: its numbers, their scales, the numbers that stand for 0, the group of each column. */
  record Part(
      Parameter numbers, Parameter scale, @Nullable Parameter zero, @Nullable Parameter groups) {}

  /** Declares the weights in Keras' order. */
  static QuantizedTable build(
      Build build, Quantization how, long count, long length, boolean tied) {
    if (how.mode() != Mode.INT8 && how.mode() != Mode.INT4) {
      throw new UnsupportedModelException(
          "layer " + build.path() + ": " + how.words() + " of an embedding, which Keras lacks");
    }
    boolean packed = how.mode() == Mode.INT4;
    boolean grouped = packed && how.group() != -1;
    long stored = packed ? (length + 1) / 2 : length;
    long groups = how.groups(length);
    DType real = build.policy().variable();
    Shape scales = grouped ? Shape.of(count, groups) : Shape.of(count);
    Part forward =
        new Part(
            given(build, "embeddings", Shape.of(count, stored), DType.INT8),
            given(build, "embeddings_scale", scales, real),
            grouped ? given(build, "embeddings_zero", scales, DType.INT8) : null,
            grouped ? given(build, "g_idx", Shape.of(length), DType.FLOAT32) : null);
    Part back = null;
    if (!tied) {
      Shape backScales = grouped ? Shape.of(groups, count) : Shape.of(count);
      back =
          new Part(
              given(build, "reverse_embeddings", Shape.of(stored, count), DType.INT8),
              given(build, "reverse_embeddings_scale", backScales, real),
              grouped ? given(build, "reverse_embeddings_zero", backScales, real) : null,
              forward.groups());
    }
    return new QuantizedTable(how, length, InputQuantizer.of(how, true), forward, back);
  }

  private static Parameter given(Build build, String name, Shape shape, DType type) {
    return build.declare(name, shape, type, Parameter.Role.CONSTANT, null);
  }

  private Value numbers(Call call, Parameter stored, int axis) {
    Value bytes = call.stored(stored);
    return how.mode() == Mode.INT4
        ? PackedNumbers.unpack(call.ops(), bytes, axis, length)
        : call.ops().cast(bytes, DType.FLOAT32);
  }

  /** Takes the rows at positions. */
  Value rows(Call call, Value positions, boolean maskZero) {
    Ops ops = call.ops();
    DType compute = call.policy().compute();
    Value at = EmbeddingLookup.positions(call, positions, maskZero);
    Value rows = ops.cast(ops.gather(numbers(call, forward.numbers(), 1), at, 0), compute);
    if (!call.flag("quantized", true)) {
      return rows;
    }
    Value scales = ops.gather(call.read(forward.scale()), at, 0);
    if (forward.zero() == null || forward.groups() == null) {
      return ops.div(rows, ops.unsqueeze(scales, -1));
    }
    Value zeros = ops.gather(call.stored(forward.zero()), at, 0);
    Value groups = ops.cast(call.stored(forward.groups()), DType.INT32);
    return Groups.weights(ops, rows, scales, zeros, groups, -1);
  }

  /** Turns rows into scores of all positions. */
  Value scores(Call call, Value x) {
    Ops ops = call.ops();
    DType compute = call.policy().compute();
    Part part = back == null ? forward : back;
    Value numbers =
        back == null
            ? ops.transpose(numbers(call, forward.numbers(), 1), 1, 0)
            : numbers(call, back.numbers(), 0);
    InputQuantizer.Rounded rounded = inputs == null ? null : inputs.round(call, x);
    Value rows = rounded == null ? x : rounded.numbers();
    Value scale = call.read(part.scale());
    if (part.zero() == null || part.groups() == null) {
      if (rounded == null) {
        return ops.div(ops.matMul(rows, ops.cast(numbers, compute)), scale);
      }
      Value exact = ops.matMul(ops.cast(rows, DType.FLOAT32), numbers);
      return ops.div(ops.cast(exact, compute), ops.mul(rounded.scale(), scale));
    }
    Value zero = call.stored(part.zero());
    Value weights =
        Groups.weights(
            ops,
            ops.cast(numbers, compute),
            back == null ? ops.transpose(scale, 1, 0) : scale,
            back == null ? ops.transpose(zero, 1, 0) : zero,
            ops.cast(call.stored(part.groups()), DType.INT32),
            0);
    Value scores = ops.matMul(rows, weights);
    return rounded == null ? scores : ops.div(scores, rounded.scale());
  }
}
