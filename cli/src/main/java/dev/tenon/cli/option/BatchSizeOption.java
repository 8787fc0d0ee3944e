package dev.tenon.cli.option;

import picocli.CommandLine.Option;

/** The option that says how many samples are computed at once. */
public final class BatchSizeOption {
  @Option(names = "--batch-size", paramLabel = "N", description = "By default 32.")
  private int batchSize = 32;

  /**
   * Fails where the number is not above 0.
   *
   * @throws IllegalArgumentException that names the option
   */
  public void check() {
    OptionNumbers.atLeast("--batch-size", 1, batchSize);
  }

  /** Returns the number of samples. */
  public int value() {
    return batchSize;
  }
}
