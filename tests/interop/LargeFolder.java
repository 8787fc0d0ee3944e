import dev.tenon.engine.Engine;
import dev.tenon.text.Embedder;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One job of large_folder.py: {@code java -cp … LargeFolder.java ENGINE FOLDER TEXT}.
 *
 * <p>Prints the vector of the text, the seconds, the heap that is in use while the encoder is open,
 * and the largest resident and anonymous memory that Linux saw.
 */
public final class LargeFolder {
  private LargeFolder() {}

  public static void main(String[] arguments) throws Exception {
    long start = System.nanoTime();
    try (Embedder embedder = Embedder.load(Path.of(arguments[1]));
        Embedder view = embedder.on(Engine.of(arguments[0]))) {
      float[] vector = view.embed(arguments[2]);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.gc();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      System.out.printf(
          "{\"vector\": %s, \"seconds\": %.2f, \"heap\": %d, \"peak\": %d}%n",
          Arrays.toString(vector), seconds, heap, largestResident());
    }
  }

  /** Returns the largest resident memory of this process; 0 on systems other than Linux. */
  private static long largestResident() throws Exception {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
            .findFirst()
            .orElse(0)
        : 0;
  }
}
