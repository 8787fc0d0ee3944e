package dev.tenon.runtime.tensorflow.gradient;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognises that TensorFlow has no gradient for an operation.
 *
 * <p>TensorFlow's C API reports it as an invalid argument, as it does much else, and names the
 * operation in the text only.
 */
final class MissingGradient {
  private static final Pattern MISSING = Pattern.compile("No gradient defined for op: (\\w+)");

  private MissingGradient() {}

  /** Returns the kind of operation; null where something else failed. */
  static @Nullable String operation(RuntimeException failure) {
    Matcher matcher = MISSING.matcher(String.valueOf(failure.getMessage()));
    return matcher.find() ? matcher.group(1) : null;
  }
}
