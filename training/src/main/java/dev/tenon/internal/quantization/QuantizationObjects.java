package dev.tenon.internal.quantization;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.layer.Quantization;
import dev.tenon.quantizers.AbsMaxQuantizer;
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
    return config.mode();
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
    }
    return new KerasObject(config.getClass().getSimpleName(), options);
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
