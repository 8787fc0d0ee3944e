package dev.tenon.verify;

import java.util.Locale;

/**
 * What came of checking one model.
 *
 * @param status what it came to
 * @param maxAbsDiff the largest absolute difference; 0 where nothing was compared
 * @param relDiff the largest relative difference; 0 where nothing was compared
 * @param engine the engine that decided, or all that were asked
 * @param message a sentence where something is wrong; empty otherwise
 */
public record Verdict(
    Status status, double maxAbsDiff, double relDiff, String engine, String message) {

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
