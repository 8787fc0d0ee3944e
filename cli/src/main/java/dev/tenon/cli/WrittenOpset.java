package dev.tenon.cli;

import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.onnx.OnnxOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Which opset a model is written in: the one asked for, else that of an ONNX file, else the
 * default.
 *
 * @param asked null where the user did not ask for one
 */
record WrittenOpset(@Nullable Integer asked) {
  /** Writes a model with options. */
  @FunctionalInterface
  interface Writing {
    void write(OnnxOptions options) throws IOException;
  }

  /** Writes, and returns the opset. */
  int write(Model model, OnnxOptions options, Writing writing) throws IOException {
    int first = asked == null ? own(model, options.opset()) : asked;
    try {
      writing.write(options.withOpset(first));
      return first;
    } catch (UnsupportedModelException e) {
      // An operator that Tenon put together may be younger than the nodes that it was made of.
      if (asked != null || first >= options.opset()) {
        throw e;
      }
    }
    writing.write(options);
    return options.opset();
  }

  private static int own(Model model, int otherwise) {
    long own = model.onnxOpset();
    return own == 0
        ? otherwise
        : (int) Math.max(OnnxOptions.OLDEST_OPSET, Math.min(OnnxOptions.NEWEST_OPSET, own));
  }
}
