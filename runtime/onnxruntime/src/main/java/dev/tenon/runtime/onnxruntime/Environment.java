package dev.tenon.runtime.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;

/** ONNX Runtime's one environment of a process, and the options of a session. */
final class Environment {
  private static final String THREADS = "tenon.threads";

  private Environment() {}

  /**
   * Returns the environment, loading the native library on the first call.
   *
   * @throws IllegalStateException where the library cannot be loaded
   */
  static OrtEnvironment get() {
    try {
      return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "tenon");
    } catch (LinkageError | RuntimeException e) {
      throw new IllegalStateException(
          "ONNX Runtime's native library does not load on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + ": com.microsoft.onnxruntime:onnxruntime has it for Linux and macOS (x64 only on"
              + " Linux and Windows, and arm64)",
          e);
    }
  }

  static SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    String threads = System.getProperty(THREADS);
    if (threads != null) {
      if (!threads.matches("[1-9][0-9]{0,3}")) {
        options.close();
        throw new IllegalArgumentException(
            "system property " + THREADS + " is '" + threads + "'; expected a number from 1");
      }
      options.setIntraOpNumThreads(Integer.parseInt(threads));
    }
    options.setInterOpNumThreads(1);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    return options;
  }
}
