package dev.tenon.limits;

import dev.tenon.error.UnsupportedModelException;
import java.util.List;

/**
 * How large a model's files may be, for programs that load models of strangers.
 *
 * <p>A file that exceeds a limit is refused with an {@link UnsupportedModelException} that names it
 * and says how to raise it. The defaults are beyond every model that a computer of today holds.
 * Written as {@code LoadLimits.DEFAULTS.bytes(100_000_000).nodes(10_000)}.
 *
 * <p>Apart from these, each format has bounds of its own, such as how far an honest archive may
 * shrink what is in it.
 *
 * @param bytes how many bytes the files of a model may have together, and how many an entry of an
 *     archive may have unpacked; 1,099,511,627,776 (1 TiB) by default
 * @param elements how many elements one weight or constant may have; 1,099,511,627,776 by default
 * @param nodes how many layers a Keras model may have, or nodes a graph, with every function
 *     written out wherever it is called; 1,000,000 by default
 * @param nesting how deep models may lie in models, graphs in graphs, and calls of functions in
 *     functions; 64 by default, at most {@value #MOST_NESTING}
 */
public record LoadLimits(long bytes, long elements, long nodes, int nesting) {
  /** The deepest nesting that may be allowed: readers call themselves, and need Java's stack. */
  public static final int MOST_NESTING = 100;

  /** Beyond every model that a computer of today holds. */
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

  /** Returns the same limits with another number of bytes. */
  public LoadLimits bytes(long limit) {
    return new LoadLimits(limit, elements, nodes, nesting);
  }

  /** Returns the same limits with another number of elements of one tensor. */
  public LoadLimits elements(long limit) {
    return new LoadLimits(bytes, limit, nodes, nesting);
  }

  /** Returns the same limits with another number of layers or nodes. */
  public LoadLimits nodes(long limit) {
    return new LoadLimits(bytes, elements, limit, nesting);
  }

  /** Returns the same limits with another depth. */
  public LoadLimits nesting(int limit) {
    return new LoadLimits(bytes, elements, nodes, limit);
  }

  /**
   * Refuses too many bytes.
   *
   * @param where starts the sentence of the exception, such as the name of the file
   */
  public void checkBytes(String where, long received) {
    check(where, "bytes", received, bytes);
  }

  /**
   * Refuses a tensor of too many elements.
   *
   * @param where starts the sentence of the exception
   * @param shape the length of each axis; those that are not known are negative, and count as 1
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
   * Refuses too many layers or nodes.
   *
   * @param where starts the sentence of the exception
   */
  public void checkNodes(String where, long received) {
    check(where, "nodes", received, nodes);
  }

  /**
   * Refuses what lies too deep.
   *
   * @param where starts the sentence of the exception
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
