package dev.tenon.runtime.tensorflow;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.Listener_BytePointer;

/** Loads TensorFlow's native library, once, and keeps it from writing log lines. */
final class NativeLibrary {
  private static boolean loaded;

  /** The environment entry; C keeps the pointer, so that it must never be freed. */
  private static @Nullable BytePointer environment;

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
      Loader.load(org.tensorflow.internal.c_api.global.tensorflow.class);
      if (System.getenv("TF_CPP_MIN_LOG_LEVEL") == null) {
        setEnvironment("TF_CPP_MIN_LOG_LEVEL=3");
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
   * Sets an environment variable of the process, which Java itself cannot.
   *
   * <p>TensorFlow reads its log level from there with its first message, after it has been loaded.
   * C's {@code putenv} takes one string, as TensorFlow's log listeners do, so that the listener's
   * binding can call it.
   */
  private static void setEnvironment(String entry) {
    boolean windows = Loader.getPlatform().startsWith("windows");
    Pointer putenv = Loader.addressof(windows ? "_putenv" : "putenv");
    if (putenv == null) {
      // The log lines are harmless: without the function they stay.
      return;
    }
    environment = new BytePointer(entry);
    environment.retainReference();
    try (PointerPointer<Pointer> holder = new PointerPointer<>(2)) {
      holder.put(0, putenv).put(1, (Pointer) null);
      try (Listener_BytePointer call = new Listener_BytePointer(holder)) {
        call.call(environment);
      }
    }
  }
}
