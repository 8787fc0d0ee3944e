package dev.tenon.metrics;

final class Confusion {
  static final double EPSILON = 1e-7;

  private Confusion() {}
}
