package dev.tenon.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says that a file may be fine but Tenon is not able to do what was asked of it.
 *
 * <p>Lists everything that is unsupported, with the names of the nodes, not only the first one.
 */
public sealed class UnsupportedModelException extends ModelException permits UnknownRankException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> unsupported;

  /** Creates the exception for one unsupported thing. */
  public UnsupportedModelException(String message) {
    this("", message, "", List.of(), null);
  }

  /**
   * Creates the exception for several unsupported things.
   *
   * @param message the sentence that introduces the list
   * @param unsupported one line for each unsupported thing, such as {@code Lambda: layer 'scale'}
   */
  public UnsupportedModelException(String message, List<String> unsupported) {
    this("", message, "", unsupported, null);
  }

  /** Creates the exception with the failure underneath. */
  public UnsupportedModelException(
      String message, List<String> unsupported, @Nullable Throwable cause) {
    this("", message, "", unsupported, cause);
  }

  /**
   * Creates the exception for a place in a file.
   *
   * @param where the file, and the place in it
   * @param what what is not supported there
   */
  public UnsupportedModelException(String where, String what) {
    this(where, what, "", List.of(), null);
  }

  /** Creates the exception for several unsupported things at a place in a file. */
  public UnsupportedModelException(String where, String what, List<String> unsupported) {
    this(where, what, "", unsupported, null);
  }

  /** Creates the exception for a place in a file, with the failure underneath. */
  public UnsupportedModelException(
      String where, String what, List<String> unsupported, @Nullable Throwable cause) {
    this(where, what, "", unsupported, cause);
  }

  /**
   * Creates the exception for a layer or node.
   *
   * @param where the file, and the place in it
   * @param what what is not supported there
   * @param origin the path of the layer or node
   * @param unsupported one line for each unsupported thing
   * @param cause the failure underneath
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

  /** Returns one line for each unsupported thing; empty if the message says it all. */
  public final List<String> unsupported() {
    return unsupported == null ? List.of() : unsupported;
  }

  @Override
  UnsupportedModelException at(String place, String node) {
    return new UnsupportedModelException(place, what(), node, unsupported(), getCause());
  }
}
