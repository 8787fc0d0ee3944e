package dev.tenon.internal.quantization;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.Quantization;
import dev.tenon.layers.core.Activated;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.core.EinsumDense;
import dev.tenon.layers.core.Embedding;
import dev.tenon.layers.core.ReversibleEmbedding;
import dev.tenon.quantizers.AbsMaxQuantizer;
import dev.tenon.quantizers.Int4QuantizationConfig;
import dev.tenon.quantizers.Int8QuantizationConfig;
import dev.tenon.quantizers.QuantizationConfig;
import dev.tenon.quantizers.QuantizedTensor;
import dev.tenon.quantizers.Quantizers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes the weights of a layer after it was quantized, by the names of its parameters.
 *
 * <p>The shapes of scales may lack axes of length 1 that the layer's parameters have.
 */
final class QuantizedWeights {
  private static final double EPSILON = 1e-7;
  private static final long[] FOUR_BITS = {-8, 7};

  private final LayerNode node;
  private final QuantizationConfig config;
  private final Map<String, Tensor> quantized;

  private QuantizedWeights(LayerNode node, QuantizationConfig config, Map<String, Tensor> weights) {
    this.node = node;
    this.config = config;
    this.quantized = new LinkedHashMap<>(weights);
  }

  /** Says whether Keras quantizes a layer in a mode. */
  static boolean exist(Layer<?> layer, String mode) {
    Layer<?> plain = plain(layer);
    boolean table = plain instanceof Embedding || plain instanceof ReversibleEmbedding;
    return plain instanceof Dense
        || plain instanceof EinsumDense
        || (table && mode.startsWith("int"));
  }

  private static Layer<?> plain(Layer<?> layer) {
    return layer instanceof Activated activated ? activated.layer() : layer;
  }

  /**
   * Returns the weights after quantization.
   *
   * @param weights those before
   */
  static Map<String, Tensor> of(
      LayerNode node, QuantizationConfig config, Map<String, Tensor> weights) {
    QuantizedWeights made = new QuantizedWeights(node, config, weights);
    Layer<?> layer = plain(node.layer());
    if (config.mode().equals("float8")) {
      made.float8();
    } else if (layer instanceof EinsumDense einsum) {
      made.einsum(EinsumAxes.of(einsum.equation()));
    } else if (layer instanceof Dense) {
      made.dense();
    } else {
      made.table("embeddings", -1);
      if (weights.containsKey("reverse_embeddings")) {
        made.table("reverse_embeddings", 0);
      }
    }
    return made.quantized;
  }

  /** The weights stay; scales begin with 1 and histories with 0. */
  private void float8() {
    Tensor history = Tensor.zeros(Quantization.HISTORY);
    for (String name : new String[] {"inputs", "kernel", "outputs_grad"}) {
      quantized.put(name + "_scale", Tensor.full(DType.FLOAT32, 1));
      quantized.put(name + "_amax_history", history);
    }
  }

  private void dense() {
    Tensor kernel = weight("kernel");
    if (config instanceof Int8QuantizationConfig) {
      put("kernel", quantizer(kernel, 0), -1);
    } else if (block() == -1) {
      put("kernel", quantizer(kernel, 0), 1);
    } else {
      grouped(kernel, "kernel");
    }
  }

  private void einsum(EinsumAxes axes) {
    Tensor kernel = weight("kernel");
    if (axes.summed().length == 0) {
      throw new UnsupportedModelException(
          "layer "
              + node
              + ": quantization of a kernel along none of whose axes numbers are added");
    }
    if (config instanceof Int8QuantizationConfig) {
      QuantizedTensor made = quantizer(kernel, axes.summed());
      Tensor scale = made.scale().squeeze(axes.summed());
      put("kernel", new QuantizedTensor(made.values(), scale.transpose(axes.order()), null), -1);
      return;
    }
    long rows = 1;
    for (int axis : axes.summed()) {
      rows *= kernel.dim(axis);
    }
    Tensor matrix = kernel.reshape(rows, kernel.size() / rows);
    if (block() == -1) {
      // Keras takes no quantizer of a configuration here.
      put("kernel", fourBits().apply(matrix, 0), 1);
    } else {
      grouped(matrix, "kernel");
    }
  }

