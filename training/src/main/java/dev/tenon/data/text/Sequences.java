package dev.tenon.data.text;

import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pads and truncates sequences to one length, as Keras' {@code pad_sequences} does.
 *
 * <p>{@code Sequences.padSequences(reviews, 80)} or {@code
 * Sequences.of().maxlen(80).padding("post").pad(reviews)}. Immutable.
 *
 * @see <a href="https://keras.io/api/data_loading/timeseries/#pad_sequences-function">Keras:
 *     pad_sequences</a>
 */
public final class Sequences extends SequencesSetters {
  /** The end of a sequence that is padded or truncated. */
  enum Side {
    PRE,
    POST
  }

  /**
   * The arguments of Keras' {@code pad_sequences}.
   *
   * @param maxlen the length, at least 0; null for that of the longest sequence, the default
   * @param dtype the element type of the result; int32 by default
   * @param padding the end that is padded: {@code pre}, before the sequence (the default), or
   *     {@code post}
   * @param truncating the end of a longer sequence that is cut off: {@code pre} (the default) or
   *     {@code post}
   * @param value the value of the padding; 0 by default
   */
  @Setters(owner = Sequences.class)
  record Options(
      @Nullable Integer maxlen, DType dtype, Side padding, Side truncating, double value) {
    static final Options DEFAULTS = new Options(null, DType.INT32, Side.PRE, Side.PRE, 0);

    Options {
      if (maxlen != null && maxlen < 0) {
        throw new IllegalArgumentException("maxlen: expected at least 0, received " + maxlen);
      }
    }
  }

  private Sequences(Options options) {
    super(options);
  }

  /** Returns a padding with Keras' default arguments. */
  public static Sequences of() {
    return new Sequences(Options.DEFAULTS);
  }

  @Override
  Sequences with(Options changed) {
    return new Sequences(changed);
  }

  /**
   * Pads sequences in front with zeros and truncates their start.
   *
   * @param sequences the sequences
   * @param maxlen the length, at least 0
   * @return int32 (sequences, maxlen)
   */
  public static Tensor padSequences(List<int[]> sequences, int maxlen) {
    return of().maxlen(maxlen).pad(sequences);
  }

  /** Pads sequences; see {@link #padSequences(List, int)}. */
  public static Tensor padSequences(int[][] sequences, int maxlen) {
    return padSequences(List.of(sequences), maxlen);
  }

  /**
   * Pads and truncates sequences.
   *
   * @param sequences the sequences
   * @return a tensor (sequences, length)
   */
  public Tensor pad(List<int[]> sequences) {
    Integer maxlen = options.maxlen();
    int length =
        maxlen == null
            ? sequences.stream().mapToInt(sequence -> sequence.length).max().orElse(0)
            : maxlen;
    Tensor.Writer writer =
        new Tensor.Writer(options.dtype(), Math.multiplyExact(sequences.size(), length));
    int at = 0;
    for (int[] sequence : sequences) {
      // Python's s[-0:] is the whole sequence, which Keras then cannot store: here it is nothing.
      int kept = Math.min(sequence.length, length);
      int from = options.truncating() == Side.PRE ? sequence.length - kept : 0;
      int gap = length - kept;
      int first = options.padding() == Side.PRE ? gap : 0;
      for (int i = 0; i < length; i++) {
        if (i < first || i >= first + kept) {
          writer.set(at++, options.value());
        } else {
          writer.set(at++, (long) sequence[from + i - first]);
        }
      }
    }
    return writer.build(sequences.size(), length);
  }
}
