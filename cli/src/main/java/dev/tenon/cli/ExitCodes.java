package dev.tenon.cli;

/** What the command returns to the shell; 0 where all is well. */
final class ExitCodes {
  /** Exit code: what was asked for was done, and the answer is no. */
  static final int FINDINGS = 1;

  /** Exit code: the command line, or a file it names, is wrong. */
  static final int USAGE = 2;

  /** Exit code: what was asked for was done, and nothing could be compared with it. */
  static final int UNCHECKED = 3;

  private ExitCodes() {}
}
