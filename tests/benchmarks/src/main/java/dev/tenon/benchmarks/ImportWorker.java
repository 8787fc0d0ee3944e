package dev.tenon.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tenon.Model;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxImporter;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * How long imported ONNX networks take to open and to predict, as one line of JSON.
 *
 * <p>Usage: {@code ImportWorker import FILE RUNS}, seconds of the first import of the process and
 * the median after warming up; {@code ImportWorker predict KERAS_FILE ONNX_FILE RUNS}, medians in
 * milliseconds of the engines and of ONNX Runtime alone, which take turns.
 */
public final class ImportWorker {
  private static final long REST = 60_000_000;
  private static final int WARM_UP = 5;
  private static final int WARM_IMPORTS = 10;

  private ImportWorker() {}

  /** Measures. */
  public static void main(String[] args) throws Exception {
    if (args[0].equals("import")) {
      open(Path.of(args[1]), Integer.parseInt(args[2]));
    } else {
      predict(Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]));
    }
  }

  private static void open(Path file, int runs) throws IOException {
    List<Double> times = new ArrayList<>();
    double first = 0;
    int nodes = 0;
    for (int run = 0; run < WARM_IMPORTS + runs; run++) {
      long start = System.nanoTime();
      OnnxGraph onnx = OnnxImporter.read(file);
      double seconds = (System.nanoTime() - start) / 1e9;
      nodes = onnx.graph().nodes().size();
      first = run == 0 ? seconds : first;
      if (run >= WARM_IMPORTS) {
        times.add(seconds);
      }
    }
    System.out.printf(
        "{\"cold\": %.4f, \"warm\": %.4f, \"nodes\": %d}%n", first, median(times), nodes);
  }

  /** One prediction. */
  private interface Prediction {
    double run() throws OrtException;
  }

  private static void predict(Path keras, Path onnx, int runs) throws IOException, OrtException {
    try (Model layers = Model.load(keras).on("tensorflow");
        Model graph = Model.load(onnx).on("tensorflow");
        Model file = Model.load(onnx).on("onnxruntime");
        Bare bare = new Bare(onnx)) {
      Tensor image = RandomImages.of(1, 224, 224, 3);
      FloatBuffer direct = direct(image);
      Map<String, Prediction> sides = new LinkedHashMap<>();
      sides.put("keras", () -> layers.predict(image).getDouble(0));
      sides.put("tensorflow", () -> graph.predict(image).getDouble(0));
      sides.put("onnxruntime", () -> file.predict(image).getDouble(0));
      sides.put("bare", () -> bare.run(direct, image.shape()));
      Map<String, Double> medians = new LinkedHashMap<>();
      // In pairs, as idle threads of one native library still spin when the other one starts.
      inTurn(sides, List.of("keras", "tensorflow"), runs, medians);
      inTurn(sides, List.of("onnxruntime", "bare"), runs, medians);
      StringBuilder json = new StringBuilder("{");
      medians.forEach((name, time) -> json.append(String.format("\"%s\": %.3f, ", name, time)));
      System.out.println(json.append("\"runs\": ").append(runs).append('}'));
    }
  }

  private static void inTurn(
      Map<String, Prediction> sides, List<String> names, int runs, Map<String, Double> medians)
      throws OrtException {
    Map<String, List<Double>> times = new LinkedHashMap<>();
    names.forEach(name -> times.put(name, new ArrayList<>()));
    for (int run = 0; run < WARM_UP + runs; run++) {
      for (Map.Entry<String, List<Double>> side : times.entrySet()) {
        Prediction prediction = Objects.requireNonNull(sides.get(side.getKey()));
        // The threads of the other side look for work for 30 ms more, and would take a core.
        LockSupport.parkNanos(REST);
        long start = System.nanoTime();
        double first = prediction.run();
        double time = (System.nanoTime() - start) / 1e6;
        if (Double.isNaN(first)) {
          throw new IllegalStateException(side.getKey() + " gives no number");
        }
        if (run >= WARM_UP) {
          side.getValue().add(time);
        }
      }
    }
    times.forEach((name, all) -> medians.put(name, median(all)));
  }

  /** A session as ONNX Runtime's own documentation has it. */
  private static final class Bare implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String input;

    Bare(Path file) throws OrtException {
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        session = environment.createSession(file.toString(), options);
      }
      input = session.getInputNames().iterator().next();
    }

    double run(FloatBuffer pixels, long[] shape) throws OrtException {
      try (OnnxTensor tensor = OnnxTensor.createTensor(environment, pixels.duplicate(), shape);
          OrtSession.Result result = session.run(Map.of(input, tensor))) {
        return ((float[][]) result.get(0).getValue())[0][0];
      }
    }

    @Override
    public void close() throws OrtException {
      session.close();
    }
  }

  private static FloatBuffer direct(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    return ByteBuffer.allocateDirect(bytes.remaining())
        .order(ByteOrder.nativeOrder())
        .put(bytes)
        .flip()
        .asFloatBuffer();
  }

  private static double median(List<Double> times) {
    Collections.sort(times);
    return times.get(times.size() / 2);
  }
}
