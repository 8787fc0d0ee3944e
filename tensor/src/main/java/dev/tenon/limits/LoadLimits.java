package dev.tenon.limits;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.options.Setters;
import java.util.List;

/**
 * Limits of the size of model files, for programs that load untrusted models.
 *
 * <p>A file beyond a limit fails with an {@link UnsupportedModelException} that names the file and
 * the limit. The defaults exceed every practical model: {@code
 * LoadLimits.DEFAULTS.bytes(100_000_000).nodes(10_000)} lowers them. Each format has further limits
 * of its own, such as the compression ratio of an archive.
 *
 * @param bytes the bytes of all files of a model together, and of an unpacked archive entry;
 *     1,099,511,627,776 (1 TiB) by default
 * @param elements the elements of one weight or constant; 1,099,511,627,776 by default
 * @param nodes the layers of a Keras model or the nodes of a graph, with functions expanded at
 *     every call; 1,000,000 by default
 * @param nesting the depth of models in models, graphs in graphs and function calls; 64 by default,
 *     at most {@value dev.tenon.limits.LoadLimits#MOST_NESTING}
 */
@Setters
public record LoadLimits(long bytes, long elements, long nodes, int nesting)
    implements LoadLimitsSetters {
  /** The deepest nesting that may be allowed: readers call themselves, and need Java's stack. */
  public static final int MOST_NESTING = 100;

  /** The defaults, which exceed every practical model. */
  public static final LoadLimits DEFAULTS = new LoadLimits(1L << 40, 1L << 40, 1_000_000, 64);

  public LoadLimits {
    require(bytes >= 1, "bytes", "at least 1", bytes);
    require(elements >= 1, "elements", "at least 1", elements);
    require(nodes >= 1, "nodes", "at least 1", nodes);
    require(
        nesting >= 1 && nesting <= MOST_NESTING, "nesting", "from 1 to " + MOST_NESTING, nesting);
  }

  private static void require(boolean holds, String what, String expected, long received) {
    if (!holds) {
      throw new IllegalArgumentException(
          "load limits: " + what + " must be " + expected + ", received " + received);
    }
  }

  /**
   * Checks a number of bytes.
   *
   * @param where the start of the message, such as the name of the file
   */
  public void checkBytes(String where, long received) {
    check(where, "bytes", received, bytes);
  }

  /**
   * Checks the number of elements of a tensor.
   *
   * @param where the start of the message
   * @param shape the length of each axis; negative lengths are unknown and count as 1
   * @return the number of elements
   */
  public long checkElements(String where, List<Long> shape) {
    long count = shape.contains(0L) ? 0 : 1;
    for (long length : shape) {
      // A number that does not fit stands for one above every limit.
      count = length > 1 && count > Long.MAX_VALUE / length ? Long.MAX_VALUE : count;
      count = length > 1 && count < Long.MAX_VALUE ? count * length : count;
    }
    check(where, "elements", count, elements);
    return count;
  }

  /**
   * Checks a number of layers or nodes.
   *
   * @param where the start of the message
   */
  public void checkNodes(String where, long received) {
    check(where, "nodes", received, nodes);
  }

  /**
   * Checks a depth.
   *
   * @param where the start of the message
   */
  public void checkNesting(String where, int received) {
    if (received > nesting) {
      throw exceeded(where, "nests deeper than " + nesting, "nesting", received);
    }
  }

  private static void check(String where, String what, long received, long limit) {
    if (received > limit) {
      throw exceeded(
          where,
          "has "
              + (received == Long.MAX_VALUE ? "more than " + limit : received)
              + " "
              + what
              + "; the limit is "
              + limit,
          what,
          received);
    }
  }

  private static UnsupportedModelException exceeded(
      String where, String sentence, String what, long received) {
    return new UnsupportedModelException(
        where,
        sentence
            + ": if you trust the file, load it with LoadLimits.DEFAULTS."
            + what
            + "("
            + (received == Long.MAX_VALUE ? "…" : received)
            + ")");
  }
}
