package dev.tenon.quantizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * Quantizes Dense and EinsumDense by what reaches them of a data set: each rounding error is made
 * up for by the weights that are rounded after it.
 *
 * <p>Token ids are joined, and cut into samples of a batch of one. Blocks are calibrated one after
 * the other, with the blocks before already quantized. Keras begins the first sample at a random
 * place, Tenon at the first token.
 *
 * @param dataset token ids of any shape; Keras takes texts and a tokenizer besides
 * @param weightBits how many bits a number has: 2, 3, 4, the default, or 8
 * @param numSamples how many samples are run; 128 by default
 * @param perChannel whether each output has its own scale; true by default
 * @param sequenceLength how many tokens a sample has; 512 by default
 * @param hessianDamping the share of the mean that is added to the Hessian's diagonal; 0.01 by
 *     default
 * @param groupSize how many inputs share a scale; 128 by default, -1 for all
 * @param symmetric whether the range is symmetric about 0; false by default
 * @param activationOrder whether inputs with large activations are rounded first; false by default
 * @param sequentialBlocks the names of the layers of the model that are the blocks, in their order:
 *     Keras' {@code quantization_layer_structure}. By default the whole model is one block
 * @see <a href="https://keras.io/api/quantizers/">Keras: quantizers</a>
 * @see <a href="https://arxiv.org/abs/2210.17323">GPTQ: Accurate Post-Training Quantization</a>
 */
@Setters
public record GPTQConfig(
    List<Tensor> dataset,
    long weightBits,
    long numSamples,
    boolean perChannel,
    long sequenceLength,
    double hessianDamping,
    long groupSize,
    boolean symmetric,
    boolean activationOrder,
    List<String> sequentialBlocks)
    implements QuantizationConfig, GPTQConfigSetters {
  public GPTQConfig {
    dataset = List.copyOf(dataset);
    sequentialBlocks = List.copyOf(sequentialBlocks);
    if (weightBits != 2 && weightBits != 3 && weightBits != 4 && weightBits != 8) {
      throw new IllegalArgumentException(
          "GPTQConfig: weightBits must be 2, 3, 4 or 8, received " + weightBits);
    }
    if (hessianDamping < 0 || hessianDamping > 1) {
      throw new IllegalArgumentException(
          "GPTQConfig: hessianDamping must be from 0 to 1, received " + hessianDamping);
    }
    Calibration.check("GPTQConfig", numSamples, sequenceLength, groupSize);
  }

  @Override
  public String mode() {
    return "gptq";
  }
}
