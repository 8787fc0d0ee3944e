package dev.tenon.verify;

import dev.tenon.engine.Engine;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The result of a check of one model.
 *
 * @param status the status
 * @param maxAbsDiff the largest absolute difference; 0 without a comparison
 * @param relDiff the largest relative difference; 0 without a comparison
 * @param engines the engine that determined the status, or all engines
 * @param message a sentence about a problem or a missing comparison; otherwise empty
 * @param bound the largest relative difference that counted as equal; null without a comparison or
 *     with a bound for each output
 */
public record Verdict(
    Status status,
    double maxAbsDiff,
    double relDiff,
    List<Engine> engines,
    String message,
    @Nullable Bound bound) {

  /**
   * Creates a verdict without a bound.
   *
   * @param status the status
   * @param maxAbsDiff the largest absolute difference
   * @param relDiff the largest relative difference
   * @param engines the engines
   * @param message a sentence; can be empty
   */
  public Verdict(
      Status status, double maxAbsDiff, double relDiff, List<Engine> engines, String message) {
    this(status, maxAbsDiff, relDiff, engines, message, null);
  }

  /** Returns a copy with another sentence added. */
  Verdict saying(String more) {
    String both = message.isEmpty() ? more : message + "; " + more;
    return new Verdict(status, maxAbsDiff, relDiff, engines, both, bound);
  }

  /** Returns the ids of the engines with a plus sign between them. */
  public String engineNames() {
    return engines.stream().map(Engine::id).collect(Collectors.joining("+"));
  }

  /** The status of a check, the best first. */
  public enum Status {
    /** Every engine returns the recorded values. */
    OK,
    /** As {@link #OK}, but the recorded values are all zero, which proves little. */
    WEAK,
    /** The model loads and runs; there is no recording. */
    LOADED,
    /** An engine returns other values. */
    DIFFERS,
    /** The model has operators, layers or types that Tenon does not support. */
    UNSUPPORTED,
    /** The file is damaged. */
    MALFORMED,
    /** Another failure. */
    ERROR;

    /** Returns the name in lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether the check found no problem. */
    public boolean good() {
      return compareTo(LOADED) <= 0;
    }
  }
}
