package dev.tenon.cli.convert;

import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.saving.onnx.OnnxOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Which opset a model is written in: the one asked for, else that of an ONNX file, else the
 * default; where nobody asked for one and the model needs a later one, the first that will do.
 *
 * @param asked null where the user did not ask for one
 */
public record WrittenOpset(@Nullable Integer asked) {
  /** Writes a model with options. */
  @FunctionalInterface
  public interface Writing {
    public void write(OnnxOptions options) throws IOException;
  }

  /** Writes, and returns the opset. */
  public int write(Model model, OnnxOptions options, Writing writing) throws IOException {
    int first = asked == null ? own(model, options.opset()) : asked;
    try {
      writing.write(options.opset(first));
      return first;
    } catch (UnsupportedModelException e) {
      if (asked != null) {
        throw e;
      }
      return later(first, options, writing, e);
    }
  }

  /**
   * Writes in the first later opset that has what the model needs: an operator, a type, or what
   * Tenon put together of the nodes of an older file.
   */
  private static int later(
      int first, OnnxOptions options, Writing writing, UnsupportedModelException refused)
      throws IOException {
    // What even the newest opset refuses is what the user has to know.
    UnsupportedModelException last = refused;
    for (int opset = first + 1; opset <= OnnxOptions.NEWEST_OPSET; opset++) {
      try {
        writing.write(options.opset(opset));
        return opset;
      } catch (UnsupportedModelException e) {
        last = e;
      }
    }
    throw last;
  }

  private static int own(Model model, int otherwise) {
    long own = model.onnx().opset();
    return own == 0
        ? otherwise
        : (int) Math.max(OnnxOptions.OLDEST_OPSET, Math.min(OnnxOptions.NEWEST_OPSET, own));
  }
}
