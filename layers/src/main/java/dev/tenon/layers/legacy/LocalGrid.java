package dev.tenon.layers.legacy;

import dev.tenon.internal.layers.TableSize;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which positions of the input each position of the output looks at, as in a convolution. */
final class LocalGrid {
  /** What a position takes in a list, as a multiple of a number. */
  private static final long ROOM_OF_POSITION = 4;

  private final long[] input;
  private final long[] kernel;
  private final long[] strides;
  private final boolean same;

  /**
   * Creates a grid.
   *
   * @param input the lengths of the input's spatial axes
   * @param kernel the lengths of the window
   * @param strides how far the window moves
   * @param same whether the window is centred on its position and cut off at the edges
   */
  private LocalGrid(long[] input, long[] kernel, long[] strides, boolean same) {
    this.input = input;
    this.kernel = kernel;
    this.strides = strides;
    this.same = same;
  }

  /** Returns the lengths of the input's spatial axes. */
  long[] input() {
    return input.clone();
  }

  /** Returns the lengths of the window. */
  long[] kernel() {
    return kernel.clone();
  }

  /** Reads the lengths of an input without its batch axis. */
  static LocalGrid of(
      String layer,
      Shape x,
      boolean channelsLast,
      List<Long> kernel,
      List<Long> strides,
      String padding) {
    if (x.rank() != kernel.size() + 2) {
      throw new IllegalArgumentException(
          layer + " takes an input of " + (kernel.size() + 2) + " axes, not " + x);
    }
    check(layer, "kernel_size", kernel, kernel.size());
    check(layer, "strides", strides, kernel.size());
    long[] input = new long[kernel.size()];
    for (int i = 0; i < input.length; i++) {
      input[i] = x.length(channelsLast ? i + 1 : i + 2);
      if (input[i] < 0) {
        throw new IllegalArgumentException(
            layer + " has weights for every position, so the input's size must be known, not " + x);
      }
    }
    LocalGrid grid = new LocalGrid(input, longs(kernel), longs(strides), padding.equals("same"));
    long[] output = grid.output();
    long[] lengths = Arrays.copyOf(output, output.length + input.length + 1);
    for (int i = 0; i < input.length; i++) {
      lengths[output.length + i] = Math.min(grid.kernel[i], input[i]);
    }
    lengths[lengths.length - 1] = ROOM_OF_POSITION;
    TableSize.check("the positions of its windows", lengths);
    return grid;
  }

  private static void check(String layer, String key, List<Long> lengths, int axes) {
    if (lengths.size() != axes || lengths.stream().anyMatch(length -> length < 1)) {
      throw new IllegalArgumentException(
          layer + " has " + key + " " + lengths + "; expected " + axes + " positive numbers");
    }
  }

  private static long[] longs(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  /** Returns the lengths of the output's spatial axes. */
  long[] output() {
    long[] output = new long[input.length];
    for (int i = 0; i < output.length; i++) {
      long free = same ? input[i] : input[i] - kernel[i] + 1;
      output[i] = (free + strides[i] - 1) / strides[i];
    }
    return output;
  }

  static long size(long[] lengths) {
    return Arrays.stream(lengths).reduce(1, (a, b) -> a * b);
  }

  /** Returns for each output position, row by row, the input positions it looks at, ascending. */
  List<long[]> connections() {
    List<long[]> connections = new ArrayList<>();
    long[] output = output();
    for (long position = 0; position < size(output); position++) {
      connections.add(inputs(unravel(position, output)));
    }
    return connections;
  }

  private static long[] unravel(long position, long[] lengths) {
    long[] coordinates = new long[lengths.length];
    long rest = position;
    for (int i = lengths.length - 1; i >= 0; i--) {
      coordinates[i] = rest % lengths[i];
      rest /= lengths[i];
    }
    return coordinates;
  }

  private long[] inputs(long[] at) {
    long[] found = {0};
    for (int i = 0; i < at.length; i++) {
      long first = at[i] * strides[i] - (same ? kernel[i] / 2 : 0);
      long end = Math.min(input[i], first + kernel[i]);
      long start = Math.max(0, first);
      List<Long> next = new ArrayList<>();
      for (long before : found) {
        for (long p = start; p < end; p++) {
          next.add(before * input[i] + p);
        }
      }
      found = longs(next);
    }
    return found;
  }
}
