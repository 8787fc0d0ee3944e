package dev.tenon.layers.core;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Quantization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The kernel of an EinsumDense: its axes go where the equation says. */
record EinsumLayout(EinsumEquation equation, Shape kernelShape) implements QuantizedKernel.Layout {
  @Override
  public long[] matrix(Quantization.Mode mode) {
    long[] lengths = kernelShape.toLongs();
    return mode == Quantization.Mode.GPTQ || mode == Quantization.Mode.AWQ
        ? byLongest(lengths)
        : bySum(lengths);
  }

  private long[] bySum(long[] lengths) {
    long rows = 1;
    long columns = 1;
    for (int i = 0; i < lengths.length; i++) {
      if (equation.output().indexOf(equation.kernel().charAt(i)) < 0) {
        rows *= lengths[i];
      } else {
        columns *= lengths[i];
      }
    }
    return new long[] {rows, columns};
  }

  /** Keras takes the longest of three axes for that of the model, whatever the equation says. */
  private static long[] byLongest(long[] lengths) {
    if (lengths.length != 3) {
      return lengths;
    }
    boolean first = lengths[0] >= Math.max(lengths[1], lengths[2]);
    return first
        ? new long[] {lengths[0], lengths[1] * lengths[2]}
        : new long[] {lengths[0] * lengths[1], lengths[2]};
  }

  @Override
  public Shape scaleShape() {
    long[] lengths = kernelShape.toLongs();
    List<Dim> dims = new ArrayList<>();
    for (char letter : equation.output().toCharArray()) {
      int at = equation.kernel().indexOf(letter);
      dims.add(Dim.of(at < 0 ? 1 : lengths[at]));
    }
    return Shape.of(dims);
  }

  @Override
  public long[] summed() {
    String input = equation.input();
    return IntStream.range(0, input.length())
        .filter(i -> equation.output().indexOf(input.charAt(i)) < 0)
        .mapToLong(i -> i)
        .toArray();
  }

  @Override
  public Value fitted(Ops ops, Value inputScale) {
    String output = equation.output();
    int[] kept =
        output
            .chars()
            .map(letter -> equation.input().indexOf(letter))
            .filter(at -> at >= 0)
            .toArray();
    long[] added =
        IntStream.range(0, output.length())
            .filter(i -> equation.input().indexOf(output.charAt(i)) < 0)
            .mapToLong(i -> i)
            .toArray();
    Value scale = summed().length == 0 ? inputScale : ops.squeeze(inputScale, summed());
    int[] order = Arrays.stream(kept).map(at -> rankAmong(kept, at)).toArray();
    if (!Arrays.equals(order, IntStream.range(0, order.length).toArray())) {
      scale = ops.transpose(scale, order);
    }
    return added.length == 0 ? scale : ops.unsqueeze(scale, added);
  }

  private static int rankAmong(int[] kept, int at) {
    return (int) Arrays.stream(kept).filter(other -> other < at).count();
  }

  @Override
  public boolean scalesKernel() {
    return true;
  }

  @Override
  public Value product(Ops ops, Value x, Value kernel) {
    return equation.product(ops, x, kernel);
  }
}
