package dev.tenon.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One image through a model, on each engine, and through ONNX Runtime without Tenon.
 *
 * <p>The system property {@code model} names a Keras file of one image input, {@code onnx} the ONNX
 * file that was converted from it; both belong on JMH's command line, as {@code -jvmArgs}.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class PredictBenchmark {
  /** A model on one of Tenon's engines. */
  @State(Scope.Benchmark)
  public static class Loaded {
    /** The name of the engine. */
    @Param({"tensorflow", "onnxruntime"})
    public String engine = "";

    private @Nullable Model model;
    private Tensor image = Tensor.of(new float[1]);

    /** Loads the model, and makes an image of the size that it wants. */
    @Setup
    public void load() throws IOException {
      Model loaded = Model.load(Path.of(System.getProperty("model", ""))).on(engine);
      long[] shape = loaded.inputs().get(0).shape().toLongs();
      shape[0] = 1;
      image = RandomImages.of(shape);
      model = loaded;
    }

    /** Frees native memory. */
    @TearDown
    public void close() {
      if (model != null) {
        model.close();
      }
    }
  }

  /** A session that is made and run as ONNX Runtime's own documentation has it. */
  @State(Scope.Benchmark)
  public static class Bare {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private @Nullable OrtSession session;
    private String input = "";
    private long[] shape = {};
    private FloatBuffer image = FloatBuffer.allocate(0);

    /** Opens the file. */
    @Setup
    public void open() throws OrtException {
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        OrtSession opened = environment.createSession(System.getProperty("onnx", ""), options);
        input = opened.getInputNames().iterator().next();
        var info =
            (ai.onnxruntime.TensorInfo)
                Objects.requireNonNull(opened.getInputInfo().get(input)).getInfo();
        shape = info.getShape();
        shape[0] = 1;
        ByteBuffer bytes = RandomImages.of(shape).bytes();
        image =
            ByteBuffer.allocateDirect(bytes.remaining())
                .order(ByteOrder.nativeOrder())
                .put(bytes)
                .flip()
                .asFloatBuffer();
        session = opened;
      }
    }

    /** Frees native memory. */
    @TearDown
    public void close() throws OrtException {
      if (session != null) {
        session.close();
      }
    }

    private float[][] run() throws OrtException {
      if (session == null) {
        throw new IllegalStateException("not open");
      }
      try (OnnxTensor tensor = OnnxTensor.createTensor(environment, image.duplicate(), shape);
          OrtSession.Result result = session.run(Map.of(input, tensor))) {
        return (float[][]) result.get(0).getValue();
      }
    }
  }

  /** Predicts with Tenon. */
  @Benchmark
  public Tensor tenon(Loaded loaded) {
    Model model = loaded.model;
    if (model == null) {
      throw new IllegalStateException("not loaded");
    }
    return model.predict(loaded.image);
  }

  /** Predicts with ONNX Runtime alone. */
  @Benchmark
  public float[][] bare(Bare bare) throws OrtException {
    return bare.run();
  }
}
