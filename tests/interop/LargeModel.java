import dev.tenon.Model;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * One job of large_model.py: {@code java -cp … LargeModel.java JOB MODEL.onnx INPUT.npz RESULT}.
 *
 * <p>Prints the seconds of the job, and the largest resident and anonymous memory that Linux saw.
 */
public final class LargeModel {
  private LargeModel() {}

  public static void main(String[] arguments) throws Exception {
    Path result = Path.of(arguments[3]);
    Tensor x;
    try (Source source = Source.of(Path.of(arguments[2]))) {
      x = Npz.read(source).get("x");
    }
    long[] largest = {0, 0};
    Thread watch = new Thread(() -> watch(largest));
    watch.setDaemon(true);
    watch.start();
    long start = System.nanoTime();
    try (Model model = Model.load(Path.of(arguments[1]))) {
      switch (arguments[0]) {
        case "save" -> model.save(result);
        case "write" -> model.save(result, OnnxOptions.DEFAULTS);
        default -> Npz.write(result, Map.of("y", model.on(arguments[0]).predict(x)));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "{\"seconds\": %.2f, \"peak\": %d, \"anonymous\": %d}%n", seconds, largest[0], largest[1]);
  }

  private static void watch(long[] largest) {
    try {
      while (true) {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
          int which = line.startsWith("VmRSS:") ? 0 : line.startsWith("RssAnon:") ? 1 : -1;
          if (which >= 0) {
            long now = Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            largest[which] = Math.max(largest[which], now);
          }
        }
        Thread.sleep(20);
      }
    } catch (Exception e) {
      // Only Linux has the file; elsewhere the figures stay zero.
    }
  }
}
