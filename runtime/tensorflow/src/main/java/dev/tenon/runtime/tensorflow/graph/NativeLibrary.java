package dev.tenon.runtime.tensorflow.graph;

import dev.tenon.formats.JavaCppSettings;
import dev.tenon.internal.text.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.TensorFlow;

/**
 * Loads TensorFlow's native library, once.
 *
 * <p>It writes log lines to the standard error stream of the process; the environment variable
 * {@code TF_CPP_MIN_LOG_LEVEL}, set to 3 before the process starts, keeps it from that.
 */
public final class NativeLibrary {
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
      JavaCppSettings.apply();
      Loader.load(org.tensorflow.internal.c_api.global.tensorflow.class);
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
              + dependency("org.tensorflow", "tensorflow-core-native")
              + " and"
              + dependency("org.bytedeco", "javacpp"),
          e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    loaded = true;
  }

  /**
   * Returns a native library of this platform, in the version of the Java classes that are there.
   */
  private static String dependency(String group, String artifact) {
    String file = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    Properties about = new Properties();
    try (InputStream in = NativeLibrary.class.getResourceAsStream(file)) {
      if (in != null) {
        about.load(in);
      }
    } catch (IOException ignored) {
      // The name without a version says enough.
    }
    String version = about.getProperty("version", "VERSION");
    return " " + group + ":" + artifact + ":" + version + ":" + Loader.getPlatform();
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
}
