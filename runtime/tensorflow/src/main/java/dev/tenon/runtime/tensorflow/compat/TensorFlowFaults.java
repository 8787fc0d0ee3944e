package dev.tenon.runtime.tensorflow.compat;

import dev.tenon.runtime.internal.Workaround;
import java.util.List;

/** The faults of TensorFlow that Tenon works around; {@code tests/upgrade} tries each. */
public final class TensorFlowFaults {
  private static final String SEEN = "1.1.0 (TensorFlow 2.18)";

  public static final Workaround OPERAND_RANKS =
      new Workaround(
          "operand_ranks",
          SEEN,
          "kernels take the rank of an operand for granted, and end the process");

  public static final Workaround HUGE_SHAPES =
      new Workaround(
          "huge_shapes",
          SEEN,
          "a shape of huge lengths overflows while shapes are inferred, and ends the process");

  public static final Workaround EQUAL_LENGTHS =
      new Workaround("equal_lengths", SEEN, "kernels read two operands as if they had one length");

  public static final Workaround SIZES =
      new Workaround(
          "sizes",
          SEEN,
          "a size from an operand is allocated without a check, and ends the process");

  public static final Workaround RANGES =
      new Workaround(
          "ranges", SEEN, "a Range whose steps overflow ends the process, or takes minutes");

  public static final Workaround PERMUTATIONS =
      new Workaround(
          "permutations", SEEN, "a permutation that names an axis twice ends the process");

  public static final Workaround SHAPE_LENGTHS =
      new Workaround("shape_lengths", SEEN, "a shape of more than 254 axes ends the process");

  public static final Workaround POOL_WINDOWS =
      new Workaround(
          "pool_windows", SEEN, "oneDNN divides by zero where a window is larger than its image");

  public static final Workaround LSTM_STATES =
      new Workaround(
          "lstm_states", SEEN, "LSTMBlockCell reads peepholes and states of other lengths");

  public static final Workaround HIDDEN_SHAPES =
      new Workaround(
          "hidden_shapes", SEEN, "gathers in batches end the process while shapes are inferred");

  public static final Workaround RAGGED_ROWS =
      new Workaround("ragged_rows", SEEN, "RaggedTensorToTensor reads row splits that do not rise");

  public static final Workaround SCATTER_UPDATES =
      new Workaround("scatter_updates", SEEN, "ScatterNd ends the process where updates lack axes");

  public static final Workaround DEPTHWISE_CHANNELS =
      new Workaround(
          "depthwise_channels",
          SEEN,
          "oneDNN ends the process where channels and filters differ in number");

  public static final Workaround TRANSPOSED_SHAPES =
      new Workaround(
          "transposed_shapes",
          SEEN,
          "oneDNN ends the process where the shapes of a transposed convolution differ");

  public static final Workaround LOOP_FRAMES =
      new Workaround("loop_frames", SEEN, "an Exit from no loop ends the process");

  public static final Workaround STATEFUL_FUNCTIONS =
      new Workaround(
          "stateful_functions",
          SEEN,
          "a stateful operation in an inlined function ends the process");

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
