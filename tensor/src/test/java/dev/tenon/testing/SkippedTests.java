package dev.tenon.testing;

import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints at the end of a run which tests were skipped, and why. */
public final class SkippedTests implements TestExecutionListener {
  private final Map<String, String> skipped = new TreeMap<>();

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    add(test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      add(test, result.getThrowable().map(Throwable::getMessage).orElse(""));
    }
  }

  private synchronized void add(TestIdentifier test, String reason) {
    String place = test.getUniqueId().replaceAll(".*\\[class:([^]]*)].*", "$1");
    String lines = reason.lines().findFirst().orElse("no reason");
    skipped.put(place + " " + test.getDisplayName(), lines);
  }

  @Override
  public synchronized void testPlanExecutionFinished(TestPlan plan) {
    skipped.forEach((test, reason) -> System.out.println("skipped: " + test + ": " + reason));
    skipped.clear();
  }
}
