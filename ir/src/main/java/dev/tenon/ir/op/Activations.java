package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.TensorType;
import java.util.List;

/** Activation functions with attributes; the result has the shape of x. */
public sealed interface Activations extends OperatorFamily {
  @Override
  default List<TensorType> infer(Inference in) {
    return List.of(in.type(0));
  }

  record Elu(float alpha) implements Activations {}

  record Celu(float alpha) implements Activations {}

  record Selu(float alpha, float gamma) implements Activations {}

  record LeakyRelu(float alpha) implements Activations {}

  record ThresholdedRelu(float alpha) implements Activations {}

  /** The line {@code alpha * x + beta}, limited to 0..1. */
  record HardSigmoid(float alpha, float beta) implements Activations {}

  /** Gaussian error linear unit; {@code approximate} is {@code none} or {@code tanh}. */
  record Gelu(String approximate) implements Activations {}

  record Shrink(float bias, float lambd) implements Activations {}

  /** The product of x and the sigmoid of {@code alpha * x}. */
  record Swish(float alpha) implements Activations {}

  record Softmax(long axis) implements Activations {}

  record LogSoftmax(long axis) implements Activations {}

  record Hardmax(long axis) implements Activations {}
}
