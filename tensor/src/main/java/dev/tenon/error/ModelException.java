package dev.tenon.error;

import dev.tenon.internal.text.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * An error about a model: its file, a feature of the file, or Tenon's processing of it.
 *
 * <ul>
 *   <li>{@link MalformedModelException}: the file is damaged or contradicts itself.
 *   <li>{@link UnsupportedModelException}: the file may be correct; Tenon does not support it.
 *   <li>{@link FileChangedException}: the file changed while it was read.
 *   <li>{@link UnknownRankException}: the number of a tensor's axes is required and unknown.
 *   <li>{@link InternalErrorException}: a fault of Tenon.
 * </ul>
 *
 * <p>Programs use the type and the fields, people the message. The message is one sentence, in
 * which control, bidirectional and format characters of names are escaped; see {@code PlainText}.
 */
public abstract sealed class ModelException extends RuntimeException
    permits MalformedModelException,
        UnsupportedModelException,
        FileChangedException,
        InternalErrorException {
  private static final long serialVersionUID = 1L;

  private final String where;
  private final String what;
  private final String origin;

  ModelException(String where, String what, String origin, @Nullable Throwable cause) {
    this(where, what, origin, "", cause);
  }

  ModelException(String where, String what, String origin, String list, @Nullable Throwable cause) {
    super((where.isEmpty() ? "" : PlainText.of(where) + ": ") + PlainText.of(what) + list, cause);
    this.where = PlainText.of(where);
    this.what = PlainText.of(what);
    this.origin = PlainText.of(origin);
  }

  /**
   * Returns the file and the place in it, such as {@code model.onnx: node 'a'}; empty if unknown.
   */
  public String where() {
    return where;
  }

  /** Returns the fault, without the place. */
  public String what() {
    return what;
  }

  /** Returns the path of the layer or node of the error; empty without one. */
  public String origin() {
    return origin;
  }

  /** Returns whether the place is a part of another place, such as a file. */
  public final boolean isIn(String place) {
    String outer = PlainText.of(place);
    return where.equals(outer) || where.startsWith(outer + ":");
  }

  /**
   * Returns the same error with a prefix to its place, such as the file's name.
   *
   * @return this, if it is in that place; else a copy with the same cause and stack trace
   */
  public final ModelException within(String place) {
    return isIn(place) ? this : moved(place, origin);
  }

  /**
   * Returns the same error about a layer or node.
   *
   * @param place the place of that layer or node; not repeated if the error is in it
   * @param node the path of the layer or node
   * @return this, if it has an origin; else a copy with the same cause and stack trace
   */
  public final ModelException from(String place, String node) {
    return origin.isEmpty() ? moved(isIn(place) ? "" : place, node) : this;
  }

  private ModelException moved(String place, String node) {
    String outer = place.isEmpty() || where.isEmpty() ? place : place + ": ";
    ModelException copy = at(outer + where, node);
    copy.setStackTrace(getStackTrace());
    for (Throwable each : getSuppressed()) {
      copy.addSuppressed(each);
    }
    return copy;
  }

  /** Returns a copy at another place, with the same cause. */
  abstract ModelException at(String place, String node);
}
