package dev.tenon.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tenon.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Predictions of a session of ONNX Runtime's Java library on the file that Tenon has written. */
final class OnnxRuntimePredictions extends BarePredictions {
  private static final String FLOAT32 = "{\"CPU\": {\"INFERENCE_PRECISION_HINT\": \"f32\"}}";

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String input;

  OnnxRuntimePredictions(Path file, Tensor x) throws OrtException {
    this(file, x, null, false);
  }

  /**
   * Opens a file.
   *
   * @param openVino the library of the execution provider; null for none
   * @param bfloat16 whether OpenVINO may round, as it does unless it is told not to
   */
  OnnxRuntimePredictions(Path file, Tensor x, @Nullable Path openVino, boolean bfloat16)
      throws OrtException {
    super(x);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      if (openVino != null) {
        environment.registerExecutionProviderLibrary("openvino", openVino.toString());
        options.addExecutionProvider(
            environment.getEpDevices().stream()
                .filter(device -> "CPU".equals(device.getEpMetadata().get("ov_device")))
                .limit(1)
                .toList(),
            bfloat16 ? Map.of() : Map.of("load_config", FLOAT32));
      }
      session = environment.createSession(file.toString(), options);
    }
    input = session.getInputNames().iterator().next();
  }

  @Override
  float[] predict(float[] x, int from, int count, long[] shape) throws OrtException {
    FloatBuffer fed = FloatBuffer.wrap(x, from, count).slice();
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, fed, shape);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      // The library itself returns a copy in an array of Java's.
      return ((OnnxTensor) result.get(0)).getFloatBuffer().array();
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