  private void table(String name, int axis) {
    Tensor table = weight(name);
    int packed = axis == 0 ? 0 : 1;
    if (config instanceof Int8QuantizationConfig) {
      put(name, quantizer(table, axis), -1);
    } else if (block() == -1) {
      put(name, quantizer(table, axis), packed);
    } else {
      QuantizedTensor made = groups(axis == 0 ? table : table.transpose(1, 0));
      put(name, axis == 0 ? made : turned(made), packed);
      rows(axis == 0 ? table.dim(0) : table.dim(1));
    }
  }

  private static QuantizedTensor turned(QuantizedTensor made) {
    Tensor zero = made.zeroPoint();
    return new QuantizedTensor(
        made.values().transpose(1, 0),
        made.scale().transpose(1, 0),
        zero == null ? null : zero.transpose(1, 0));
  }

  private void grouped(Tensor matrix, String name) {
    put(name, groups(matrix), 1);
    rows(matrix.dim(0));
  }

  private QuantizedTensor groups(Tensor matrix) {
    return Quantizers.absMaxQuantizeGroupedWithZeroPoint(matrix, block(), FOUR_BITS, EPSILON, true);
  }

  /** The group of each row. */
  private void rows(long count) {
    Tensor.Writer groups = new Tensor.Writer(DType.FLOAT32, Math.toIntExact(count));
    for (int i = 0; i < count; i++) {
      groups.set(i, i / block());
    }
    quantized.put("g_idx", groups.build(count));
  }

  private long block() {
    Long size = config instanceof Int4QuantizationConfig four ? four.blockSize() : null;
    return size == null ? -1 : size;
  }

  /** Quantizes by the configuration's quantizer, or by Keras' for the layer. */
  private QuantizedTensor quantizer(Tensor given, int... axes) {
    // NumPy gives float32 for the sum of a bfloat16 and a number.
    Tensor weight = given.dtype() == DType.BFLOAT16 ? given.cast(DType.FLOAT32) : given;
    AbsMaxQuantizer chosen = null;
    if (config instanceof Int8QuantizationConfig eight) {
      chosen = eight.weightQuantizer();
      if (chosen == null) {
        return AbsMaxQuantizer.DEFAULTS.apply(weight, axes);
      }
    } else if (config instanceof Int4QuantizationConfig four) {
      chosen = four.weightQuantizer();
    }
    return chosen == null ? fourBits().apply(weight, axes) : fitting(chosen, weight, axes);
  }

  private QuantizedTensor fitting(AbsMaxQuantizer chosen, Tensor weight, int... axes) {
    QuantizedTensor made = chosen.apply(weight);
    for (int axis : axes) {
      if (made.scale().dim(axis < 0 ? axis + weight.rank() : axis) != 1) {
        throw new IllegalArgumentException(
            "layer "
                + node
                + ": the weightQuantizer must have the axis "
                + Arrays.toString(axes)
                + ", received "
                + chosen.axis());
      }
    }
    return made;
  }

  private static AbsMaxQuantizer fourBits() {
    return AbsMaxQuantizer.DEFAULTS.valueRange(-8, 7);
  }

  private Tensor weight(String name) {
    Tensor weight = quantized.get(name);
    if (weight == null) {
      throw new IllegalStateException("layer " + node + " has no weight '" + name + "'");
    }
    return weight;
  }

  private void put(String name, QuantizedTensor made, int packedAxis) {
    Tensor values = made.values();
    quantized.put(name, packedAxis < 0 ? values : Quantizers.packInt4(values, packedAxis));
    quantized.put(name + "_scale", made.scale());
    @Nullable Tensor zero = made.zeroPoint();
    if (zero != null) {
      quantized.put(name + "_zero", zero);
    }
  }
}
