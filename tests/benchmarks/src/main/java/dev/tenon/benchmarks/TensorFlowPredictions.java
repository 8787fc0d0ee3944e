package dev.tenon.benchmarks;

import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** Predictions of a session of TensorFlow Java on the SavedModel that Keras has exported. */
final class TensorFlowPredictions extends BarePredictions {
  private final SavedModelBundle bundle;
  private final Session session;
  private final Output<?> input;
  private final Output<?> output;

  TensorFlowPredictions(Path folder, Tensor x) {
    super(x);
    bundle = SavedModelBundle.load(folder.toString(), SavedModelBundle.DEFAULT_TAG);
    session = bundle.session();
    Signature signature = bundle.function(Signature.DEFAULT_KEY).signature();
    input = only(signature.getInputs().values().stream().map(each -> each.name).toList());
    output = only(signature.getOutputs().values().stream().map(each -> each.name).toList());
  }

  /** Looks the tensor up once, which a runner would do by name in every run. */
  private Output<?> only(List<String> names) {
    if (names.size() != 1) {
      throw new IllegalArgumentException("expected one tensor in the signature: " + names);
    }
    String name = names.get(0);
    int colon = name.indexOf(':');
    return bundle
        .graph()
        .operationOrThrow(name.substring(0, colon))
        .output(Integer.parseInt(name.substring(colon + 1)));
  }

  @Override
  float[] predict(float[] x, int from, int count, long[] shape) {
    try (TFloat32 fed =
            TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(x, true, false).slice(from, count));
        Result result = session.runner().feed(input, fed).fetch(output).run()) {
      TFloat32 scores = (TFloat32) result.get(0);
      float[] values = new float[Math.toIntExact(scores.size())];
      scores.asRawTensor().data().asFloats().read(values);
      return values;
    }
  }

  @Override
  public void close() {
    bundle.close();
  }
}
