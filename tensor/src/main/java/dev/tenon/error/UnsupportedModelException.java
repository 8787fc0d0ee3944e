package dev.tenon.error;

import dev.tenon.internal.text.PlainText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file may be correct, but Tenon does not support it or the requested operation.
 *
 * <p>The exception lists all unsupported features with the names of their nodes.
 */
public sealed class UnsupportedModelException extends ModelException permits UnknownRankException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> unsupported;

  /** Creates the exception for one unsupported feature. */
  public UnsupportedModelException(String message) {
    this("", message, "", List.of(), null);
  }

  /**
   * Creates the exception for several unsupported features.
   *
   * @param message the sentence that introduces the list
   * @param unsupported one line for each unsupported feature, such as {@code Lambda: layer 'scale'}
   */
  public UnsupportedModelException(String message, List<String> unsupported) {
    this("", message, "", unsupported, null);
  }

  /** Creates the exception with a cause. */
  public UnsupportedModelException(
      String message, List<String> unsupported, @Nullable Throwable cause) {
    this("", message, "", unsupported, cause);
  }

  /**
   * Creates the exception for a place in a file.
   *
   * @param where the file, and the place in it
   * @param what the unsupported feature
   */
  public UnsupportedModelException(String where, String what) {
    this(where, what, "", List.of(), null);
  }

  /** Creates the exception for several unsupported features at a place in a file. */
  public UnsupportedModelException(String where, String what, List<String> unsupported) {
    this(where, what, "", unsupported, null);
  }

  /** Creates the exception for a place in a file, with a cause. */
  public UnsupportedModelException(
      String where, String what, List<String> unsupported, @Nullable Throwable cause) {
    this(where, what, "", unsupported, cause);
  }

  /**
   * Creates the exception for a layer or node.
   *
   * @param where the file, and the place in it
   * @param what the unsupported feature
   * @param origin the path of the layer or node
   * @param unsupported one line for each unsupported feature
   * @param cause the cause
   */
  public UnsupportedModelException(
      String where,
      String what,
      String origin,
      List<String> unsupported,
      @Nullable Throwable cause) {
    super(where, what, origin, lines(unsupported), cause);
    this.unsupported = unsupported.stream().map(PlainText::of).toList();
  }

  private static String lines(List<String> unsupported) {
    StringBuilder lines = new StringBuilder();
    unsupported.forEach(each -> lines.append("\n  ").append(PlainText.of(each)));
    return lines.toString();
  }

  /** Returns one line for each unsupported feature; empty if the message is complete. */
  public final List<String> unsupported() {
    return unsupported == null ? List.of() : unsupported;
  }

  @Override
  UnsupportedModelException at(String place, String node) {
    return new UnsupportedModelException(place, what(), node, unsupported(), getCause());
  }
}
