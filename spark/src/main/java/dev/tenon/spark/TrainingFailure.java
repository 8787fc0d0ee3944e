package dev.tenon.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says why a training on a cluster has failed: Spark tells it of a barrier stage in a text only.
 */
final class TrainingFailure {
  /** The first exception that Spark's text of a failed barrier stage tells of. */
  private static final Pattern CAUSE = Pattern.compile("\\b((?:[a-z]+\\.)+[A-Z]\\w+): ([^\\n]+)");

  private static final Pattern LOSS =
      Pattern.compile(
          "ExecutorLostFailure|FetchFailed|TaskKilled|barrier\\(\\) call"
              + "|the processes that train together have lost one of them");

  private TrainingFailure() {}

  /** Says whether a job has failed because a task or its executor was lost. */
  static boolean isLoss(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return LOSS.matcher(message).find();
  }

  /**
   * Returns what is to be thrown.
   *
   * @param uid the estimator
   * @param restarts how often the training was started again
   * @param failure what a job has thrown
   */
  static RuntimeException of(String uid, int restarts, Exception failure) {
    if (failure instanceof RuntimeException own) {
      return own;
    }
    String message = String.valueOf(failure.getMessage());
    Matcher cause = CAUSE.matcher(message);
    String reason = cause.find() ? cause.group(2) : message.lines().findFirst().orElse("");
    String all =
        uid
            + ": the training failed"
            + (restarts == 0 ? "" : " after " + restarts + " restarts")
            + ": "
            + reason;
    return message.contains(IllegalArgumentException.class.getName())
        ? new IllegalArgumentException(all, failure)
        : new IllegalStateException(all, failure);
  }
}
