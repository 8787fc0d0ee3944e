package dev.tenon.ir.pass.fusion;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.ir.pass.layout.LayoutPass;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows a convolution or a matrix product: each output channel times a factor, plus an
 * offset.
 *
 * @param factors one a channel
 * @param offsets one a channel
 */
record ChannelScale(List<Double> factors, List<Double> offsets) {
  ChannelScale {
    factors = List.copyOf(factors);
    offsets = List.copyOf(offsets);
  }

  static ChannelScale of(double[] factors, double[] offsets) {
    return new ChannelScale(
        Arrays.stream(factors).boxed().toList(), Arrays.stream(offsets).boxed().toList());
  }

  boolean scales() {
    return factors.stream().anyMatch(factor -> factor != 1);
  }

  /**
   * Puts an operator with the scale in its kernel and bias in place of itself and of what follows.
   *
   * @param source the convolution, Gemm, or MatMul
   * @param bias what is added to the source already, by a node of its own; null for nothing
   * @param end the node whose result it gives
   * @return false if the source's kernel cannot be changed
   */
  boolean fuse(Rewriter rewriter, OperatorNode source, @Nullable Tensor bias, OperatorNode end) {
    Tensor kernel = source.inputs().size() < 2 ? null : source.input(1).constant();
    Value own = source.optionalInput(2);
    Tensor ownBias = own == null ? bias : own.constant();
    boolean fits =
        kernel != null
            && kernel.dtype().isFloating()
            && (own == null || ownBias != null)
            && (own == null || bias == null)
            && (long) kernel.size() * kernel.dtype().bytes() <= LayoutPass.LARGEST_KERNEL;
    if (kernel == null || !fits) {
      return false;
    }
    Tensor scaled = scales() ? scale(source.operator(), kernel) : kernel;
    Tensor moved = scaled == null ? null : move(ownBias, kernel);
    if (scaled == null || moved == null) {
      return false;
    }
    Value newKernel =
        scales() ? rewriter.constant(source.input(1).name(), scaled) : source.input(1);
    Value newBias = rewriter.constant(source.name() + "/bias", moved);
    if (source.operator() instanceof Linear.MatMul) {
      Value product =
          rewriter.add(
              source.operator(),
              source.name() + "/MatMul",
              source.origin(),
              List.of(source.input(0), newKernel),
              source.output().type());
      rewriter.put(end, new Binary.Add(), List.of(product, newBias), end.outputs());
      return true;
    }
    List<@Nullable Value> operands = List.of(source.input(0), newKernel, newBias);
    rewriter.put(source.with(source.operator(), operands, end.outputs()));
    return true;
  }

  /** Returns how many output channels an operator has; -1 where it is not one of these. */
  static int channels(OperatorNode source) {
    Tensor kernel = source.inputs().size() < 2 ? null : source.input(1).constant();
    if (kernel == null) {
      return -1;
    }
    Operator operator = source.operator();
    if (operator instanceof Convolution.Conv conv) {
      return (int) kernel.dim(conv.channelsLast() ? -1 : 0);
    }
    if (operator instanceof Convolution.ConvTranspose conv) {
      return (int) (kernel.dim(conv.channelsLast() ? -2 : 1) * conv.group());
    }
    if (operator instanceof Linear.Gemm gemm && gemm.alpha() == 1 && gemm.beta() == 1) {
      return (int) kernel.dim(gemm.transB() == 1 ? 0 : 1);
    }
    return operator instanceof Linear.MatMul && kernel.rank() == 2 ? (int) kernel.dim(1) : -1;
  }

  /** Returns the axis of the result on which the output channels lie. */
  static int axis(OperatorNode source) {
    int rank = source.output().rank();
    return source.operator() instanceof Convolution conv ? conv.channelAxis(rank) : rank - 1;
  }

  /**
   * Returns a constant operand as one number a channel, or null if it varies along another axis.
   */
  static double @Nullable [] perChannel(Value operand, int channels, int axis, Shape result) {
    Tensor constant = operand.constant();
    if (constant == null || !constant.dtype().isFloating() || constant.rank() > result.rank()) {
      return null;
    }
    double[] values = new double[channels];
    if (constant.size() == 1) {
      Arrays.fill(values, constant.getDouble(0));
      return values;
    }
    int at = axis - (result.rank() - constant.rank());
    if (constant.size() != channels || at < 0 || constant.dim(at) != channels) {
      return null;
    }
    return constant.toDoubleArray();
  }

  private @Nullable Tensor move(@Nullable Tensor bias, Tensor kernel) {
    boolean row = bias == null || bias.size() == 1;
    if (bias != null && !row && (bias.rank() == 0 || bias.dim(-1) != factors.size())) {
      return null;
    }
    if (bias != null && !row && bias.size() != factors.size()) {
      return null;
    }
    Tensor.Writer writer = new Tensor.Writer(kernel.dtype(), factors.size());
    for (int i = 0; i < factors.size(); i++) {
      double old = bias == null ? 0 : bias.getDouble(bias.size() == 1 ? 0 : i);
      writer.set(i, old * factors.get(i) + offsets.get(i));
    }
    return writer.build(new long[] {factors.size()});
  }

  private @Nullable Tensor scale(Operator operator, Tensor kernel) {
    double[] all = factors.stream().mapToDouble(Double::doubleValue).toArray();
    int rank = kernel.rank();
    if (operator instanceof Convolution.ConvTranspose conv) {
      int out = conv.channelsLast() ? rank - 2 : 1;
      int in = conv.channelsLast() ? rank - 1 : 0;
      int perGroup = (int) kernel.dim(out);
      int inputsOfGroup = (int) (kernel.dim(in) / conv.group());
      return multiply(kernel, out, in, (o, i) -> all[i / inputsOfGroup * perGroup + o]);
    }
    int out;
    if (operator instanceof Convolution conv) {
      out = conv.channelsLast() ? rank - 1 : 0;
    } else if (operator instanceof Linear.Gemm gemm) {
      out = gemm.transB() == 1 ? 0 : 1;
    } else {
      out = rank - 1;
    }
    return multiply(kernel, out, out, (o, same) -> all[o]);
  }

  private interface Factor {
    double of(int out, int in);
  }

  private static Tensor multiply(Tensor kernel, int out, int in, Factor factor) {
    int minor = Math.max(out, in);
    int each = stride(kernel, minor);
    int length = (int) kernel.dim(minor);
    double[][] rows = new double[out == in ? 1 : (int) kernel.dim(Math.min(out, in))][length];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < length; k++) {
        rows[i][k] = out == in ? factor.of(k, k) : out < in ? factor.of(i, k) : factor.of(k, i);
      }
    }
    int repeats = out == in ? 1 : stride(kernel, Math.min(out, in)) / (each * length);
    KernelScaling scaling = new KernelScaling(kernel, each == 1 ? length : each);
    while (scaling.hasNext()) {
      for (double[] row : rows) {
        for (int i = 0; i < repeats; i++) {
          scaling.next(row, each);
        }
      }
    }
    return scaling.tensor();
  }

  private static int stride(Tensor kernel, int axis) {
    int stride = 1;
    for (int i = axis + 1; i < kernel.rank(); i++) {
      stride *= (int) kernel.dim(i);
    }
    return stride;
  }
}
