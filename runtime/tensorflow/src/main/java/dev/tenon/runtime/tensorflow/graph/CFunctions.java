package dev.tenon.runtime.tensorflow.graph;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * A few functions of C's library that Java lacks, called through JNA.
 *
 * <p>Where the library or a function is not found, nothing happens: log lines are no reason to
 * fail.
 */
final class CFunctions {
  private static final int WRITE_ONLY = 1;
  private static final int STANDARD_ERROR = 2;

  private CFunctions() {}

  /** What POSIX calls these; JNA finds them by their names. */
  interface Posix extends Library {
    int setenv(String name, String value, int overwrite);

    int open(String path, int flags);

    int close(int descriptor);

    int dup(int descriptor);

    int dup2(int from, int to);
  }

  /** What Microsoft's C library calls the first of them. */
  interface Windows extends Library {
    // JNA takes the method's name for the function's.
    int _putenv_s(String name, String value);
  }

  /** Sets a variable in the environment that native code of this process sees. */
  static void setEnvironment(String name, String value) {
    try {
      if (Platform.isWindows()) {
        Native.load("ucrtbase", Windows.class)._putenv_s(name, value);
      } else {
        posix().setenv(name, value, 1);
      }
    } catch (LinkageError ignored) {
      // The log lines stay.
    }
  }

  private static Posix posix() {
    return Native.load("c", Posix.class);
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
        Posix c = posix();
        c.dup2(saved, STANDARD_ERROR);
        c.close(saved);
      }
    }
  }

  /** Lets the standard error stream lead nowhere; on Windows it stays. */
  static Muted muteStandardError() {
    if (Platform.isWindows()) {
      return new Muted(-1);
    }
    try {
      Posix c = posix();
      int nowhere = c.open("/dev/null", WRITE_ONLY);
      int saved = nowhere < 0 ? -1 : c.dup(STANDARD_ERROR);
      if (saved >= 0) {
        c.dup2(nowhere, STANDARD_ERROR);
      }
      if (nowhere >= 0) {
        c.close(nowhere);
      }
      return new Muted(saved);
    } catch (LinkageError e) {
      return new Muted(-1);
    }
  }
}
