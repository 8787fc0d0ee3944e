package dev.tenon.layers.core;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Quantization;
import dev.tenon.layers.base.Quantization.Mode;
import dev.tenon.tensor.DType;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The kernel of a quantised Dense or EinsumDense, with what its numbers are worth.
 *
 * @param layout where the kernel's axes go
 * @param how how it is kept
 * @param inputs how the layer's inputs are rounded; null if they are not
 * @param kernel the numbers, as stored: int8, two int4 in a byte, or the real numbers of float8
 * @param bias the bias
 * @param scale what the numbers were multiplied by (int8, int4 without groups) or are to be
 *     multiplied by
 * @param zero the number that stands for 0, a group; null if 0 does
 * @param groups the group of each row; null if there is one
 * @param factors what each row was multiplied by before (AWQ), or the inputs' scale (float8)
 */
record QuantizedKernel(
    Layout layout,
    Quantization how,
    @Nullable InputQuantizer inputs,
    Parameter kernel,
    @Nullable Parameter bias,
    Parameter scale,
    @Nullable Parameter zero,
    @Nullable Parameter groups,
    @Nullable Parameter factors) {

  /** What the layer does with its kernel: says where axes are, and multiplies. */
  interface Layout {
    /** Returns the shape of the kernel before it was quantised. */
    Shape kernelShape();

    /** Returns the lengths of the kernel as a matrix: those summed over, and the others. */
    long[] matrix(Mode mode);

    /** Returns the shape of an int8 kernel's scale, which fits the outputs. */
    Shape scaleShape();

    /** Returns the axes of the inputs that are summed over. */
    long[] summed();

    /** Brings the scale of the inputs to where it fits the outputs. */
    Value fitted(Ops ops, Value inputScale);

    /** Returns whether an int4 kernel is brought back before it is multiplied. */
    boolean scalesKernel();

    /** Multiplies inputs by a kernel of its full shape. */
    Value product(Ops ops, Value x, Value kernel);
  }

  /** Declares the weights in Keras' order. */
  static QuantizedKernel build(
      Build build,
      Quantization how,
      Layout layout,
      @Nullable KerasObject kernelInitializer,
      Supplier<@Nullable Parameter> bias) {
    if (layout.matrix(how.mode()).length != 2) {
      throw new UnsupportedModelException(
          "layer " + build.path() + ": " + how.words() + " of a kernel of more than three axes");
    }
    return switch (how.mode()) {
      case INT8 -> {
        Parameter kernel = given(build, "kernel", layout.kernelShape(), DType.INT8);
        Parameter added = bias.get();
        yield new QuantizedKernel(
            layout,
            how,
            InputQuantizer.of(how, true),
            kernel,
            added,
            given(build, "kernel_scale", layout.scaleShape(), build.policy().variable()),
            null,
            null,
            null);
      }
      case INT4 -> int4(build, how, layout, bias);
      case FLOAT8 -> float8(build, how, layout, kernelInitializer, bias);
      case GPTQ, AWQ -> calibrated(build, how, layout, bias);
    };
  }

  private static QuantizedKernel int4(
      Build build, Quantization how, Layout layout, Supplier<@Nullable Parameter> bias) {
    long rows = layout.matrix(how.mode())[0];
    long columns = layout.matrix(how.mode())[1];
    boolean grouped = how.group() != -1;
    Shape scales = grouped ? Shape.of(how.groups(rows), columns) : Shape.of(columns);
    Parameter kernel = given(build, "kernel", Shape.of(rows, (columns + 1) / 2), DType.INT8);
    Parameter added = bias.get();
    return new QuantizedKernel(
        layout,
        how,
        InputQuantizer.of(how, false),
        kernel,
        added,
        given(build, "kernel_scale", scales, build.policy().variable()),
        grouped ? given(build, "kernel_zero", scales, DType.INT8) : null,
        grouped ? given(build, "g_idx", Shape.of(rows), DType.FLOAT32) : null,
        null);
  }

  private static QuantizedKernel float8(
      Build build,
      Quantization how,
      Layout layout,
      @Nullable KerasObject kernelInitializer,
      Supplier<@Nullable Parameter> bias) {
    Parameter kernel = build.weight("kernel", layout.kernelShape(), kernelInitializer);
    Parameter added = bias.get();
    Parameter inputScale = given(build, "inputs_scale", Shape.of(List.of()), DType.FLOAT32);
    given(build, "inputs_amax_history", Shape.of(how.history()), DType.FLOAT32);
    Parameter kernelScale = given(build, "kernel_scale", Shape.of(List.of()), DType.FLOAT32);
    given(build, "kernel_amax_history", Shape.of(how.history()), DType.FLOAT32);
    given(build, "outputs_grad_scale", Shape.of(List.of()), DType.FLOAT32);
    given(build, "outputs_grad_amax_history", Shape.of(how.history()), DType.FLOAT32);
    return new QuantizedKernel(
        layout, how, null, kernel, added, kernelScale, null, null, inputScale);
  }

  private static QuantizedKernel calibrated(
      Build build, Quantization how, Layout layout, Supplier<@Nullable Parameter> bias) {
    long rows = layout.matrix(how.mode())[0];
    long columns = layout.matrix(how.mode())[1];
    Shape scales = Shape.of(columns, how.groups(rows));
    Parameter added = bias.get();
    long stored = how.bits() == 4 ? (columns + 1) / 2 : columns;
    return new QuantizedKernel(
            layout,
            how,
            null,
            given(build, "kernel", Shape.of(stored, rows), DType.UINT8),
            added,
            given(build, "kernel_scale", scales, build.policy().variable()),
            given(build, "kernel_zero", scales, DType.UINT8),
            // Keras declares the factors of the rows before their groups.
            null,
            how.mode() == Mode.AWQ
                ? given(build, "awq_scales", Shape.of(rows), build.policy().variable())
                : null)
        .withGroups(given(build, "g_idx", Shape.of(rows), DType.FLOAT32));
  }

  private QuantizedKernel withGroups(Parameter rows) {
    return new QuantizedKernel(layout, how, inputs, kernel, bias, scale, zero, rows, factors);
  }

  private static Parameter given(Build build, String name, Shape shape, DType type) {
    return build.declare(name, shape, type, Parameter.Role.CONSTANT, null);
  }

  /** Multiplies inputs by the kernel and adds the bias. */
  Value apply(Call call, Value x) {
    Ops ops = call.ops();
    DType compute = call.policy().compute();
    if (!call.flag("quantized", true)) {
      Value y = layout.product(ops, x, bare(call));
      return bias == null ? y : ops.add(y, call.read(bias));
    }
    Value y =
        switch (how.mode()) {
          case INT8 -> scaledAfter(call, x, ops.cast(call.stored(kernel), DType.FLOAT32));
          case INT4 -> groups == null ? ungrouped(call, x) : layout.product(ops, x, grouped(call));
          case FLOAT8 -> eightBits(call, x);
          case GPTQ, AWQ -> layout.product(ops, x, calibrated(call));
        };
    if (bias == null) {
      return y;
    }
    Value added = call.read(bias);
    if (how.mode() == Mode.FLOAT8 && compute == DType.FLOAT32) {
      added = ops.cast(ops.cast(added, DType.BFLOAT16), DType.FLOAT32);
    }
    return ops.add(y, added);
  }

  /** The kernel's numbers, whatever they stand for. */
  private Value bare(Call call) {
    Ops ops = call.ops();
    return switch (how.mode()) {
      case INT8, FLOAT8 -> ops.cast(call.stored(kernel), call.policy().compute());
      case INT4 -> {
        long columns = layout.matrix(how.mode())[1];
        Value numbers = PackedNumbers.unpack(ops, call.stored(kernel), 1, columns);
        yield ops.reshape(ops.cast(numbers, call.policy().compute()), layout.kernelShape());
      }
      case GPTQ, AWQ ->
          throw new UnsupportedModelException(
              "a layer quantised to "
                  + how.words()
                  + " inside TimeDistributed, which Keras cannot call");
    };
  }

  private Value ungrouped(Call call, Value x) {
    Ops ops = call.ops();
    long[] matrix = layout.matrix(how.mode());
    Value numbers = PackedNumbers.unpack(ops, call.stored(kernel), 1, matrix[1]);
    if (!layout.scalesKernel()) {
      return scaledAfter(call, x, numbers);
    }
    Value weights = ops.div(ops.cast(numbers, call.policy().compute()), call.read(scale));
    weights = ops.reshape(weights, layout.kernelShape());
    if (inputs == null) {
      return layout.product(ops, x, weights);
    }
    InputQuantizer.Rounded rounded = inputs.round(call, x, layout.summed());
    Value y = layout.product(ops, rounded.numbers(), weights);
    return ops.div(y, layout.fitted(ops, rounded.scale()));
  }

  /** Multiplies with whole numbers, exactly, and brings the result to size. */
  private Value scaledAfter(Call call, Value x, Value numbers) {
    Ops ops = call.ops();
    DType compute = call.policy().compute();
    Value scales = call.read(scale);
    if (inputs == null) {
      return ops.div(layout.product(ops, x, ops.cast(numbers, compute)), scales);
    }
    InputQuantizer.Rounded rounded = inputs.round(call, x, layout.summed());
    Value exact = layout.product(ops, ops.cast(rounded.numbers(), DType.FLOAT32), numbers);
    Value all = ops.mul(layout.fitted(ops, rounded.scale()), scales);
    return ops.div(ops.cast(exact, compute), all);
  }

  private Value grouped(Call call) {
    Ops ops = call.ops();
    DType compute = call.policy().compute();
    long[] matrix = layout.matrix(how.mode());
    Value numbers = PackedNumbers.unpack(ops, call.stored(kernel), 1, matrix[1]);
    Value weights = Groups.weights(call, numbers, scale, need(zero), need(groups), 0);
    return ops.reshape(ops.cast(weights, compute), layout.kernelShape());
  }

  private Value calibrated(Call call) {
    Ops ops = call.ops();
    DType compute = call.policy().compute();
    Value stored = call.stored(kernel);
    long columns = layout.matrix(how.mode())[1];
    Value numbers =
        how.bits() == 4
            ? PackedNumbers.unpack(ops, stored, 0, columns)
            : ops.cast(stored, DType.FLOAT32);
    Value weights = Groups.weights(call, numbers, scale, need(zero), need(groups), 1);
    weights = ops.transpose(ops.cast(weights, compute), 1, 0);
    if (factors != null) {
      weights = ops.div(weights, ops.unsqueeze(call.read(factors), 1));
    }
    return ops.reshape(weights, layout.kernelShape());
  }

  private Value eightBits(Call call, Value x) {
    if (call.training()) {
      throw new UnsupportedModelException(
          "training of a layer in float8, whose scales Keras moves in ways of its own; train the"
              + " model before it is quantised");
    }
    Ops ops = call.ops();
    DType compute = call.policy().compute();
    Value inputs = EightBitFloats.through(ops, x, call.stored(need(factors)), compute);
    Value weights = EightBitFloats.through(ops, call.read(kernel), call.stored(scale), compute);
    return layout.product(ops, inputs, weights);
  }

  private static Parameter need(@Nullable Parameter parameter) {
    if (parameter == null) {
      throw new IllegalStateException("declared in this mode");
    }
    return parameter;
  }
}
