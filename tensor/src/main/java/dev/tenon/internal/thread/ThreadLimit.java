package dev.tenon.internal.thread;

/** The system property {@code tenon.threads}: how many threads an operator may use. */
public final class ThreadLimit {
  private ThreadLimit() {}

  /** Says whether Java, too, may share one call's work among threads. */
  public static boolean isOpen() {
    return !"1".equals(System.getProperty("tenon.threads"));
  }
}
