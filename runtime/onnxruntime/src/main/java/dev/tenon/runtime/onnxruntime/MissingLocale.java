package dev.tenon.runtime.onnxruntime;

import ai.onnxruntime.OrtException;
import dev.tenon.error.MalformedModelException;

/**
 * Recognises that the system lacks the locale that a StringNormalizer names.
 *
 * <p>ONNX Runtime's code for it is that of any failure; only its text names the locale.
 */
final class MissingLocale {
  private MissingLocale() {}

  /** Says whether the cause of a refusal is a missing locale. */
  static boolean is(MalformedModelException refusal) {
    return refusal.getCause() instanceof OrtException failure
        && String.valueOf(failure.getMessage()).contains("Failed to construct locale");
  }
}
