package dev.tenon.layers.base;

import dev.tenon.ir.graph.KerasObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The format of the quantized weights of a layer.
 *
 * @param mode the method
 * @param bits the number of bits of each number of a kernel
 * @param group the number of rows that share a scale; -1 for all rows of a column
 * @param history the number of training steps in the statistics of float8; 0 in other modes
 * @param config the layer's {@code quantization_config}; null without one
 * @see <a href="https://keras.io/api/quantizers/">Keras: quantizers</a>
 */
public record Quantization(
    Mode mode, int bits, int group, int history, @Nullable KerasObject config) {
  /** Keras' default for {@link #history}. */
  public static final int HISTORY = 1024;

  /** Keras' quantization modes. */
  public enum Mode {
    INT8,
    INT4,
    FLOAT8,
    GPTQ,
    AWQ
  }

  /**
   * Parses the first part of a policy's name: {@code int8}, {@code int4/128}, {@code float8},
   * {@code gptq/4/128}, {@code awq/4/-1}.
   *
   * @param history the number of steps in the statistics of float8; null for Keras' default
   * @throws IllegalArgumentException for an unknown name
   */
  public static Quantization of(String words, @Nullable Integer history) {
    String[] parts = words.split("/", -1);
    Mode mode;
    try {
      mode = Mode.valueOf(parts[0].toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw unknown(words);
    }
    return switch (mode) {
      case INT8 -> new Quantization(mode, 8, length(words, parts, 1), 0, null);
      case FLOAT8 -> {
        int steps = history == null ? HISTORY : history;
        if (steps < 1) {
          throw unknown(words);
        }
        yield new Quantization(mode, 8, length(words, parts, 1), steps, null);
      }
      case INT4 -> {
        if (parts.length == 1) {
          throw new IllegalArgumentException(
              "int4 without a block size, which older versions of Keras packed in another way");
        }
        yield new Quantization(mode, 4, group(words, parts[length(words, parts, 2) + 2]), 0, null);
      }
      case GPTQ, AWQ -> {
        length(words, parts, 3);
        int bits = number(words, parts[1]);
        if (mode == Mode.AWQ ? bits != 4 : bits < 2 || bits > 8) {
          throw unknown(words);
        }
        yield new Quantization(mode, bits, group(words, parts[2]), 0, null);
      }
    };
  }

  /** Checks how many parts there are; returns -1, the group of a mode that has none. */
  private static int length(String words, String[] parts, int wanted) {
    if (parts.length != wanted) {
      throw unknown(words);
    }
    return -1;
  }

  private static int group(String words, String part) {
    int group = number(words, part);
    if (group < -1 || group == 0) {
      throw unknown(words);
    }
    return group;
  }

  private static int number(String words, String part) {
    try {
      return Integer.parseInt(part);
    } catch (NumberFormatException e) {
      throw unknown(words);
    }
  }

  private static IllegalArgumentException unknown(String words) {
    return new IllegalArgumentException(
        "'"
            + words
            + "' is no quantization mode; expected int8, int4/GROUP, float8, gptq/BITS/GROUP or"
            + " awq/4/GROUP");
  }

  /** Returns a copy with a layer's {@code quantization_config}. */
  public Quantization configured(@Nullable KerasObject said) {
    return new Quantization(mode, bits, group, history, said);
  }

  /** Returns the number of groups of a number of rows. */
  public long groups(long rows) {
    return group == -1 ? 1 : (rows + group - 1) / group;
  }

  /** Returns the name that {@link #of} parses. */
  public String words() {
    return switch (mode) {
      case INT8 -> "int8";
      case FLOAT8 -> "float8";
      case INT4 -> "int4/" + group;
      case GPTQ -> "gptq/" + bits + "/" + group;
      case AWQ -> "awq/4/" + group;
    };
  }
}
