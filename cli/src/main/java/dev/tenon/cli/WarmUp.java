package dev.tenon.cli;

import dev.tenon.importers.keras.KerasImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * Reads a small network on a second thread while picocli reads the words of the command: each takes
 * a third of a start. What every Keras file needs is then initialised.
 *
 * <p>The command waits for that thread, so that never two threads initialise the same classes.
 *
 * <p>Without lambdas, which the class archive does not keep of a class with one of picocli's types.
 */
final class WarmUp implements CommandLine.IExecutionStrategy, Thread.UncaughtExceptionHandler {
  private static final List<String> ENDINGS = List.of(".h5", ".hdf5", ".keras");

  /** The network, as Keras 3 writes it, less what it may leave out. */
  private static final String NETWORK = "small_network.json";

  private static final class Reading extends Thread {
    Reading() {
      super("tenon-warm-up");
      setDaemon(true);
    }

    @Override
    public void run() {
      KerasImporter.fromJson(network(), KerasImporter.Options.DEFAULT);
    }
  }

  private final Thread thread = new Reading();

  private WarmUp() {}

  /** Starts, if a word names a Keras file and there is a second processor; else returns null. */
  static @Nullable WarmUp start(String... args) {
    if (!namesKerasFile(args) || Runtime.getRuntime().availableProcessors() == 1) {
      return null;
    }
    WarmUp warmUp = new WarmUp();
    warmUp.thread.setUncaughtExceptionHandler(warmUp);
    warmUp.thread.start();
    return warmUp;
  }

  /** Returns the network's configuration. */
  static String network() {
    try (InputStream in = Objects.requireNonNull(WarmUp.class.getResourceAsStream(NETWORK))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean namesKerasFile(String... args) {
    for (String word : args) {
      for (String ending : ENDINGS) {
        if (word.endsWith(ending)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Says nothing: the command meets the same, and says it. */
  @Override
  public void uncaughtException(Thread which, Throwable thrown) {}

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
