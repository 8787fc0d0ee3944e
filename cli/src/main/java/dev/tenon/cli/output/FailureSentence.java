package dev.tenon.cli.output;

import dev.tenon.error.InternalErrorException;
import dev.tenon.error.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in one sentence why a command failed, and what to do. */
public final class FailureSentence {
  private FailureSentence() {}

  /** Returns whether a user can do something about a failure; else it is a fault of Tenon. */
  public static boolean isExpected(Throwable thrown) {
    return isTold(thrown) || ErrorSentence.behind(thrown) != null;
  }

  private static boolean isTold(Throwable thrown) {
    return (thrown instanceof ModelException && !(thrown instanceof InternalErrorException))
        || thrown instanceof IOException
        || thrown instanceof UncheckedIOException
        || thrown instanceof IllegalArgumentException
        || thrown instanceof IllegalStateException;
  }

  /** Returns the sentence. */
  public static String of(Throwable thrown) {
    if (isTold(thrown)) {
      return told(thrown);
    }
    Error error = ErrorSentence.behind(thrown);
    return error != null
        ? ErrorSentence.of(error)
        : "an internal error of Tenon (" + thrown + "): please report it, with what --debug prints";
  }

  private static String told(Throwable exception) {
    if (exception instanceof UncheckedIOException
        && exception.getCause() instanceof IOException cause
        && cause.toString().equals(exception.getMessage())) {
      return told(cause);
    }
    if (exception instanceof NoSuchFileException missing) {
      return MissingFile.sentence(missing);
    }
    if (exception instanceof FileSystemException failure && failure.getReason() == null) {
      return failure.getFile() + ": " + reason(failure);
    }
    String message = exception.getMessage();
    return message == null ? exception.getClass().getSimpleName() : message;
  }

  /** Says in words what Java says by the class of an exception alone. */
  private static String reason(FileSystemException failure) {
    if (failure instanceof NotDirectoryException) {
      return "is a file; expected a folder: give the path of one";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied: choose another place, or ask for the right to use it";
    }
    return failure instanceof FileAlreadyExistsException
        ? "is there already: choose another name, or remove it"
        : "cannot be used: " + failure.getClass().getSimpleName();
  }
}
