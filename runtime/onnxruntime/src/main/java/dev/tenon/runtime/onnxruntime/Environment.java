package dev.tenon.runtime.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.tenon.internal.text.PlainText;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime's one environment of a process, and the options of a session. */
final class Environment {
  private static final String THREADS = "tenon.threads";

  /**
   * How long idle threads look for work in a loop, and take a core from what else there is to do.
   * By ONNX Runtime's own default it is 30 ms. Within a run they seldom wait for a millisecond; to
   * wake them for the next one costs 0.01 ms.
   */
  private static final String SPIN = "session.intra_op.spin_duration_us";

  private static final String SPIN_MICROS = "1000";

  /**
   * Lets a session's threads sleep when its run is over, where what comes next is the run of
   * another session: it would take up to twice as long.
   */
  private static final String REST = "session.force_spinning_stop";

  /** Bytes of address space, not of memory; enough for the longest command line of Linux. */
  private static final long STACK = 512L << 20;

  private static @Nullable OrtEnvironment environment;

  private Environment() {}

  /**
   * Returns the environment, loading the native library on the first call.
   *
   * @throws IllegalStateException where the library cannot be loaded
   */
  static synchronized OrtEnvironment get() {
    if (environment == null) {
      environment = create();
    }
    return environment;
  }

  /**
   * Makes the environment on a thread with a stack of its own.
   *
   * <p>Since 1.29 ONNX Runtime, as it starts, matches the command line of the process with
   * expressions whose engine recurses for every character. A class path of a few thousand
   * characters then overflows the stack of an ordinary thread, and the JVM dies without a word.
   */
  private static OrtEnvironment create() {
    FutureTask<OrtEnvironment> task =
        new FutureTask<>(
            () -> {
              ExtractedLibrary library = ExtractedLibrary.name();
              try {
                OrtEnvironment made =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "tenon");
                made.setTelemetry(false);
                return made;
              } finally {
                library.close();
              }
            });
    Thread thread = new Thread(null, task, "tenon-onnxruntime-start", STACK);
    thread.setDaemon(true);
    try {
      thread.start();
      return task.get();
    } catch (OutOfMemoryError e) {
      throw notLoaded(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ONNX Runtime was loaded", e);
    } catch (ExecutionException e) {
      throw notLoaded(Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  private static IllegalStateException notLoaded(Throwable cause) {
    if (cause instanceof OutOfMemoryError || ExtractedLibrary.isThere("onnxruntime")) {
      return new IllegalStateException(
          "ONNX Runtime's native library is there and cannot be loaded ("
              + PlainText.oneLine(first(cause).toString())
              + "): the process may have too little memory or address space (ulimit -v, a"
              + " container's limit; it takes 1 GB), the temporary folder too little room, or the"
              + " system lacks a library that it needs",
          cause);
    }
    return new IllegalStateException(
        "ONNX Runtime's native library does not load on "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ": com.microsoft.onnxruntime:onnxruntime has it for Linux and macOS (x64 only on"
            + " Linux and Windows, and arm64)",
        cause);
  }

  /** Returns the first of all causes. */
  private static Throwable first(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == null ? thrown : first(cause);
  }

  /**
   * Returns how many threads an operator has: as many as {@code tenon.threads} says, or as there
   * are processors.
   *
   * @throws IllegalArgumentException where the system property is no such number
   */
  static int threads() {
    String threads = System.getProperty(THREADS);
    if (threads == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (!threads.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException(
          "system property " + THREADS + " is '" + threads + "'; expected a number from 1");
    }
    return Integer.parseInt(threads);
  }

  /**
   * Returns the options of a session.
   *
   * @param rest whether its threads sleep between runs
   */
  static SessionOptions options(boolean rest) throws OrtException {
    OrtEnvironment unused = get(); // first: it says why a library cannot be loaded
    int threads = threads();
    SessionOptions options = new SessionOptions();
    if (System.getProperty(THREADS) != null) {
      options.setIntraOpNumThreads(threads);
    }
    options.setInterOpNumThreads(1);
    // What goes wrong is thrown, and says the same.
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    options.addConfigEntry(SPIN, SPIN_MICROS);
    options.addConfigEntry(REST, rest ? "1" : "0");
    return options;
  }
}
