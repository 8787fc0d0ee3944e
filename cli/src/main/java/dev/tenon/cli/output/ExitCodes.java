package dev.tenon.cli.output;

/** What the command returns to the shell; 0 where all is well. */
public final class ExitCodes {
  /** Exit code: what was asked for was done, and the answer is no. */
  public static final int FINDINGS = 1;

  /** Exit code: the command line, or a file it names, is wrong. */
  public static final int USAGE = 2;

  /** Exit code: what was asked for was done, and nothing could be compared with it. */
  public static final int UNCHECKED = 3;

  /** Exit code: Tenon itself failed; {@code EX_SOFTWARE} of {@code sysexits.h}. */
  public static final int SOFTWARE = 70;

  private ExitCodes() {}
}
