package dev.tenon.layers.lora;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;

/**
 * The low-rank adapter of a weight: {@code W + alpha / rank · A · B}.
 *
 * <p>A has the first axes of the weight and the rank, B the rank and the other axes.
 *
 * @param weight the adapted weight, which does not learn
 * @param a the factor A
 * @param b the factor B
 * @param config the configuration
 * @param inputs the number of the weight's first axes that the layer sums over
 */
public record LoraAdapter(
    Parameter weight, Parameter a, Parameter b, LoraConfig config, int inputs) {
  /** How the names of Keras' factors begin. */
  public static final String PREFIX = "lora_";

  /**
   * Declares the factors of a weight.
   *
   * @param inputs the number of axes of the weight that are summed over
   */
  public static LoraAdapter of(Parameter weight, LoraConfig config, int inputs) {
    long[] shape = weight.shape();
    int split = config.peft() ? inputs : shape.length - 1;
    long[] a = Arrays.copyOf(shape, split + 1);
    a[split] = config.rank();
    long[] b = new long[shape.length - split + 1];
    b[0] = config.rank();
    System.arraycopy(shape, split, b, 1, shape.length - split);
    String start =
        weight.path().substring(0, weight.path().length() - weight.name().length()) + PREFIX;
    String name = PREFIX + weight.name();
    return new LoraAdapter(
        weight,
        new Parameter(
            start + weight.name() + "_a",
            name + "_a",
            a,
            DType.FLOAT32,
            Parameter.Role.WEIGHT,
            config.aInitializer().toKeras()),
        new Parameter(
            start + weight.name() + "_b",
            name + "_b",
            b,
            DType.FLOAT32,
            Parameter.Role.WEIGHT,
            config.bInitializer().toKeras()),
        config,
        inputs);
  }

  /** Returns the weight with its adapter, as operators. */
  public Value applied(Ops ops, Value weight, Value a, Value b) {
    long rank = config.rank();
    Value left = a.rank() == 2 ? a : ops.reshape(a, Shape.of(this.a.size() / rank, rank));
    Value right = b.rank() == 2 ? b : ops.reshape(b, Shape.of(rank, this.b.size() / rank));
    Value product = ops.matMul(left, right);
    if (weight.rank() != 2) {
      product = ops.reshape(product, Shape.of(this.weight.shape()));
    }
    return ops.add(weight, config.scale() == 1 ? product : ops.mul(product, config.scale()));
  }

  /** Returns the weight of a store with its adapter merged into it, in the type of the weight. */
  public Tensor merged(ParameterStore store) {
    return merged(store.get(weight), store.get(a), store.get(b));
  }

  /** Returns the weight with its adapter merged into it, in the type of the weight. */
  public Tensor merged(Tensor weight, Tensor a, Tensor b) {
    if (b.equals(Tensor.zeros(b.dtype(), b.shape()))) {
      return weight;
    }
    return weight
        .cast(DType.FLOAT32)
        .add(product(a, b).multiply((float) config.scale()))
        .cast(weight.dtype());
  }

  private Tensor product(Tensor a, Tensor b) {
    int rank = config.rank();
    Tensor left = a.reshape(a.size() / rank, rank);
    return left.matmul(b.reshape(rank, b.size() / rank)).reshape(weight.shape());
  }
}
