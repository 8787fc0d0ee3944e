package dev.tenon.hostile;

import java.util.ArrayList;
import java.util.List;

/** Judges exceptions: a user's error has a sentence, and none of them was an accident. */
final class Sentences {
  private static final int LONGEST = 8_000;

  private Sentences() {}

  /**
   * Throws where an exception says nothing, too much, or was caused by a fault of the program.
   *
   * @param file what the message has to begin with
   */
  static void check(String file, Exception e) {
    String message = e.getMessage();
    if (message == null || message.isBlank() || message.endsWith(": null")) {
      throw new AssertionError("no sentence: " + message, e);
    }
    if (message.length() > LONGEST) {
      throw new AssertionError("a sentence of " + message.length() + " characters", e);
    }
    if (!message.startsWith(file)) {
      throw new AssertionError("the sentence does not name the file: " + message, e);
    }
    for (Throwable cause : chain(e)) {
      if (isAccident(cause)) {
        throw new AssertionError("an accident was wrapped: " + message, e);
      }
    }
  }

  private static List<Throwable> chain(Throwable e) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable at = e; at != null && !chain.contains(at); at = at.getCause()) {
      chain.add(at);
    }
    return chain;
  }

  /** Says whether an exception is what a program throws by mistake rather than on purpose. */
  private static boolean isAccident(Throwable e) {
    if (e instanceof StackOverflowError || e instanceof OutOfMemoryError) {
      return true;
    }
    if (e instanceof ArithmeticException) {
      // Math's exact functions throw it on purpose, a division by zero does not.
      return String.valueOf(e.getMessage()).contains("zero");
    }
    boolean mistake =
        e instanceof NullPointerException
            || e instanceof ClassCastException
            || e instanceof IndexOutOfBoundsException
            || e instanceof NegativeArraySizeException
            || e instanceof java.util.NoSuchElementException
            || e instanceof java.nio.BufferUnderflowException
            || e instanceof UnsupportedOperationException
            || e instanceof ArrayStoreException
            || e instanceof AssertionError;
    // TensorFlow's way to say that a kernel lacks something is an UnsupportedOperationException.
    boolean said = e.getClass().getPackageName().equals("org.tensorflow.exceptions");
    return mistake && !said && !isIn(e, "io.jhdf.");
  }

  /** Says whether the innermost frame outside the JDK is of a package. */
  private static boolean isIn(Throwable e, String prefix) {
    for (StackTraceElement frame : e.getStackTrace()) {
      String name = frame.getClassName();
      if (!name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun.")) {
        return name.startsWith(prefix);
      }
    }
    return false;
  }
}
