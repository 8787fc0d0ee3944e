package dev.tenon.cli;

import dev.tenon.importers.keras.KerasImporter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * Reads a small network on a second thread while picocli reads the words of the command: each takes
 * a third of a start. What every Keras file needs is then initialised.
 *
 * <p>The command waits for that thread, so that never two threads initialise the same classes.
 */
final class WarmUp implements CommandLine.IExecutionStrategy {
  private static final List<String> ENDINGS = List.of(".h5", ".hdf5", ".keras");

  /** The network, as Keras 3 writes it, less what it may leave out. */
  static final String NETWORK =
      """
      {"class_name": "Sequential", "config": {"name": "small", "layers": [
        {"class_name": "InputLayer", "config": {"name": "x", "batch_shape": [null, 8, 8, 1]}},
        {"class_name": "Conv2D", "config": {"name": "a", "filters": 2, "kernel_size": [3, 3]}},
        {"class_name": "BatchNormalization", "config": {"name": "b"}},
        {"class_name": "MaxPooling2D", "config": {"name": "c", "pool_size": [2, 2]}},
        {"class_name": "Flatten", "config": {"name": "d"}},
        {"class_name": "Dense", "config": {"name": "e", "units": 2, "activation": "relu"}}]}}
      """;

  private final Thread thread;

  private WarmUp(Thread thread) {
    this.thread = thread;
  }

  /** Starts, if a word names a Keras file and there is a second processor; else returns null. */
  static @Nullable WarmUp start(String... args) {
    boolean keras = Arrays.stream(args).anyMatch(word -> ENDINGS.stream().anyMatch(word::endsWith));
    if (!keras || Runtime.getRuntime().availableProcessors() == 1) {
      return null;
    }
    Thread thread =
        new Thread(
            () -> KerasImporter.fromJson(NETWORK, KerasImporter.Options.DEFAULT), "tenon-warm-up");
    thread.setDaemon(true);
    // The command meets the same, and says it.
    thread.setUncaughtExceptionHandler((which, thrown) -> {});
    thread.start();
    return new WarmUp(thread);
  }

  @Override
  public int execute(ParseResult parsed) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new CommandLine.RunLast().execute(parsed);
  }
}
