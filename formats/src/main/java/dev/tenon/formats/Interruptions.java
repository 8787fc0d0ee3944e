package dev.tenon.formats;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

/**
 * Replaces the exception of an interrupted read or write by one with a message.
 *
 * <p>Java closes a channel that an interrupted thread uses, and throws an exception without a
 * message. The thread stays interrupted.
 */
public final class Interruptions {
  private Interruptions() {}

  /** Returns the failure, with a message if an interrupt caused it. */
  public static IOException named(Path file, IOException failure) {
    if (!(failure instanceof ClosedByInterruptException)) {
      return failure;
    }
    InterruptedIOException named =
        new InterruptedIOException(file + ": the thread was interrupted while it used the file");
    named.initCause(failure);
    return named;
  }
}
