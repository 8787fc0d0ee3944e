package dev.tenon.runtime.tensorflow.session;

import dev.tenon.error.RunStoppedException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.text.PlainText;
import dev.tenon.ir.pass.RunGuards;
import dev.tenon.runtime.tensorflow.ops.image.WindowGuard;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * Says in the words of a model why TensorFlow could not run it.
 *
 * <p>The kind of failure is TensorFlow's type of exception. Which node failed, and for which index,
 * stands in TensorFlow's text only, so this class reads it; where it cannot, the text is shown.
 */
final class RunFailure {
  private static final Pattern INDEX =
      Pattern.compile(
          "indices(?:\\[([0-9,]*)\\])? = (-?[0-9]+) is not in \\[0, ([0-9]+)\\).*?node ([^{}]+?)/Gather",
          Pattern.DOTALL);

  /** The step's name, without the operation of TensorFlow that it became last. */
  private static final Pattern NODE = Pattern.compile("\\{\\{node ([^{}]+?)(?:/[^{}/]*)?\\}\\}");

  private static final Pattern WINDOW =
      Pattern.compile("\\{\\{node ([^{}]+?)/" + WindowGuard.NAME + "/");

  private static final Pattern COLLECTIVE =
      Pattern.compile("Collective ops is aborted|Collective has timed out");

  private static final int LONGEST = 600;

  private RunFailure() {}

  /**
   * Returns what is to be thrown: an error that names the layer and the index, or the step and the
   * inputs; a failure that is not TensorFlow's as it is. TensorFlow's own types never leave Tenon.
   *
   * @param inputs what the model was fed
   */
  static RuntimeException explain(RuntimeException failure, Map<String, Tensor> inputs) {
    String message = PlainText.lines(String.valueOf(failure.getMessage()));
    if (failure instanceof TensorFlowException && COLLECTIVE.matcher(message).find()) {
      return new IllegalStateException(
          "the processes that train together have lost one of them, or it did not answer in time: "
              + PlainText.oneLine(message),
          failure);
    }
    if (failure instanceof TFResourceExhaustedException) {
      return new IllegalArgumentException(
          unfit(message, inputs) + ": that takes more memory than there is, feed fewer samples",
          failure);
    }
    if (failure instanceof TFUnimplementedException) {
      return new UnsupportedModelException(
          PlainText.oneLine(unfit(message, inputs)), List.of(), failure);
    }
    if (failure instanceof TensorFlowException) {
      return new IllegalArgumentException(unfit(message, inputs), failure);
    }
    if (!(failure instanceof TFInvalidArgumentException)) {
      return failure;
    }
    RunStoppedException stopped = RunGuards.explain(failure);
    if (stopped != null) {
      return stopped;
    }
    Matcher index = INDEX.matcher(message);
    if (!index.find()) {
      return new IllegalArgumentException(unfit(message, inputs), failure);
    }
    String place = index.group(1) == null ? "" : ", at [" + index.group(1).replace(",", ", ") + "]";
    long length = Long.parseLong(index.group(3));
    return new IllegalArgumentException(
        "'"
            + index.group(4)
            + "': the input holds "
            + index.group(2)
            + place
            + "; expected 0 to "
            + (length - 1)
            + ", the rows of the table (input_dim of an Embedding)",
        failure);
  }

  private static String unfit(String message, Map<String, Tensor> inputs) {
    Matcher window = WINDOW.matcher(message);
    if (window.find()) {
      return "the window of '"
          + window.group(1)
          + "' is larger than what it is given, for inputs of the shapes "
          + shapes(inputs)
          + ": feed larger ones";
    }
    Matcher node = NODE.matcher(message);
    String step = node.find() ? "'" + node.group(1) + "' of the model" : "the model";
    // Where several steps failed, the first line only counts them.
    String reason =
        message
            .lines()
            .filter(line -> !line.contains("root error(s) found"))
            .findFirst()
            .orElse("")
            .replaceFirst("^\\s*\\(0\\) [A-Z_]+: ", "")
            .strip();
    if (reason.length() > LONGEST) {
      // Some of TensorFlow's messages repeat what a file says, whatever its length.
      reason = reason.substring(0, LONGEST) + " …";
    }
    String shapes = shapes(inputs);
    return "TensorFlow cannot run "
        + step
        + (shapes.isEmpty() ? "" : " on inputs of the shapes " + shapes)
        + " ("
        + reason
        + ")"
        + (batches(inputs) > 1
            ? ": all inputs must have as many samples, in their first axis"
            : "");
  }

  private static String shapes(Map<String, Tensor> inputs) {
    return inputs.entrySet().stream()
        .map(input -> "'" + input.getKey() + "' " + input.getValue().shapeString())
        .collect(Collectors.joining(", "));
  }

  private static long batches(Map<String, Tensor> inputs) {
    return inputs.values().stream()
        .filter(tensor -> tensor.rank() > 0)
        .map(tensor -> tensor.dim(0))
        .distinct()
        .count();
  }
}
