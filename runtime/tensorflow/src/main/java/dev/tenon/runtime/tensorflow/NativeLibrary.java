package dev.tenon.runtime.tensorflow;

import org.bytedeco.javacpp.Loader;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;

/** Loads TensorFlow's native library, once, and keeps it from writing log lines. */
final class NativeLibrary {
  private static final String LEVEL = "TF_CPP_MIN_LOG_LEVEL";

  private static final String PHYSICAL = "org.bytedeco.javacpp.maxPhysicalBytes";

  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads the library where that has not been done.
   *
   * @throws IllegalStateException where it is missing; names the dependency that brings it
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
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
      throw new IllegalStateException(
          "TensorFlow's native library is missing: add the dependencies"
              + " org.tensorflow:tensorflow-core-native:1.1.0:"
              + Loader.getPlatform()
              + " and org.bytedeco:javacpp:1.5.11:"
              + Loader.getPlatform(),
          e);
    }
    loaded = true;
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
