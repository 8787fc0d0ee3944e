package dev.tenon.cli.dataset;

/** What a network predicts. */
public enum Task {
  /** One of some classes. */
  CLASSIFICATION,
  /** A number. */
  REGRESSION
}
