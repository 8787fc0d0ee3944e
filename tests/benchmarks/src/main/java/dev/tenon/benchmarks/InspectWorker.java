package dev.tenon.benchmarks;

import dev.tenon.Model;
import dev.tenon.inspect.Inspector;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * All layer outputs of an image, a plain prediction, and copying as many bytes as those outputs
 * have, in turn; prints the medians in milliseconds as one line of JSON.
 *
 * <p>Usage: InspectWorker MODEL RUNS ENGINE
 */
public final class InspectWorker {
  private static final int WARM_UP = 5;

  private InspectWorker() {}

  /** Measures. */
  public static void main(String[] args) throws IOException {
    int runs = Integer.parseInt(args[1]);
    try (Model loaded = Model.load(Path.of(args[0]))) {
      Model model = loaded.on(args[2]);
      long[] shape = model.inputs().get(0).shape().toLongs();
      shape[0] = 1;
      Map<String, Tensor> batch = Map.of(model.inputs().get(0).name(), RandomImages.of(shape));
      Inspector inspector = Inspector.of(model);
      List<Tensor> values = List.copyOf(inspector.values(batch).values());
      List<Double> plain = new ArrayList<>();
      List<Double> all = new ArrayList<>();
      List<Double> copying = new ArrayList<>();
      long checked = 0;
      for (int run = 0; run < WARM_UP + runs; run++) {
        long start = System.nanoTime();
        checked += model.predict(batch).size();
        long predicted = System.nanoTime();
        checked += inspector.values(batch).size();
        long inspected = System.nanoTime();
        checked += copy(values);
        long copied = System.nanoTime();
        if (run >= WARM_UP) {
          plain.add((predicted - start) / 1e6);
          all.add((inspected - predicted) / 1e6);
          copying.add((copied - inspected) / 1e6);
        }
      }
      long bytes = values.stream().mapToLong(value -> value.bytes().remaining()).sum();
      System.out.printf(
          "{\"engine\": \"%s\", \"layers\": %d, \"bytes\": %d, \"plain\": %.3f, \"all\": %.3f,"
              + " \"copying\": %.3f, \"checked\": %d}%n",
          args[2], values.size(), bytes, median(plain), median(all), median(copying), checked);
    }
  }

  private static long copy(List<Tensor> values) {
    long bytes = 0;
    for (Tensor value : values) {
      ByteBuffer from = value.bytes();
      ByteBuffer to = ByteBuffer.allocate(from.remaining()).put(from);
      bytes += to.position();
    }
    return bytes;
  }

  private static double median(List<Double> times) {
    Collections.sort(times);
    return times.get(times.size() / 2);
  }
}
