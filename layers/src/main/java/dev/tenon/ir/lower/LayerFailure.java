package dev.tenon.ir.lower;

import dev.tenon.error.InternalErrorException;
import dev.tenon.error.ModelException;
import dev.tenon.error.UnknownRankException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.InvalidNodeException;
import dev.tenon.ir.graph.Origin;
import dev.tenon.layers.base.LayerNode;
import java.util.List;

/** Names the layer in what its building and its call throw. */
final class LayerFailure {
  private LayerFailure() {}

  /**
   * Returns what is to be thrown.
   *
   * @param path the path of the call
   * @param failure what the layer threw
   */
  static RuntimeException at(LayerNode node, String path, RuntimeException failure) {
    String where = "layer " + node;
    Origin origin = new Origin(path, node.layer().className());
    if (failure instanceof UnsupportedModelException unsupported
        && !(failure instanceof UnknownRankException)) {
      return listed(unsupported, where, origin);
    }
    if (failure instanceof ModelException said) {
      return said.from(where, path);
    }
    if (failure instanceof InvalidNodeException invalid) {
      return invalid.origin().equals(origin)
          ? invalid
          : new InvalidNodeException(origin, where, failure);
    }
    if (failure instanceof IllegalArgumentException) {
      return new InvalidNodeException(origin, where, failure);
    }
    if (failure instanceof ArithmeticException) {
      // Lengths are computed exactly, so that a wild one ends here and not in a small wrong one.
      return new InvalidNodeException(
          origin,
          where,
          "a number in its configuration, or a length that follows from one, is too large: "
              + node.layer(),
          failure);
    }
    return failure instanceof IndexOutOfBoundsException
            || failure instanceof NullPointerException
            || failure instanceof ClassCastException
            || failure instanceof NegativeArraySizeException
        ? new InternalErrorException(where, failure)
        : failure;
  }

  private static UnsupportedModelException listed(
      UnsupportedModelException failure, String where, Origin origin) {
    if (!failure.origin().isEmpty()) {
      return failure;
    }
    String place = failure.where().isEmpty() ? where : where + ": " + failure.where();
    List<String> lines =
        failure.unsupported().isEmpty()
            ? List.of(origin.kind() + ": '" + origin.path() + "'")
            : failure.unsupported();
    return new UnsupportedModelException(place, failure.what(), origin.path(), lines, failure);
  }
}
