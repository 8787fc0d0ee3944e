package dev.tenon.zoo.huggingface;

import dev.tenon.ir.graph.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Where the file has a weight of a layer.
 *
 * @param path the path of the weight, such as {@code layer_0_intermediate/kernel}
 * @param names the names of the tensor: first as it is written, then others that are read
 * @param layout how PyTorch stores it
 */
record WeightPlace(String path, List<String> names, Layout layout) {
  WeightPlace {
    names = List.copyOf(names);
  }

  /** How PyTorch stores a weight of a Keras layer. */
  enum Layout {
    /** With the same axes. */
    SAME,
    /** With one axis instead of all, as the bias of several heads and a table of one row. */
    FLAT,
    /** With one more axis in front, of length 1. */
    BATCHED,
    /** The kernel of a dense layer, outputs first; axes of heads are one. */
    LINEAR,
    /** As {@code LINEAR}, with the heads among the inputs. */
    LINEAR_FROM_HEADS,
    /** The kernel of a two-dimensional convolution, outputs and channels first. */
    CONVOLUTION
  }

  /** Returns the shape in the file of a weight with a shape in the layer. */
  long[] stored(long[] seen) {
    int last = seen.length - 1;
    return switch (layout) {
      case SAME -> seen;
      case FLAT -> new long[] {product(seen, 0, seen.length)};
      case BATCHED -> LongStream.concat(LongStream.of(1), Arrays.stream(seen)).toArray();
      case LINEAR -> new long[] {product(seen, 1, seen.length), seen[0]};
      case LINEAR_FROM_HEADS -> new long[] {seen[last], product(seen, 0, last)};
      case CONVOLUTION -> new long[] {seen[3], seen[2], seen[0], seen[1]};
    };
  }

  /** Returns the conversion from the file's form to that of a layer's weight of a shape. */
  View view(long[] seen) {
    long[] stored = stored(seen);
    return switch (layout) {
      case SAME, FLAT, BATCHED ->
          Arrays.equals(stored, seen) ? View.identity() : reshape(stored, seen);
      case LINEAR, LINEAR_FROM_HEADS -> {
        View turned = new View.Permute(List.of(1, 0));
        long[] flat = {stored[1], stored[0]};
        yield Arrays.equals(flat, seen) ? turned : turned.then(reshape(flat, seen));
      }
      case CONVOLUTION -> new View.Permute(List.of(2, 3, 1, 0));
    };
  }

  private static View reshape(long[] from, long[] to) {
    return new View.Reshape(list(from), list(to));
  }

  private static List<Long> list(long[] lengths) {
    List<Long> list = new ArrayList<>();
    for (long length : lengths) {
      list.add(length);
    }
    return list;
  }

  private static long product(long[] lengths, int start, int end) {
    long product = 1;
    for (int i = start; i < end; i++) {
      product *= lengths[i];
    }
    return product;
  }
}
