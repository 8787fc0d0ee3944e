package dev.tenon.formats;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.ModelException;
import dev.tenon.error.UnsupportedModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces names of temporary files in error messages by those of their targets.
 *
 * <p>A file is written under a hidden name beside its target; see {@link AtomicFile}.
 */
public final class TemporaryNames {
  /**
   * Something that writes a file.
   *
   * @param <T> the result
   */
  @FunctionalInterface
  public interface Action<T> {
    /** Writes the file. */
    T run() throws IOException;
  }

  private final Path target;
  private final Pattern temporary;

  private TemporaryNames(Path target) {
    this.target = target;
    // As AtomicFile names them; also of what lies beside the target, such as its weights.
    this.temporary =
        Pattern.compile(
            "\\.("
                + Pattern.quote(String.valueOf(target.getFileName()))
                + "(?:\\.data)?)\\.[0-9a-z]+\\.(?:tmp|old)");
  }

  /**
   * Runs an action that writes a file; errors that name the temporary file name the target instead.
   *
   * @param target the file or folder that is written in the end
   * @throws IOException if the action fails so
   */
  public static <T> T hidden(Path target, Action<T> action) throws IOException {
    try {
      return action.run();
    } catch (IOException e) {
      throw new TemporaryNames(target).renamed(Interruptions.named(target, e));
    } catch (RuntimeException e) {
      throw new TemporaryNames(target).renamed(e);
    }
  }

  private String renamed(String text) {
    String before = text;
    String after = temporary.matcher(before).replaceAll("$1");
    // A temporary file may have one of its own.
    while (!after.equals(before)) {
      before = after;
      after = temporary.matcher(before).replaceAll("$1");
    }
    return after;
  }

  private boolean names(@Nullable String text) {
    return text != null && temporary.matcher(text).find();
  }

  /** The old exception is no cause of the new one: its message would be printed, too. */
  private static <E extends Exception> E traced(E renamed, Exception old) {
    renamed.setStackTrace(old.getStackTrace());
    return renamed;
  }

  private IOException renamed(IOException e) {
    String message = e.getMessage();
    if (message == null || !names(message)) {
      return e;
    }
    if (e instanceof FileSystemException failure) {
      return traced(new FileSystemException(target.toString(), null, reason(failure)), e);
    }
    return traced(new IOException(renamed(message), cause(e)), e);
  }

  private static String reason(FileSystemException e) {
    String reason = e.getReason();
    return "cannot be written: "
        + (reason != null
            ? reason
            : e instanceof AccessDeniedException
                ? "permission denied"
                : e.getClass().getSimpleName());
  }

  private RuntimeException renamed(RuntimeException e) throws IOException {
    IOException read = e instanceof UncheckedIOException io ? io.getCause() : null;
    if (read != null && names(read.getMessage())) {
      return new UncheckedIOException(renamed(read));
    }
    String message = e.getMessage();
    if (message == null || !names(message)) {
      return e;
    }
    String told = renamed(message);
    if (e instanceof ModelException known) {
      return traced(renamed(known), e);
    }
    if (e instanceof IllegalArgumentException) {
      return traced(new IllegalArgumentException(told, cause(e)), e);
    }
    if (e instanceof IllegalStateException) {
      return traced(new IllegalStateException(told, cause(e)), e);
    }
    // What a native library says of a file that it cannot write.
    throw traced(new IOException(target + ": cannot be written: " + told), e);
  }

  private ModelException renamed(ModelException e) {
    String where = renamed(e.where());
    String what = renamed(e.what());
    if (e instanceof UnsupportedModelException unsupported) {
      List<String> lines = unsupported.unsupported().stream().map(this::renamed).toList();
      return new UnsupportedModelException(where, what, e.origin(), lines, cause(e));
    }
    return e instanceof MalformedModelException
        ? new MalformedModelException(where, what, cause(e)).from("", e.origin())
        : e;
  }

  private @Nullable Throwable cause(Exception e) {
    Throwable cause = e.getCause();
    return cause == null || names(cause.getMessage()) ? null : cause;
  }
}
