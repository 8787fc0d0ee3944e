package dev.tenon.runtime.tensorflow.compat;

import dev.tenon.runtime.internal.Workaround;
import java.util.List;

/** The faults of TensorFlow that Tenon works around; {@code tests/upgrade} tries each. */
public final class TensorFlowFaults {
  private static final String SEEN = "1.1.0 (TensorFlow 2.18)";

  /** No report of the same fault is known. */
  private static final String NONE = "";

  public static final Workaround OPERAND_RANKS =
      new Workaround(
          "operand_ranks",
          SEEN,
          "kernels take the rank of an operand for granted, and end the process",
          "https://github.com/tensorflow/tensorflow/issues/112536");

  public static final Workaround HUGE_SHAPES =
      new Workaround(
          "huge_shapes",
          SEEN,
          "constants of shapes that no memory holds are made ahead of the run, after ten seconds",
          NONE);

  public static final Workaround EQUAL_LENGTHS =
      new Workaround(
          "equal_lengths", SEEN, "kernels read two operands as if they had one length", NONE);

  public static final Workaround SIZES =
      new Workaround(
          "sizes",
          SEEN,
          "a size from an operand is allocated without a check, and ends the process",
          "https://github.com/tensorflow/tensorflow/pull/115729");

  public static final Workaround RANGES =
      new Workaround(
          "ranges",
          SEEN,
          "a Range whose steps overflow ends the process, or takes minutes",
          "https://github.com/tensorflow/tensorflow/issues/122746");

  public static final Workaround PERMUTATIONS =
      new Workaround(
          "permutations",
          SEEN,
          "a negative axis of a permutation is written outside the result",
          "https://github.com/tensorflow/tensorflow/issues/63685");

  public static final Workaround SHAPE_LENGTHS =
      new Workaround(
          "shape_lengths",
          SEEN,
          "a shape of more than 254 axes ends the process",
          "https://github.com/tensorflow/tensorflow/issues/126129");

  public static final Workaround POOL_WINDOWS =
      new Workaround(
          "pool_windows",
          SEEN,
          "oneDNN divides by zero where a window is larger than its image",
          "https://github.com/tensorflow/tensorflow/issues/125509");

  public static final Workaround LSTM_STATES =
      new Workaround(
          "lstm_states",
          SEEN,
          "LSTMs read steps beyond their sequence, and peepholes of another length",
          "https://github.com/tensorflow/tensorflow/pull/125400");

  public static final Workaround HIDDEN_SHAPES =
      new Workaround(
          "hidden_shapes",
          SEEN,
          "gathers in batches end the process while shapes are inferred",
          "https://github.com/tensorflow/tensorflow/issues/62985");

  public static final Workaround RAGGED_ROWS =
      new Workaround(
          "ragged_rows",
          SEEN,
          "RaggedTensorToTensor reads row splits that do not rise",
          "https://github.com/tensorflow/tensorflow/issues/85240");

  public static final Workaround SCATTER_UPDATES =
      new Workaround(
          "scatter_updates",
          SEEN,
          "ScatterNd ends the process where updates lack axes",
          "https://github.com/tensorflow/tensorflow/pull/123379");

  public static final Workaround DEPTHWISE_CHANNELS =
      new Workaround(
          "depthwise_channels",
          SEEN,
          "oneDNN ends the process where channels and filters differ in number",
          NONE);

  public static final Workaround TRANSPOSED_SHAPES =
      new Workaround(
          "transposed_shapes",
          SEEN,
          "oneDNN ends the process where the shapes of a transposed convolution differ",
          "https://github.com/tensorflow/tensorflow/pull/125049");

  public static final Workaround LOOP_FRAMES =
      new Workaround("loop_frames", SEEN, "an Exit from no loop ends the process", NONE);

  public static final Workaround STATEFUL_FUNCTIONS =
      new Workaround(
          "stateful_functions",
          SEEN,
          "a stateful operation in an inlined function ends the process",
          NONE);

  /** All of them. */
  public static final List<Workaround> ALL =
      List.of(
          OPERAND_RANKS,
          HUGE_SHAPES,
          EQUAL_LENGTHS,
          SIZES,
          RANGES,
          PERMUTATIONS,
          SHAPE_LENGTHS,
          POOL_WINDOWS,
          LSTM_STATES,
          HIDDEN_SHAPES,
          RAGGED_ROWS,
          SCATTER_UPDATES,
          DEPTHWISE_CHANNELS,
          TRANSPOSED_SHAPES,
          LOOP_FRAMES,
          STATEFUL_FUNCTIONS);

  private TensorFlowFaults() {}
}
