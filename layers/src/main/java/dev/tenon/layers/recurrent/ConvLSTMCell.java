package dev.tenon.layers.recurrent;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of long short-term memory whose products are convolutions.
 *
 * <p>Inputs: an entry (batch, spatial…, channels), or channels first, and the states h and c
 * (batch, spatial…, filters). The gates lie side by side on the kernels' last axis in the order i,
 * f, c, o.
 */
record ConvLSTMCell(
    int rank,
    long filters,
    List<Long> kernelSize,
    List<Long> strides,
    String padding,
    String dataFormat,
    List<Long> dilationRate,
    @Nullable KerasObject activation,
    @Nullable KerasObject recurrentActivation,
    boolean useBias,
    @Nullable KerasObject kernelInitializer,
    @Nullable KerasObject recurrentInitializer,
    @Nullable KerasObject biasInitializer,
    DropoutMasks.Rates rates,
    @Nullable Long seed)
    implements Cell<GateWeights> {
  ConvLSTMCell {
    requireEach(rank, "kernel_size", kernelSize);
    requireEach(rank, "strides", strides);
    requireEach(rank, "dilation_rate", dilationRate);
  }

  private static void requireEach(int rank, String option, List<Long> lengths) {
    if (lengths.size() != rank || lengths.stream().anyMatch(length -> length < 1)) {
      throw new IllegalArgumentException(
          option + " is " + rank + " numbers of 1 or more, one for each axis, not " + lengths);
    }
  }

  private boolean channelsLast() {
    return !dataFormat.equals("channels_first");
  }

  private int channels() {
    return channelsLast() ? rank + 1 : 1;
  }

  @Override
  public GateWeights build(Build build, List<Shape> inputs) {
    Shape area = Shape.of(kernelSize.stream().mapToLong(Long::longValue).toArray());
    Dim wide = Dim.of(4 * filters);
    Shape kernel = area.concat(Shape.of(inputs.get(0).dim(channels()), wide));
    Shape recurrent = area.concat(Shape.of(Dim.of(filters), wide));
    return new GateWeights(
        build.weight("kernel", kernel, kernelInitializer),
        build.weight("recurrent_kernel", recurrent, recurrentInitializer),
        useBias ? build.weight("bias", Shape.of(wide), biasInitializer) : null,
        rates.any() ? build.seed(seed) : null);
  }

  @Override
  public int fewestInputs() {
    return 3;
  }

  @Override
  public List<Value> call(GateWeights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    DropoutMasks masks = DropoutMasks.of(call);
    Value x =
        convolve(call, masks.entry(), inputs.get(0), call.read(weights.kernel()), padding, true);
    if (weights.bias() != null) {
      x = ops.add(x, bias(call, weights.bias()));
    }
    Value recurrent = call.read(weights.recurrentKernel());
    Value h = convolve(call, masks.state(), inputs.get(1), recurrent, "same", false);
    List<Value> gates = ops.split(ops.add(x, h), channels(), filters, filters, filters, filters);
    return LSTMCell.step(ops, gates, inputs.get(2), activation, recurrentActivation);
  }

  private Value bias(Call call, Parameter bias) {
    Value row = call.read(bias);
    if (channelsLast()) {
      return row;
    }
    Dim[] dims = new Dim[rank + 1];
    Arrays.fill(dims, Dim.of(1));
    dims[0] = Dim.of(4 * filters);
    return call.ops().reshape(row, Shape.of(dims));
  }

  /** Convolves with all four gates at once, or one by one where each has a mask of its own. */
  private Value convolve(
      Call call, List<Value> masks, Value x, Value kernel, String padding, boolean strided) {
    Ops ops = call.ops();
    if (masks.isEmpty()) {
      return convolve(ops, x, kernel, padding, strided);
    }
    List<Value> kernels = ops.split(kernel, rank + 1, filters, filters, filters, filters);
    List<Value> parts = new ArrayList<>();
    for (int gate = 0; gate < 4; gate++) {
      Value dropped = DropoutMasks.apply(ops, masks, gate, x);
      parts.add(convolve(ops, dropped, kernels.get(gate), padding, strided));
    }
    return ops.concat(channels(), parts);
  }

  private Value convolve(Ops ops, Value x, Value kernel, String padding, boolean strided) {
    List<Long> ones = Collections.nCopies(rank, 1L);
    List<Long> dilations = strided ? dilationRate : ones;
    boolean same = padding.equals("same");
    // ONNX Runtime knows no automatic padding of dilated kernels; Keras dilates unstrided ones
    // only.
    boolean explicit = same && !dilations.equals(ones);
    Convolution.Conv conv =
        new Convolution.Conv(
            explicit ? "NOTSET" : same ? "SAME_UPPER" : "VALID",
            dilations,
            1,
            null,
            explicit ? pads(dilations) : null,
            strided ? strides : ones,
            channelsLast());
    if (channelsLast()) {
      return ops.apply(conv, x, kernel);
    }
    int[] perm = new int[rank + 2];
    perm[0] = rank + 1;
    perm[1] = rank;
    for (int i = 0; i < rank; i++) {
      perm[i + 2] = i;
    }
    return ops.apply(conv, x, ops.transpose(kernel, perm));
  }

  /** Returns what keeps the lengths under a dilated kernel, the larger half behind. */
  private List<Long> pads(List<Long> dilations) {
    List<Long> pads = new ArrayList<>();
    for (int i = 0; i < 2 * rank; i++) {
      long total = (kernelSize.get(i % rank) - 1) * dilations.get(i % rank);
      pads.add(i < rank ? total / 2 : total - total / 2);
    }
    return pads;
  }

  @Override
  public List<Shape> stateShapes(Shape entry) {
    Shape state = outputShape(entry);
    return List.of(state, state);
  }

  @Override
  public Shape outputShape(Shape entry) {
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      Dim length = entry.dim(channelsLast() ? i + 1 : i + 2);
      long extent = (kernelSize.get(i) - 1) * dilationRate.get(i);
      dims.add((padding.equals("same") ? length : length.plus(-extent)).ceilDiv(strides.get(i)));
    }
    dims.add(channelsLast() ? rank : 0, Dim.of(filters));
    return Shape.of(dims);
  }

  @Override
  public DropoutMasks drawMasks(GateWeights weights, Call call, Value entry, Shape shape) {
    Shape state = outputShape(shape).insert(0, shape.dim(0));
    return DropoutMasks.draw(call, weights.seed(), entry, shape, state, rates, 4);
  }
}
