package dev.tenon.verify;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking one model.
 *
 * @param status what it came to
 * @param maxAbsDiff the largest absolute difference; 0 where nothing was compared
 * @param relDiff the largest relative difference; 0 where nothing was compared
 * @param engine the engine that decided, or all that were asked
 * @param message a sentence where something is wrong, or was not compared; empty otherwise
 * @param bound the largest relative difference that counted as equal; null where there was none:
 *     nothing was compared, or each output had a bound of its own
 */
public record Verdict(
    Status status,
    double maxAbsDiff,
    double relDiff,
    String engine,
    String message,
    @Nullable Bound bound) {

  /** Creates the verdict on a model with which nothing was compared. */
  public Verdict(Status status, double maxAbsDiff, double relDiff, String engine, String message) {
    this(status, maxAbsDiff, relDiff, engine, message, null);
  }

  /** Returns the same with a sentence more. */
  Verdict saying(String more) {
    String both = message.isEmpty() ? more : message + "; " + more;
    return new Verdict(status, maxAbsDiff, relDiff, engine, both, bound);
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
