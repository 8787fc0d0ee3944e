package dev.tenon.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says that a file may be fine but Tenon is not able to do what was asked of it.
 *
 * <p>Lists everything that is unsupported, with the names of the nodes, not only the first one.
 */
public final class UnsupportedModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> unsupported;

  /** Creates the exception for one unsupported thing. */
  public UnsupportedModelException(String message) {
    this(message, List.of(), null);
  }

  /**
   * Creates the exception for several unsupported things.
   *
   * @param message the sentence that introduces the list
   * @param unsupported one line for each unsupported thing, such as {@code Lambda: layer 'scale'}
   */
  public UnsupportedModelException(String message, List<String> unsupported) {
    this(message, unsupported, null);
  }

  /** Creates the exception with the failure underneath. */
  public UnsupportedModelException(
      String message, List<String> unsupported, @Nullable Throwable cause) {
    super(
        unsupported.isEmpty() ? message : message + "\n  " + String.join("\n  ", unsupported),
        cause);
    this.unsupported = List.copyOf(unsupported);
  }

  /** Returns one line for each unsupported thing; empty where the message says it all. */
  public List<String> unsupported() {
    return unsupported == null ? List.of() : unsupported;
  }
}
