package dev.tenon.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The number of a tensor's axes is required, but unknown before a run. */
public final class UnknownRankException extends UnsupportedModelException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public UnknownRankException() {
    this("", "", null);
  }

  private UnknownRankException(String where, String origin, @Nullable Throwable cause) {
    super(where, "the rank of this tensor is not known", origin, List.of(), cause);
  }

  @Override
  UnknownRankException at(String place, String node) {
    return new UnknownRankException(place, node, getCause());
  }
}
