package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.ir.shape.Dim;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.ExpectedRange.Kind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Draws random inputs of a model, of any lengths that its open axes may have.
 *
 * <p>Axes of one symbol have one length; an axis without a symbol is alone.
 */
final class InputDraw {
  private static final long SEQUENCE = 8;
  private static final long IMAGE = 64;
  private static final int MOST_ROWS = 1 << 20;
  private static final int BYTE_ROWS = 127;

  /** What numbers are drawn. */
  enum Content {
    /** In the range that the model scales itself, rows of its tables, else -1 to 1. */
    FITTING,
    /** As fitting, with 1 for whole numbers of which nothing is known, such as lengths. */
    ONES
  }

  private final List<TensorSpec> inputs;
  private final Map<String, ExpectedRange> ranges = new LinkedHashMap<>();
  private final List<String> words;
  private final long seed;

  InputDraw(Model model, long seed) {
    this.inputs = model.inputs();
    this.seed = seed;
    boolean texts = inputs.stream().anyMatch(input -> input.dtype() == DType.STRING);
    this.words = texts ? KnownTexts.of(model) : List.of();
    inputs.forEach(
        input -> {
          if (input.dtype() != DType.STRING) {
            ranges.put(input.name(), ExpectedRange.of(model, input.name()));
          }
        });
  }

  /** Returns the keys of the open first axes, which count the samples. */
  Set<String> batches() {
    Set<String> keys = new LinkedHashSet<>();
    for (TensorSpec input : inputs) {
      if (isOpen(input, 0)) {
        keys.add(key(input, 0));
      }
    }
    return keys;
  }

  /** Returns the usual lengths of all open axes, by their keys. */
  Map<String, Long> lengths(long batch) {
    Map<String, Long> lengths = new LinkedHashMap<>();
    for (TensorSpec input : inputs) {
      for (int axis = 0; axis < rank(input); axis++) {
        if (isOpen(input, axis)) {
          long usual = rank(input) >= 4 ? IMAGE : SEQUENCE;
          lengths.merge(key(input, axis), usual, Math::max);
        }
      }
    }
    batches().forEach(key -> lengths.put(key, batch));
    return lengths;
  }

  /** A model that says nothing of an input's rank mostly takes rows. */
  private static int rank(TensorSpec input) {
    return input.shape().ranked() ? input.shape().rank() : 2;
  }

  private static boolean isOpen(TensorSpec input, int axis) {
    return axis < rank(input) && !(input.shape().ranked() && input.shape().dim(axis).isKnown());
  }

  private static String key(TensorSpec input, int axis) {
    return input.shape().ranked() && input.shape().dim(axis) instanceof Dim.Affine affine
        ? affine.symbol()
        : input.name() + "#" + axis;
  }

  /** Says whether there are whole numbers of which nothing is known. */
  boolean hasOpenIntegers() {
    return inputs.stream()
        .anyMatch(
            input ->
                input.dtype().isInteger()
                    && ranges.getOrDefault(input.name(), ExpectedRange.UNKNOWN).kind()
                        == Kind.UNKNOWN);
  }

  /** Draws inputs; the same for the same lengths and seed. */
  Map<String, Tensor> draw(Map<String, Long> lengths, Content content) {
    Random random = new Random(seed);
    Map<String, Tensor> drawn = new LinkedHashMap<>();
    for (TensorSpec input : inputs) {
      long[] shape = shape(input, lengths);
      int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
      if (input.dtype() == DType.STRING) {
        drawn.put(input.name(), words(size, random).reshape(shape));
        continue;
      }
      ExpectedRange range = ranges.getOrDefault(input.name(), ExpectedRange.UNKNOWN);
      DoubleSupplier numbers = numbers(input.dtype(), range, content, random);
      Tensor.Writer writer = new Tensor.Writer(input.dtype(), size);
      for (int i = 0; i < size; i++) {
        writer.set(i, numbers.getAsDouble());
      }
      drawn.put(input.name(), writer.build(new long[] {size}).reshape(shape));
    }
    return drawn;
  }

  /** Returns how many elements the inputs have together; the largest number where too many. */
  long size(Map<String, Long> lengths) {
    long size = 0;
    for (TensorSpec input : inputs) {
      double product = 1;
      for (long length : shape(input, lengths)) {
        product *= length;
      }
      size += (long) Math.min(product, Integer.MAX_VALUE);
    }
    return size;
  }

  private static long[] shape(TensorSpec input, Map<String, Long> lengths) {
    long[] shape = input.shape().ranked() ? input.shape().toLongs() : new long[rank(input)];
    for (int i = 0; i < shape.length; i++) {
      if (isOpen(input, i)) {
        long chosen = lengths.getOrDefault(key(input, i), SEQUENCE);
        boolean affine = input.shape().ranked() && input.shape().dim(i) instanceof Dim.Affine;
        shape[i] = affine ? length((Dim.Affine) input.shape().dim(i), chosen) : chosen;
      }
    }
    return shape;
  }

  private static long length(Dim.Affine dim, long symbol) {
    return Math.max(1, dim.factor() * symbol + dim.offset());
  }

  private Tensor words(int size, Random random) {
    String[] texts = new String[size];
    for (int i = 0; i < size; i++) {
      texts[i] = words.isEmpty() ? "" : words.get(random.nextInt(words.size()));
    }
    return Tensor.ofStrings(texts, size);
  }

  private static DoubleSupplier numbers(
      DType dtype, ExpectedRange range, Content content, Random random) {
    double low = range.low();
    double span = range.high() - low;
    if (range.kind() == Kind.POSITIONS) {
      int most = dtype.bytes() == 1 ? BYTE_ROWS : MOST_ROWS;
      int rows = (int) Math.max(1, Math.min(most - low, span + 1));
      return () -> low + random.nextInt(rows);
    }
    boolean raw = range.kind() == Kind.RAW;
    if (!dtype.isFloating()) {
      boolean wide = raw && dtype != DType.BOOL && (!dtype.isUnsigned() || low >= 0);
      if (wide) {
        return () -> Math.rint(low + random.nextDouble() * span);
      }
      boolean ones = content == Content.ONES && dtype != DType.BOOL;
      return () -> ones ? 1 : random.nextInt(2);
    }
    return raw ? () -> low + random.nextDouble() * span : () -> random.nextDouble() * 2 - 1;
  }
}
