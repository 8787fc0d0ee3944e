package dev.tenon.internal.quantization;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.base.Quantization;
import dev.tenon.quantizers.AWQConfig;
import dev.tenon.quantizers.AbsMaxQuantizer;
import dev.tenon.quantizers.GPTQConfig;
import dev.tenon.quantizers.Int4QuantizationConfig;
import dev.tenon.quantizers.Int8QuantizationConfig;
import dev.tenon.quantizers.QuantizationConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what a configuration means for a layer, and how Keras' files spell it. */
final class QuantizationObjects {
  private QuantizationObjects() {}

  static Quantization of(QuantizationConfig config) {
    return Quantization.of(mode(config), null).configured(object(config));
  }

  private static String mode(QuantizationConfig config) {
    if (config instanceof Int4QuantizationConfig four) {
      return "int4/" + (four.blockSize() == null ? -1 : four.blockSize());
    }
    if (config instanceof GPTQConfig gptq) {
      return "gptq/" + gptq.weightBits() + "/" + gptq.groupSize();
    }
    return config instanceof AWQConfig awq ? "awq/4/" + awq.groupSize() : config.mode();
  }

  private static KerasObject object(QuantizationConfig config) {
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    if (config instanceof Int8QuantizationConfig eight) {
      options.put("weight_quantizer", quantizer(eight.weightQuantizer()));
      options.put("activation_quantizer", quantizer(eight.activationQuantizer()));
    } else if (config instanceof Int4QuantizationConfig four) {
      options.put("weight_quantizer", quantizer(four.weightQuantizer()));
      options.put("activation_quantizer", quantizer(four.activationQuantizer()));
      options.put("block_size", four.blockSize());
    } else if (config instanceof GPTQConfig gptq) {
      data(options);
      options.put("weight_bits", gptq.weightBits());
      options.put("num_samples", gptq.numSamples());
      options.put("per_channel", gptq.perChannel());
      options.put("sequence_length", gptq.sequenceLength());
      options.put("hessian_damping", gptq.hessianDamping());
      options.put("group_size", gptq.groupSize());
      options.put("symmetric", gptq.symmetric());
      options.put("activation_order", gptq.activationOrder());
      options.put("quantization_layer_structure", null);
    } else if (config instanceof AWQConfig awq) {
      data(options);
      options.put("weight_bits", awq.weightBits());
      options.put("num_samples", awq.numSamples());
      options.put("sequence_length", awq.sequenceLength());
      options.put("group_size", awq.groupSize());
      options.put("num_grid_points", awq.numGridPoints());
      options.put("quantization_layer_structure", null);
    }
    return new KerasObject(config.getClass().getSimpleName(), options);
  }

  /** Keras keeps neither the data nor the tokenizer. */
  private static void data(Map<String, @Nullable Object> options) {
    options.put("dataset", null);
    options.put("tokenizer", null);
  }

  private static @Nullable Map<String, @Nullable Object> quantizer(
      @Nullable AbsMaxQuantizer quantizer) {
    if (quantizer == null) {
      return null;
    }
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    options.put("value_range", quantizer.valueRange());
    options.put("epsilon", quantizer.epsilon());
    options.put("output_dtype", quantizer.outputDtype());
    if (quantizer.axis() != null) {
      options.put("axis", quantizer.axis());
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("module", "keras.quantizers");
    object.put("class_name", "AbsMaxQuantizer");
    object.put("config", options);
    object.put("registered_name", null);
    return object;
  }
}
