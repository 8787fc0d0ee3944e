package dev.tenon.cli.convert;

import dev.tenon.Model;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.saving.onnx.WeightStorage;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.QuantizationError;
import dev.tenon.verify.SampleInputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes a model with smaller weights: an ONNX file as {@code convert} does, or a Keras file. */
public final class QuantizedFile {
  private static final int BATCH = 32;

  private QuantizedFile() {}

  /**
   * Writes an ONNX file.
   *
   * @param inputs what to compare on; empty for random inputs
   */
  public static WeightSavings onnx(
      Model model, Path target, WeightStorage weights, Map<String, Tensor> inputs)
      throws IOException {
    Path folder = WeightSavings.folderBeside(target);
    try {
      WeightSavings[] savings = new WeightSavings[1];
      new WrittenOpset(null)
          .write(
              model,
              OnnxOptions.DEFAULTS.weights(weights),
              options ->
                  savings[0] =
                      SmallerWeights.save(
                          model, folder.resolve("full.onnx"), target, options, null, inputs));
      return savings[0];
    } finally {
      WeightSavings.delete(folder);
    }
  }

  /**
   * Writes a Keras file whose layers are quantized as by Keras' {@code model.quantize}.
   *
   * @param mode Keras' mode, such as {@code int8}
   * @param seed the seed of random inputs
   */
  public static WeightSavings keras(
      Model model, Path target, String mode, Map<String, Tensor> inputs, long seed)
      throws IOException {
    Path folder = WeightSavings.folderBeside(target);
    KerasOptions bare = new KerasOptions(KerasFormat.KERAS, false);
    try (Model layers = model.edit().toKeras();
        Model quantized = layers.edit().quantize(mode)) {
      Path full = folder.resolve("full.keras");
      layers.save(full, bare);
      List<String> notes = quantized.save(target, bare).notes();
      boolean random = inputs.isEmpty();
      Map<String, Tensor> fed = random ? SampleInputs.random(model, BATCH, seed) : inputs;
      return new WeightSavings(
          mode,
          WeightSavings.size(full),
          WeightSavings.size(target),
          random ? "the model on random inputs" : "the model on the given inputs",
          QuantizationError.onInputs(model, fed, target),
          notes);
    } finally {
      WeightSavings.delete(folder);
    }
  }
}
