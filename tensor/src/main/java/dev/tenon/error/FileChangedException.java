package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/**
 * A file was written, truncated or replaced while a model was read from it.
 *
 * <p>Nothing of the file is used, because the parts before and after the change do not belong
 * together. Load the model again once the file is complete. To replace a file in use, write a new
 * one beside it and rename it.
 */
public final class FileChangedException extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param file the name of the file
   */
  public FileChangedException(String file) {
    this(
        file,
        "the file changed while the model was loaded: load it again when the file is complete, and"
            + " replace files that are in use by renaming a new one",
        "",
        null);
  }

  private FileChangedException(
      String where, String what, String origin, @Nullable Throwable cause) {
    super(where, what, origin, cause);
  }

  @Override
  FileChangedException at(String place, String node) {
    return new FileChangedException(place, what(), node, getCause());
  }
}
