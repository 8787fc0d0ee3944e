package dev.tenon.data.text;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * Pads and truncates sequences to one length, as Keras' {@code pad_sequences} does.
 *
 * <p>{@code Sequences.padSequences(reviews, 80)} or {@code
 * Sequences.maxlen(80).padding("post").pad(reviews)}. Immutable.
 *
 * @see <a href="https://keras.io/api/data_loading/timeseries/#pad_sequences-function">Keras:
 *     pad_sequences</a>
 */
public final class Sequences {
  /** The end of a sequence that is padded or truncated. */
  private enum Side {
    PRE,
    POST;

    static Side of(String argument, String word) {
      return switch (word.toLowerCase(Locale.ROOT)) {
        case "pre" -> PRE;
        case "post" -> POST;
        default ->
            throw new IllegalArgumentException(
                argument + ": expected 'pre' or 'post', received '" + word + "'");
      };
    }
  }

  private static final int LONGEST = -1;

  private final int maxlen;
  private final DType dtype;
  private final Side padding;
  private final Side truncating;
  private final double value;

  private Sequences(int maxlen, DType dtype, Side padding, Side truncating, double value) {
    this.maxlen = maxlen;
    this.dtype = dtype;
    this.padding = padding;
    this.truncating = truncating;
    this.value = value;
  }

  /**
   * Returns a padding to a length, with zeros before the sequence and a truncation of its start.
   *
   * @param length the length, at least 0
   * @throws IllegalArgumentException if it is negative
   */
  public static Sequences maxlen(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("maxlen: expected at least 0, received " + length);
    }
    return new Sequences(length, DType.INT32, Side.PRE, Side.PRE, 0);
  }

  /** Returns a padding to the length of the longest sequence. */
  public static Sequences longest() {
    return new Sequences(LONGEST, DType.INT32, Side.PRE, Side.PRE, 0);
  }

  /**
   * Sets the padded end: {@code pre}, before the sequence (the default), or {@code post}.
   *
   * @param side {@code pre} or {@code post}
   * @throws IllegalArgumentException if the word is another one
   */
  public Sequences padding(String side) {
    return new Sequences(maxlen, dtype, Side.of("padding", side), truncating, value);
  }

  /**
   * Sets the truncated end of longer sequences: {@code pre} (the default) or {@code post}.
   *
   * @param side {@code pre} or {@code post}
   * @throws IllegalArgumentException if the word is another one
   */
  public Sequences truncating(String side) {
    return new Sequences(maxlen, dtype, padding, Side.of("truncating", side), value);
  }

  /** Sets the value of the padding; 0 by default. */
  public Sequences value(double newValue) {
    return new Sequences(maxlen, dtype, padding, truncating, newValue);
  }

  /** Sets the element type of the result; int32 by default. */
  public Sequences dtype(DType newDtype) {
    return new Sequences(maxlen, newDtype, padding, truncating, value);
  }

  /**
   * Pads sequences in front with zeros and truncates their start.
   *
   * @param sequences the sequences
   * @param maxlen the length, at least 0
   * @return int32 (sequences, maxlen)
   */
  public static Tensor padSequences(List<int[]> sequences, int maxlen) {
    return maxlen(maxlen).pad(sequences);
  }

  /**
   * Pads and truncates sequences.
   *
   * @param sequences the sequences
   * @return a tensor (sequences, length)
   */
  public Tensor pad(List<int[]> sequences) {
    int length =
        maxlen == LONGEST
            ? sequences.stream().mapToInt(sequence -> sequence.length).max().orElse(0)
            : maxlen;
    Tensor.Writer writer = new Tensor.Writer(dtype, Math.multiplyExact(sequences.size(), length));
    int at = 0;
    for (int[] sequence : sequences) {
      // Python's s[-0:] is the whole sequence, which Keras then cannot store: here it is nothing.
      int kept = Math.min(sequence.length, length);
      int from = truncating == Side.PRE ? sequence.length - kept : 0;
      int gap = length - kept;
      int first = padding == Side.PRE ? gap : 0;
      for (int i = 0; i < length; i++) {
        if (i < first || i >= first + kept) {
          writer.set(at++, value);
        } else {
          writer.set(at++, (long) sequence[from + i - first]);
        }
      }
    }
    return writer.build(sequences.size(), length);
  }
}
