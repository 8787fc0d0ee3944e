package dev.tenon.benchmarks;

import ai.onnxruntime.OrtException;
import com.sun.management.OperatingSystemMXBean;
import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * The Java sides of {@code tests/benchmarks/predict}: Tenon on an engine, or an engine's bare
 * library, which predict when told to.
 *
 * <p>The words on the standard input are those of {@code predict_side.py}. {@code run ROWS BATCH
 * THREADS SECONDS} predicts again and again and prints the median and the 99th percentile of a
 * call's microseconds, the calls per second of all threads, the microseconds of the processor per
 * call, and the mean class. {@code peak} prints the most memory that the process has had, in kB.
 * The first line is printed after the first prediction.
 */
public final class PredictWorker {
  private static final double MICRO = 1e3;
  private static final double NANOS = 1e9;
  private static final double TAIL = 0.99;
  private static final String ROUNDED = "-bfloat16";

  private PredictWorker() {}

  /** Takes the side, the folder and the model's name; or "export" and both. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    String name = args[2];
    if (args[0].equals("export")) {
      try (Model model = Model.load(folder.resolve(name + ".keras"))) {
        model.save(folder.resolve(name + ".onnx"));
      }
      return;
    }
    Tensor x;
    try (Source source = Source.of(folder.resolve(name + ".npz"))) {
      x = Objects.requireNonNull(Npz.read(source).get("x"));
    }
    try (PredictionSide side = open(args[0], folder, name, x)) {
      float[] unused = side.job(1, 0).run();
      System.out.println("ready");
      serve(side);
    }
  }

  private static PredictionSide open(String side, Path folder, String name, Tensor x)
      throws IOException, OrtException {
    return switch (side) {
      case "bare-tensorflow" -> new TensorFlowPredictions(folder.resolve(name + ".saved"), x);
      case "bare-onnxruntime" -> new OnnxRuntimePredictions(folder.resolve(name + ".onnx"), x);
      case "bare-openvino", "bare-openvino-bfloat16" ->
          new OnnxRuntimePredictions(
              folder.resolve(name + ".onnx"), x, openVino(), side.endsWith(ROUNDED));
      case "openvino", "openvino-bfloat16" -> {
        Engine.onnxruntime().openvino(openVino()).bfloat16(side.endsWith(ROUNDED)).use();
        yield new TenonPredictions(folder.resolve(name + ".keras"), Engine.ONNX_RUNTIME, x);
      }
      default -> new TenonPredictions(folder.resolve(name + ".keras"), Engine.of(side), x);
    };
  }

  private static Path openVino() {
    return Path.of(Objects.requireNonNull(System.getenv("TENON_OPENVINO")));
  }

  private static void serve(PredictionSide side) throws Exception {
    var words = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line;
    while ((line = words.readLine()) != null) {
      String[] word = line.split(" ", -1);
      if (word[0].equals("run")) {
        int rows = Integer.parseInt(word[1]);
        PredictionSide.Job job = side.job(rows, Integer.parseInt(word[2]));
        double check = meanClass(job.run(), rows);
        int threads = Integer.parseInt(word[3]);
        double[] found = measure(job, threads, (long) (Double.parseDouble(word[4]) * NANOS));
        System.out.printf(
            Locale.ROOT, "%f %f %f %f %f%n", found[0], found[1], found[2], found[3], check);
      } else if (word[0].equals("peak")) {
        System.out.println(ProcessMemory.peakKilobytes());
      }
    }
  }

  /** Returns the expected number of the class, over all rows: the same on all sides. */
  private static double meanClass(float[] scores, int rows) {
    int classes = scores.length / rows;
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      sum += (double) scores[i] * (i % classes);
    }
    return sum / rows;
  }

  private static double[] measure(PredictionSide.Job job, int threads, long nanos)
      throws InterruptedException, ExecutionException {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    CountDownLatch begin = new CountDownLatch(1);
    List<Future<long[]>> running = new ArrayList<>();
    List<long[]> parts = new ArrayList<>();
    long start;
    long busy;
    try {
      for (int thread = 0; thread < threads; thread++) {
        running.add(
            callers.submit(
                () -> {
                  begin.await();
                  return call(job, nanos);
                }));
      }
      start = System.nanoTime();
      busy = system.getProcessCpuTime();
      begin.countDown();
      for (Future<long[]> each : running) {
        parts.add(each.get());
      }
    } finally {
      callers.shutdown();
    }
    double seconds = (System.nanoTime() - start) / NANOS;
    double cpu = (system.getProcessCpuTime() - busy) / MICRO;
    long[] times = parts.stream().flatMapToLong(LongStream::of).sorted().toArray();
    int tail = Math.min(times.length - 1, (int) (times.length * TAIL));
    return new double[] {
      times[times.length / 2] / MICRO,
      times[tail] / MICRO,
      times.length / seconds,
      cpu / times.length
    };
  }

  /** Calls until the time is over, at least once, and returns the time of each call. */
  private static long[] call(PredictionSide.Job job, long nanos) throws OrtException {
    long[] times = new long[1 << 10];
    int count = 0;
    long start = System.nanoTime();
    long now = start;
    while (count == 0 || now - start < nanos) {
      float[] unused = job.run();
      long end = System.nanoTime();
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count++] = end - now;
      now = end;
    }
    return Arrays.copyOf(times, count);
  }
}
