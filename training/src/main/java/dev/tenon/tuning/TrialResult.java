package dev.tenon.tuning;

import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one fit.
 *
 * @param testScore on the samples that were held out
 * @param trainScore on those learned from; NaN where it was not measured
 * @param fitTime in seconds
 * @param scoreTime in seconds
 * @param failure why it failed; null where it did not
 * @param weights what a later trial goes on from; null where there is none
 */
record TrialResult(
    double testScore,
    double trainScore,
    double fitTime,
    double scoreTime,
    @Nullable RuntimeException failure,
    @Nullable List<Tensor> weights)
    implements Serializable {
  TrialResult withoutWeights() {
    return new TrialResult(testScore, trainScore, fitTime, scoreTime, failure, null);
  }

  /** An exception of a user's can hold what is not serializable; its text travels in any case. */
  private Object writeReplace() {
    if (failure == null || isSerializable(failure)) {
      return this;
    }
    String message = failure.getMessage();
    RuntimeException plain =
        new IllegalStateException(message == null ? failure.toString() : message);
    plain.setStackTrace(failure.getStackTrace());
    return new TrialResult(testScore, trainScore, fitTime, scoreTime, plain, weights);
  }

  private static boolean isSerializable(RuntimeException failure) {
    try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      out.writeObject(failure);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
