package dev.tenon.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.tenon.Model;
import dev.tenon.loading.CustomLayers;
import dev.tenon.samples.TokenAndPosition;
import dev.tenon.samples.TransformerBlock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Tenon's side of {@code tests/benchmarks/train}: trains a model when told to.
 *
 * <p>The words on the standard input are those of {@code train_side.py}: {@code fit} trains and
 * prints its seconds by the clock, those of the CPU, and its last loss; {@code peak} prints the
 * most memory that the process has had, and {@code memory} what it has now, in kB. The first line
 * is printed after the first step.
 */
public final class TrainWorker {
  private static final double NANOS = 1e9;
  private static final CustomLayers OWN =
      CustomLayers.none()
          .with(new TokenAndPosition(1, 1, 1))
          .with(new TransformerBlock(1, 1, 1, 0.1));

  private TrainWorker() {}

  /**
   * Takes the folder, the model's name, the batch's size, the optimizer, the loss, the metric, how
   * many epochs a training has, and {@code cached} or {@code plain}.
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int batch = Integer.parseInt(args[2]);
    int epochs = Integer.parseInt(args[6]);
    try (Model model = Model.load(folder.resolve(args[1] + ".keras"), OWN)) {
      model.compile(args[3], args[4], args[5]);
      TrainSamples samples =
          TrainSamples.of(folder, args[1], batch, epochs, args[7].equals("cached"));
      samples.step(model);
      System.out.println("ready");
      serve(model, samples);
    }
  }

  private static void serve(Model model, TrainSamples samples) throws IOException {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var words = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String word;
    while ((word = words.readLine()) != null) {
      switch (word) {
        case "fit" -> {
          long start = System.nanoTime();
          long cpu = system.getProcessCpuTime();
          double loss = samples.train(model);
          double seconds = (System.nanoTime() - start) / NANOS;
          double busy = (system.getProcessCpuTime() - cpu) / NANOS;
          System.out.printf(Locale.ROOT, "%f %f %f%n", seconds, busy, loss);
        }
        case "peak" -> System.out.println(ProcessMemory.peakKilobytes());
        case "memory" -> System.out.println(ProcessMemory.residentKilobytes());
        default -> throw new IllegalArgumentException("unknown word " + word);
      }
    }
  }
}
