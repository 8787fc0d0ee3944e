package dev.tenon.layers.regularization;

/** A random layer whose strength is a rate from 0 to 1. */
interface DropoutLayer extends RandomLayer {
  /** Returns the share of entries, or of channels, that it changes. */
  double rate();

  @Override
  default double strength() {
    double rate = rate();
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate must be from 0 to 1, it is " + rate);
    }
    return rate;
  }
}
