package dev.tenon.verify;

import dev.tenon.engine.Engine;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking one model.
 *
 * @param status what it came to
 * @param maxAbsDiff the largest absolute difference; 0 where nothing was compared
 * @param relDiff the largest relative difference; 0 where nothing was compared
 * @param engines the engine that decided, or all that were asked
 * @param message a sentence where something is wrong, or was not compared; empty otherwise
 * @param bound the largest relative difference that counted as equal; null where there was none:
 *     nothing was compared, or each output had a bound of its own
 */
public record Verdict(
    Status status,
    double maxAbsDiff,
    double relDiff,
    List<Engine> engines,
    String message,
    @Nullable Bound bound) {

  /** Creates the verdict on a model with which nothing was compared. */
  public Verdict(
      Status status, double maxAbsDiff, double relDiff, List<Engine> engines, String message) {
    this(status, maxAbsDiff, relDiff, engines, message, null);
  }

  /** Returns the same with a sentence more. */
  Verdict saying(String more) {
    String both = message.isEmpty() ? more : message + "; " + more;
    return new Verdict(status, maxAbsDiff, relDiff, engines, both, bound);
  }

  /** Returns the ids of the engines with a plus sign between them. */
  public String engineNames() {
    return engines.stream().map(Engine::id).collect(Collectors.joining("+"));
  }

  /** What checking a model may come to, the best first. */
  public enum Status {
    /** Every engine asked gives the golden numbers. */
    OK,
    /** As ok, but the golden is all zero, so that this proves little. */
    WEAK,
    /** There is no golden; the model loads and runs. */
    LOADED,
    /** An engine gives other numbers. */
    DIFFERS,
    /** The model holds something beyond Tenon. */
    UNSUPPORTED,
    /** The file is wrong. */
    MALFORMED,
    /** Something else failed. */
    ERROR;

    /** Returns the name in lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Says whether nothing is wrong. */
    public boolean good() {
      return compareTo(LOADED) <= 0;
    }
  }
}
