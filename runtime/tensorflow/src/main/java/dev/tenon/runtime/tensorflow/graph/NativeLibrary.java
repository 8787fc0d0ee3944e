package dev.tenon.runtime.tensorflow.graph;

import dev.tenon.error.PlainText;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;

/** Loads TensorFlow's native library, once, and keeps it from writing log lines. */
public final class NativeLibrary {
  private static final String LEVEL = "TF_CPP_MIN_LOG_LEVEL";

  private static final String PHYSICAL = "org.bytedeco.javacpp.maxPhysicalBytes";

  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads the library where that has not been done.
   *
   * @throws IllegalStateException where it is missing, and names the dependency that brings it; or
   *     where it is there and the system does not load it
   */
  public static synchronized void load() {
    if (loaded) {
      return;
    }
    // JavaCPP unpacks the library through channels, which an interrupt would close.
    boolean interrupted = Thread.interrupted();
    try {
      String level = System.getenv(LEVEL);
      if (level == null) {
        CFunctions.setEnvironment(LEVEL, "3");
      }
      if (System.getProperty(PHYSICAL) == null) {
        // Else every small native object asks the system how large the process is, and a model
        // that is larger than the Java heap makes for needless garbage collections.
        System.setProperty(PHYSICAL, "0");
      }
      Loader.load(org.tensorflow.internal.c_api.global.tensorflow.class);
      if (level == null || !level.equals("0")) {
        runOnceMuted();
      }
      TensorFlow.version();
    } catch (LinkageError e) {
      if (isThere()) {
        throw new IllegalStateException(
            "TensorFlow's native library is there and cannot be loaded ("
                + PlainText.oneLine(String.valueOf(e.getMessage()))
                + "): the process may have too little memory or address space (ulimit -v, a"
                + " container's limit), the temporary folder too little room, or the system lacks"
                + " a library that it needs",
            e);
      }
      throw new IllegalStateException(
          "TensorFlow's native library is missing: add the dependencies"
              + " org.tensorflow:tensorflow-core-native:1.1.0:"
              + Loader.getPlatform()
              + " and org.bytedeco:javacpp:1.5.11:"
              + Loader.getPlatform(),
          e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    loaded = true;
  }

  /**
   * Says whether the class path has the library for this platform, whatever keeps it from loading.
   */
  private static boolean isThere() {
    String folder = "/org/tensorflow/internal/c_api/" + Loader.getPlatform();
    return Stream.of("", "-gpu")
        .flatMap(
            kind ->
                Stream.of("/libjnitensorflow.so", "/libjnitensorflow.dylib", "/jnitensorflow.dll")
                    .map(file -> folder + kind + file))
        .anyMatch(file -> TensorFlow.class.getResource(file) != null);
  }

  /**
   * Runs a graph of one constant while the standard error stream leads nowhere.
   *
   * <p>TensorFlow reads the level of its log from the environment with its first message, on some
   * processors while the library is being loaded; Java itself cannot change the environment, C's
   * {@code setenv} can. One line goes through another log, which knows no level: with its first run
   * in a process TensorFlow reports that an optimisation for TPUs does nothing. This is that run.
   */
  private static void runOnceMuted() {
    // Java's own lines wait until the stream is back.
    synchronized (System.err) {
      CFunctions.Muted muted = CFunctions.muteStandardError();
      try (Graph graph = new Graph();
          Session session = new Session(graph, false, ConfigProtos.create())) {
        Tf tf = new Tf(graph);
        session.runner().fetch(tf.unary("Identity", tf.scalar(1))).run().close();
      } finally {
        muted.close();
      }
    }
  }
}
