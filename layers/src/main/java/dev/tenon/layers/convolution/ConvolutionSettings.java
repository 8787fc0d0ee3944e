package dev.tenon.layers.convolution;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution.Conv;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.NamedActivations;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of all convolution layers. */
public sealed interface ConvolutionSettings
    permits PlainConvolution, TransposedConvolution, DepthwiseConvolution, SeparableConvolution {
  /** Returns the lengths of the kernel's spatial axes. */
  List<Long> kernelSize();

  /** Returns the steps between windows. */
  List<Long> strides();

  /** Returns {@code valid}, {@code same} or, in one dimension, {@code causal}. */
  String padding();

  /** Returns {@code channels_last} or {@code channels_first}. */
  String dataFormat();

  /** Returns the distances between neighbouring entries of a kernel. */
  List<Long> dilationRate();

  /** Returns the activation, null for none. */
  @Nullable KerasObject activation();

  /** Returns whether a bias is added. */
  boolean useBias();

  /** Returns how the bias starts. */
  @Nullable KerasObject biasInitializer();

  /** Returns the layout. */
  default DataFormat format() {
    return DataFormat.of(dataFormat());
  }

  /** Returns the number of channels of an input. */
  default Dim channels(Shape input) {
    int expected = kernelSize().size() + 2;
    boolean folds = this instanceof PlainConvolution && format().last();
    if (input.rank() < expected || (input.rank() > expected && !folds)) {
      throw new IllegalArgumentException(
          "the input must have " + expected + " axes, it has shape " + input);
    }
    return input.dim(format().channelAxis());
  }

  /** Declares the bias, if there is one. */
  default @Nullable Parameter buildBias(Build build, long length) {
    return useBias() ? build.weight("bias", Shape.of(length), biasInitializer()) : null;
  }

  /** Returns the shape of a kernel with these last two axes. */
  default Shape kernelShape(Dim second, Dim last) {
    List<Dim> dims = new ArrayList<>();
    kernelSize().forEach(length -> dims.add(Dim.of(length)));
    dims.add(second);
    dims.add(last);
    return Shape.of(dims);
  }

  /** Convolves by the layer's strides, dilations and padding. */
  default Value convolve(Ops ops, Value x, Value kernel, @Nullable Value bias, long groups) {
    ConvolutionPadding pads = ConvolutionPadding.of(this, x.shape());
    boolean last = format().last();
    Conv conv =
        new Conv(
            pads.autoPad(), dilationRate(), groups, kernelSize(), pads.lengths(), strides(), last);
    Value arranged = last ? kernel : channelsFirst(ops, kernel);
    return bias == null ? ops.apply(conv, x, arranged) : ops.apply(conv, x, arranged, bias);
  }

  /** Turns a kernel (spatial…, a, b) into ONNX's (b, a, spatial…). */
  static Value channelsFirst(Ops ops, Value kernel) {
    int rank = kernel.rank();
    int[] perm = new int[rank];
    perm[0] = rank - 1;
    perm[1] = rank - 2;
    for (int i = 2; i < rank; i++) {
      perm[i] = i - 2;
    }
    return ops.transpose(kernel, perm);
  }

  /** Reads an optional weight. */
  static @Nullable Value read(Call call, @Nullable Parameter parameter) {
    return parameter == null ? null : call.read(parameter);
  }

  /** Applies the layer's activation. */
  default List<Value> activate(Call call, Value y) {
    return List.of(NamedActivations.apply(call.ops(), activation(), y));
  }

  /** Handles to a kernel and a bias. */
  record Weights(Parameter kernel, @Nullable Parameter bias) {}
}
