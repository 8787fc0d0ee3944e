package dev.tenon.testing;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtUtil;
import ai.onnxruntime.TensorInfo;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs ONNX files by ONNX Runtime's own library, with nothing of Tenon's between. */
public final class PlainOnnxRuntime {
  private PlainOnnxRuntime() {}

  /** Returns all outputs of a file by name, in its order; inputs that it lacks are passed over. */
  public static Map<String, Tensor> run(byte[] model, Map<String, Tensor> fed) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      // Its warnings of initializers that nothing reads are no matter of a test.
      options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      try (OrtSession session = environment.createSession(model, options)) {
        for (String name : session.getInputNames()) {
          inputs.put(name, tensor(environment, fed.get(name)));
        }
        try (OrtSession.Result result = session.run(inputs)) {
          Map<String, Tensor> outputs = new LinkedHashMap<>();
          for (Map.Entry<String, OnnxValue> output : result) {
            outputs.put(output.getKey(), tensor((OnnxTensor) output.getValue()));
          }
          return outputs;
        }
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  /** Returns what ONNX Runtime tells of a file. */
  public static OnnxModelMetadata metadata(byte[] model) throws OrtException {
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model)) {
      return session.getMetadata();
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Tensor tensor) throws OrtException {
    if (tensor.dtype() == DType.STRING) {
      return OnnxTensor.createTensor(environment, tensor.toStringArray(), tensor.shape());
    }
    ByteBuffer bytes = tensor.bytes();
    ByteBuffer direct =
        ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.LITTLE_ENDIAN).put(bytes);
    return OnnxTensor.createTensor(
        environment, direct.flip(), tensor.shape(), type(tensor.dtype()));
  }

  private static OnnxJavaType type(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> OnnxJavaType.FLOAT;
      case FLOAT64 -> OnnxJavaType.DOUBLE;
      default -> OnnxJavaType.valueOf(dtype.name());
    };
  }

  private static Tensor tensor(OnnxTensor value) throws OrtException {
    TensorInfo info = value.getInfo();
    if (info.type == OnnxJavaType.STRING) {
      Object text = value.getValue();
      String[] all = text instanceof String one ? new String[] {one} : OrtUtil.flattenString(text);
      return Tensor.ofStrings(all, new long[] {all.length}).reshape(info.getShape());
    }
    DType dtype =
        switch (info.type) {
          case FLOAT -> DType.FLOAT32;
          case DOUBLE -> DType.FLOAT64;
          default -> DType.valueOf(info.type.name());
        };
    return info.getNumElements() == 0
        ? Tensor.zeros(dtype, info.getShape())
        : Tensor.of(dtype, info.getShape(), value.getByteBuffer());
  }
}
