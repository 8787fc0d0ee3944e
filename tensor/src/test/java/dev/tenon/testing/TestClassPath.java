package dev.tenon.testing;

/** The class path of the running tests, for processes and compilations that they start. */
public final class TestClassPath {
  private TestClassPath() {}

  /** Returns the entries, separated as the system does it; Surefire keeps them in a property. */
  public static String text() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
