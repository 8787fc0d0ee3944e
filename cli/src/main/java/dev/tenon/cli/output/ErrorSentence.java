package dev.tenon.cli.output;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in one sentence what went wrong in the JVM itself, and what to do instead. */
public final class ErrorSentence {
  private static final String OPTIONS = "TENON_JAVA_OPTIONS";

  private ErrorSentence() {}

  /** Returns the error behind an exception, where it is one that a user can do something about. */
  public static @Nullable Error behind(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof OutOfMemoryError
          || cause instanceof StackOverflowError
          || cause instanceof LinkageError) {
        return (Error) cause;
      }
      cause = cause.getCause();
    }
    return null;
  }

  public static String of(Error error) {
    if (error instanceof OutOfMemoryError) {
      return memory(first(error));
    }
    if (error instanceof StackOverflowError) {
      return "the model or the input is nested too deeply for the JVM's stack: give it more, as in "
          + OPTIONS
          + "=-Xss64m ./tenon …, or java -Xss64m";
    }
    if (error instanceof UnsupportedClassVersionError) {
      return "a library was built for a newer Java ("
          + first(error)
          + "): run this on a newer one than "
          + Runtime.version().feature();
    }
    Throwable inner = error instanceof ExceptionInInitializerError ? error.getCause() : null;
    Throwable told = inner == null ? error : inner;
    if (told instanceof UnsatisfiedLinkError) {
      return "a native library cannot be loaded ("
          + first(told)
          + "): the dependencies must have the natives of "
          + System.getProperty("os.name")
          + " "
          + System.getProperty("os.arch")
          + ", and what those need of the system; --engine chooses another engine";
    }
    return "a class is missing, or of another version ("
        + told.getClass().getSimpleName()
        + ": "
        + first(told)
        + "): the class path lacks a library or mixes versions; ./tenon builds it anew after"
        + " 'rm -r .tenon', and a program takes all versions from dev.tenon:tenon-bom";
  }

  private static String memory(String message) {
    String what = message.toLowerCase(Locale.ROOT);
    if (what.contains("thread")) {
      return "the system gives no more threads ("
          + message
          + "): end other programs, or raise the limit of processes (ulimit -u)";
    }
    if (what.contains("array size")) {
      return "one piece of data is larger than an array of Java's can be ("
          + message
          + "): give fewer samples at a time";
    }
    if (what.contains("direct") || what.contains("physical")) {
      return "not enough memory outside Java's heap ("
          + message
          + "): give fewer samples at a time, or let the JVM take more, as in "
          + OPTIONS
          + "=\"-XX:MaxDirectMemorySize=8g -Dorg.bytedeco.javacpp.maxPhysicalBytes=16g\" ./tenon …";
    }
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    return "not enough memory ("
        + message
        + ", at most "
        + megabytes
        + " MB): give the JVM more, as in "
        + OPTIONS
        + "=-Xmx8g ./tenon … or java -Xmx8g, or fewer samples at a time";
  }

  private static String first(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null
        ? thrown.getClass().getSimpleName()
        : message.lines().findFirst().orElse("").strip();
  }
}
