package dev.tenon.quantizers;

/** Checks what the configurations have in common that look at data. */
final class Calibration {
  private Calibration() {}

  static void check(String where, long numSamples, long sequenceLength, long groupSize) {
    if (numSamples < 1 || sequenceLength < 1) {
      throw new IllegalArgumentException(
          where
              + ": numSamples and sequenceLength must be 1 or more, received "
              + numSamples
              + " and "
              + sequenceLength);
    }
    if (groupSize < -1 || groupSize == 0) {
      throw new IllegalArgumentException(
          where + ": groupSize must be -1 or 1 and more, received " + groupSize);
    }
  }
}
