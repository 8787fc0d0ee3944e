package dev.tenon.benchmarks;

import static dev.tenon.training.FitOptions.fit;

import com.sun.management.OperatingSystemMXBean;
import dev.tenon.Model;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Tenon's side of {@code tests/benchmarks/train}: trains a model when told to.
 *
 * <p>The words on the standard input are those of {@code train_side.py}: {@code fit} trains one
 * epoch and prints its seconds by the clock, those of the CPU, and its loss; {@code peak} prints
 * the most memory that the process has had, in kB. The first line is printed after the first step.
 */
public final class TrainWorker {
  private static final double NANOS = 1e9;

  private TrainWorker() {}

  /** Takes the folder, the model's name, the batch's size, the optimizer, the loss, the metric. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int batch = Integer.parseInt(args[2]);
    Map<String, Tensor> data;
    try (Source source = Source.of(folder.resolve(args[1] + ".npz"))) {
      data = Npz.read(source);
    }
    Tensor x = Objects.requireNonNull(data.get("x"));
    Tensor y = Objects.requireNonNull(data.get("y"));
    try (Model model = Model.load(folder.resolve(args[1] + ".keras"))) {
      model.compile(args[3], args[4], args[5]);
      model.fit(x.slice(0, 0, batch), y.slice(0, 0, batch), fit().batchSize(batch).verbose(0));
      System.out.println("ready");
      serve(model, x, y, batch);
    }
  }

  private static void serve(Model model, Tensor x, Tensor y, int batch) throws IOException {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var words = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String word;
    while ((word = words.readLine()) != null) {
      if (word.equals("fit")) {
        long start = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        double loss = model.fit(x, y, fit().batchSize(batch).verbose(0)).get("loss").get(0);
        double seconds = (System.nanoTime() - start) / NANOS;
        double busy = (system.getProcessCpuTime() - cpu) / NANOS;
        System.out.printf(Locale.ROOT, "%f %f %f%n", seconds, busy, loss);
      } else if (word.equals("peak")) {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
          if (line.startsWith("VmHWM:")) {
            System.out.println(line.replaceAll("[^0-9]", ""));
          }
        }
      }
    }
  }
}
