package dev.tenon.runtime.tensorflow;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.tensorflow.internal.c_api.TFE_Context;
import org.tensorflow.internal.c_api.TFE_CustomDevice.Copy_tensor_to_device_TFE_Context_TFE_TensorHandle_TF_Status_Pointer;
import org.tensorflow.internal.c_api.TFE_TensorHandle;

/**
 * A few functions of C's library that Java lacks.
 *
 * <p>They are called through a binding that TensorFlow Java has for a function of pointers to a
 * pointer; numbers are passed and returned as addresses, which all calling conventions in use treat
 * alike. On Windows and where a function is not found, nothing happens.
 */
final class CFunctions {
  private static final long WRITE_ONLY = 1;
  private static final long STANDARD_ERROR = 2;

  private CFunctions() {}

  /** Sets an environment variable of the process, written as name, equals sign, value. */
  static void setEnvironment(String entry) {
    BytePointer text = new BytePointer(entry);
    // C keeps the entry itself, so that it must never be freed.
    text.retainReference();
    boolean windows = Loader.getPlatform().startsWith("windows");
    call(windows ? "_putenv" : "putenv", text, new Address(0));
  }

  /** The standard error stream while it leads nowhere. */
  static final class Muted implements AutoCloseable {
    private final int saved;

    private Muted(int saved) {
      this.saved = saved;
    }

    /** Lets the stream lead to where it led before. */
    @Override
    public void close() {
      if (saved >= 0) {
        call("dup2", new Address(saved), new Address(STANDARD_ERROR));
        call("close", new Address(saved), new Address(0));
      }
    }
  }

  /** Lets the standard error stream lead nowhere. */
  static Muted muteStandardError() {
    if (Loader.getPlatform().startsWith("windows")) {
      return new Muted(-1);
    }
    try (BytePointer path = new BytePointer("/dev/null")) {
      int nowhere = call("open", path, new Address(WRITE_ONLY));
      int saved = nowhere < 0 ? -1 : call("dup", new Address(STANDARD_ERROR), new Address(0));
      if (saved >= 0) {
        call("dup2", new Address(nowhere), new Address(STANDARD_ERROR));
      }
      if (nowhere >= 0) {
        call("close", new Address(nowhere), new Address(0));
      }
      return new Muted(saved);
    }
  }

  /** Calls a function and returns its int, or -1 where there is no such function. */
  private static int call(String symbol, Pointer first, Pointer second) {
    Pointer function = Loader.addressof(symbol);
    if (function == null) {
      return -1;
    }
    try (PointerPointer<Pointer> holder = new PointerPointer<>(2);
        Copy_tensor_to_device_TFE_Context_TFE_TensorHandle_TF_Status_Pointer binding =
            new Copy_tensor_to_device_TFE_Context_TFE_TensorHandle_TF_Status_Pointer(holder)) {
      // What JavaCPP keeps for a function: its address, and no Java object.
      holder.put(0, function).put(1, (Pointer) null);
      Pointer result =
          binding.call(new TFE_Context(first), new TFE_TensorHandle(second), null, null);
      return result == null ? 0 : (int) result.address();
    }
  }

  /** A number in place of an address. */
  private static final class Address extends Pointer {
    Address(long value) {
      address = value;
    }
  }
}
