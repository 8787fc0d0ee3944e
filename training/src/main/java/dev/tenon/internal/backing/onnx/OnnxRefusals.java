package dev.tenon.internal.backing.onnx;

import dev.tenon.error.UnsupportedModelException;

/** Changes that an ONNX network cannot have, with what to do instead. */
final class OnnxRefusals {
  private OnnxRefusals() {}

  /** Returns the refusal of a change that only layers can have. */
  static UnsupportedModelException noLayers(String label, String what) {
    return new UnsupportedModelException(
        "'"
            + label
            + "' is an ONNX network, in which no layer can be "
            + what
            + ": change what toKeras() returns, its layers of Keras");
  }

  /** Returns the refusal of Keras' quantization. */
  static UnsupportedModelException notQuantized(String label) {
    return new UnsupportedModelException(
        "'"
            + label
            + "' is an ONNX network, whose layers are not quantized: quantize what toKeras()"
            + " returns, or save with OnnxOptions.DEFAULTS.weights(\"int8\")");
  }
}
