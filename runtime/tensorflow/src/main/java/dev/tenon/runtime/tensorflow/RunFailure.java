package dev.tenon.runtime.tensorflow;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in the words of a model why TensorFlow could not run it. */
final class RunFailure {
  private static final Pattern INDEX =
      Pattern.compile(
          "indices(?:\\[([0-9,]*)\\])? = (-?[0-9]+) is not in \\[0, ([0-9]+)\\).*?node ([^{}]+?)/Gather",
          Pattern.DOTALL);

  private RunFailure() {}

  /** Returns what is to be thrown: an error that names the layer and the index, else this one. */
  static RuntimeException explain(RuntimeException failure) {
    Matcher index = INDEX.matcher(String.valueOf(failure.getMessage()));
    if (!index.find()) {
      return failure;
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
}
