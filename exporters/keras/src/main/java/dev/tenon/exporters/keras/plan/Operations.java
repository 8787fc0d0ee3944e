package dev.tenon.exporters.keras.plan;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.functions.FunctionTranslation;
import dev.tenon.keras.functions.OperationCall;
import dev.tenon.keras.functions.OperationLayers;
import dev.tenon.saving.keras.KerasFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says the calls of functions between layers as a format has them: operations of {@code keras.ops}
 * in an archive, layers in an HDF5 file that Keras 3 reads, and TensorFlow's functions in one for
 * tf_keras alone.
 */
final class Operations {
  private final KerasFormat format;
  private final OperationLayers layers;
  private final boolean masked;

  /**
   * Creates it for a model.
   *
   * @param masked whether the model has masks, which layers hand on and operations do not
   * @param types the types of values, as far as they are known
   */
  Operations(KerasFormat format, boolean masked, Function<Value, @Nullable TensorType> types) {
    this.format = format;
    this.layers = new OperationLayers(types);
    this.masked = masked;
  }

  /**
   * Returns what is written for a call; the call itself where the format has no other word for it.
   *
   * @param output the type of the first result; null if it is not known
   */
  OperationCall written(OperationCall call, @Nullable TensorType output) {
    OperationCall other =
        switch (format) {
          case KERAS -> call.isTensorFlow() ? FunctionTranslation.toKeras(call) : null;
          // What makes Keras 3's masks is found by its names, and taken out.
          case TF_KERAS_H5 ->
              masked && !call.isTensorFlow() ? null : FunctionTranslation.toTensorFlow(call);
          case BOTH_H5, KERAS3_H5 -> layer(call, output);
          case WEIGHTS_H5 -> null;
        };
    return other == null ? call : other;
  }

  private @Nullable OperationCall layer(OperationCall call, @Nullable TensorType output) {
    OperationCall keras = masked ? null : FunctionTranslation.toKeras(call);
    return keras == null ? null : layers.of(keras, output);
  }
}
