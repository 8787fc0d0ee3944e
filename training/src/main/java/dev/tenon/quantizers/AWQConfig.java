package dev.tenon.quantizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * Quantizes Dense and EinsumDense to four bits by what reaches them of a data set: weights of
 * inputs with large activations are enlarged before they are rounded.
 *
 * <p>Samples and blocks are those of {@link GPTQConfig}.
 *
 * @param dataset token ids of any shape; Keras takes texts and a tokenizer besides
 * @param weightBits how many bits a number has; only 4
 * @param numSamples how many samples are run; 128 by default
 * @param sequenceLength how many tokens a sample has; 512 by default
 * @param groupSize how many inputs share a scale; 128 by default, -1 for all
 * @param numGridPoints how many factors are tried; 20 by default
 * @param sequentialBlocks the names of the layers of the model that are the blocks, in their order:
 *     Keras' {@code quantization_layer_structure}. By default the whole model is one block
 * @see <a href="https://keras.io/api/quantizers/">Keras: quantizers</a>
 * @see <a href="https://arxiv.org/abs/2306.00978">AWQ: Activation-aware Weight Quantization</a>
 */
@Setters
public record AWQConfig(
    List<Tensor> dataset,
    long weightBits,
    long numSamples,
    long sequenceLength,
    long groupSize,
    long numGridPoints,
    List<String> sequentialBlocks)
    implements QuantizationConfig, AWQConfigSetters {
  public AWQConfig {
    dataset = List.copyOf(dataset);
    sequentialBlocks = List.copyOf(sequentialBlocks);
    if (weightBits != 4) {
      throw new IllegalArgumentException("AWQConfig: weightBits must be 4, received " + weightBits);
    }
    if (numGridPoints < 1) {
      throw new IllegalArgumentException(
          "AWQConfig: numGridPoints must be 1 or more, received " + numGridPoints);
    }
    Calibration.check("AWQConfig", numSamples, sequenceLength, groupSize);
  }

  @Override
  public String mode() {
    return "awq";
  }
}
