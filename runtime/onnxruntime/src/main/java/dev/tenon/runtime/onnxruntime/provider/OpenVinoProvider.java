package dev.tenon.runtime.onnxruntime.provider;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtEpDevice;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.tenon.engine.EngineOptions;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.internal.text.PlainText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenVINO's kernels for Intel processors, in the options of a session. */
final class OpenVinoProvider {
  private static final String NAME = "OpenVINOExecutionProvider";

  /** The provider's description of a device says by this key what OpenVINO calls it. */
  private static final String DEVICE = "ov_device";

  private static final String PROCESSOR = "CPU";

  /** OpenVINO's own settings of a device, as JSON. */
  private static final String SETTINGS = "load_config";

  private static @Nullable Path registered;

  private OpenVinoProvider() {}

  /**
   * Adds it where it is chosen and computes the model as ONNX says, see {@link OpenVinoOperators};
   * ONNX Runtime's own kernels compute the others.
   *
   * @return whether it was added
   * @throws IllegalStateException where the library does not load, or finds no processor that it
   *     computes on
   */
  static boolean choose(
      SessionOptions options, EngineOptions chosen, OnnxModel model, int threads) {
    Path library = chosen.openvino();
    if (library == null) {
      return false;
    }
    try {
      OrtEpDevice processor = processor(library);
      boolean computes = OpenVinoOperators.compute(model);
      if (computes) {
        options.addExecutionProvider(
            List.of(processor), Map.of(SETTINGS, settings(threads, chosen.bfloat16())));
      }
      return computes;
    } catch (OrtException e) {
      throw refused(library, String.valueOf(e.getMessage()), e);
    }
  }

  /** Left to itself, OpenVINO rounds to bfloat16 where that is faster. */
  private static String settings(int threads, boolean bfloat16) {
    String precision = bfloat16 ? "" : ", \"INFERENCE_PRECISION_HINT\": \"f32\"";
    return "{\"CPU\": {\"INFERENCE_NUM_THREADS\": " + threads + precision + "}}";
  }

  /** Returns the device of OpenVINO that is the processor, loading the library at first. */
  private static synchronized OrtEpDevice processor(Path library) throws OrtException {
    Path file = library.toAbsolutePath().normalize();
    if (!Files.isRegularFile(file)) {
      throw refused(library, "there is no such file", null);
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    if (registered == null) {
      environment.registerExecutionProviderLibrary("tenon-openvino", file.toString());
      registered = file;
    } else if (!registered.equals(file)) {
      throw refused(library, "this process has loaded " + registered + " already", null);
    }
    return environment.getEpDevices().stream()
        .filter(device -> device.getEpName().equals(NAME))
        .filter(device -> PROCESSOR.equals(device.getEpMetadata().get(DEVICE)))
        .findFirst()
        .orElseThrow(() -> refused(library, "it finds no processor that it computes on", null));
  }

  private static IllegalStateException refused(
      Path library, String reason, @Nullable Exception cause) {
    return new IllegalStateException(
        "Engine.onnxruntime().openvino("
            + library
            + "): ONNX Runtime cannot use OpenVINO. Expected an Intel processor and the file"
            + " libonnxruntime_providers_openvino_plugin.so (on Windows"
            + " onnxruntime_providers_openvino_plugin.dll) of the Python wheel"
            + " onnxruntime-ep-openvino, with the wheel's other libraries beside it; received: "
            + PlainText.oneLine(reason),
        cause);
  }
}
