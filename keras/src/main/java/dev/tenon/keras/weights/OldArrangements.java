package dev.tenon.keras.weights;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.View;
import dev.tenon.keras.KerasDialect;
import dev.tenon.layers.base.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Knows in which other arrangements old files store a weight, told by its shape.
 *
 * @see <a
 *     href="https://github.com/keras-team/tf-keras/blob/master/tf_keras/src/saving/legacy/hdf5_format.py">tf_keras:
 *     preprocess_weights_for_loading</a>
 */
public final class OldArrangements {
  private static final Set<String> CONVOLUTIONS =
      Set.of(
          "Conv1D",
          "Conv2D",
          "Conv3D",
          "Conv2DTranspose",
          "Conv3DTranspose",
          "ConvLSTM2D",
          "ConvLSTM2DCell");

  private OldArrangements() {}

  /** Returns how the layer sees what the file stores; null where it cannot be that weight. */
  public static @Nullable View view(
      Layer<?> layer, Parameter parameter, long[] stored, KerasDialect dialect, boolean theano) {
    long[] wanted = parameter.shape();
    boolean kernel = parameter.name().endsWith("kernel");
    if (kernel && CONVOLUTIONS.contains(layer.className())) {
      View view = convolution(layer.className(), wanted, stored, dialect);
      if (view == null || !theano) {
        return view;
      }
      // Theano convolves in the mathematical sense: its kernels are mirrored.
      return view.then(new View.Flip(IntStream.range(0, wanted.length - 2).boxed().toList()));
    }
    if (Arrays.equals(wanted, stored)) {
      return View.identity();
    }
    long size = LongStream.of(stored).reduce(1, (a, b) -> a * b);
    boolean onlyReshaped = size == parameter.size();
    if (onlyReshaped && withoutOnes(wanted).equals(withoutOnes(stored))) {
      return reshape(stored, wanted);
    }
    if (onlyReshaped && layer.className().equals("LayerNormalization")) {
      // Keras 2 took the lengths in the order in which its axes were given, and reshaped.
      return reshape(stored, wanted);
    }
    boolean gru = layer.className().startsWith("GRU");
    if (onlyReshaped && gru && parameter.name().equals("bias") && stored.length == 1) {
      // CuDNN's two biases, one after the other.
      return reshape(stored, wanted);
    }
    return null;
  }

  private static @Nullable View convolution(
      String className, long[] wanted, long[] stored, KerasDialect dialect) {
    if (dialect == KerasDialect.KERAS_1 && wanted.length == 3 && stored.length == 4) {
      // Keras 1 computed its Conv1D in two dimensions.
      if (Arrays.equals(stored, new long[] {wanted[0], 1, wanted[1], wanted[2]})) {
        return reshape(stored, wanted);
      }
      if (Arrays.equals(stored, new long[] {wanted[2], wanted[1], wanted[0], 1})) {
        return new View.Permute(List.of(2, 3, 1, 0))
            .then(reshape(new long[] {wanted[0], 1, wanted[1], wanted[2]}, wanted));
      }
      return null;
    }
    if (wanted.length != stored.length) {
      return null;
    }
    int rank = wanted.length;
    List<List<Integer>> orders =
        rank == 4
            ? List.of(
                List.of(0, 1, 2, 3), List.of(2, 3, 1, 0), List.of(2, 3, 0, 1), List.of(0, 1, 3, 2))
            : rank == 5
                ? List.of(List.of(0, 1, 2, 3, 4), List.of(2, 3, 4, 1, 0))
                : List.of(IntStream.range(0, rank).boxed().toList());
    for (List<Integer> order : orders) {
      boolean transposed = className.endsWith("Transpose");
      // Old transposed convolutions kept (in, out) where today's keep (out, in), and Theano's
      // order (out, in, height, width) is (in, out, height, width) for them.
      boolean swapped = order.equals(List.of(0, 1, 3, 2)) || order.equals(List.of(2, 3, 0, 1));
      if (swapped && !transposed) {
        continue;
      }
      long[] seen = order.stream().mapToLong(axis -> stored[axis]).toArray();
      if (Arrays.equals(seen, wanted)) {
        boolean same = order.equals(IntStream.range(0, rank).boxed().toList());
        return same ? View.identity() : new View.Permute(order);
      }
    }
    return null;
  }

  private static List<Long> withoutOnes(long[] shape) {
    return LongStream.of(shape).filter(length -> length != 1).boxed().toList();
  }

  /** Returns the view of a tensor of one shape under another. */
  public static View reshape(long[] stored, long... seen) {
    return new View.Reshape(
        LongStream.of(stored).boxed().toList(), LongStream.of(seen).boxed().toList());
  }
}
