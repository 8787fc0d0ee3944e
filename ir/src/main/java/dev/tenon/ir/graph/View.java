package dev.tenon.ir.graph;

import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * An invertible conversion from the stored form of a parameter to the layer's form.
 *
 * <p>The store keeps the stored tensor, so that files round-trip bit for bit. Engines read through
 * the view, and saving applies its inverse.
 */
public sealed interface View {
  /** Returns the identity. */
  static View identity() {
    return new Chain(List.of());
  }

  /** Returns whether the view is the identity. */
  default boolean isIdentity() {
    return this instanceof Chain chain && chain.views().isEmpty();
  }

  /** Converts a stored tensor to the layer's form. */
  Tensor apply(Tensor stored);

  /** Converts a tensor of the layer to the stored form. */
  Tensor invert(Tensor seen);

  /** Returns the shape of the layer's tensor of a stored one, without its elements. */
  default long[] shape(long[] stored) {
    return stored;
  }

  /** Returns this view followed by another. */
  default View then(View next) {
    return new Chain(List.of(this, next));
  }

  /** Several views in order. */
  record Chain(List<View> views) implements View {
    public Chain {
      views = List.copyOf(views);
    }

    @Override
    public Tensor apply(Tensor stored) {
      Tensor tensor = stored;
      for (View view : views) {
        tensor = view.apply(tensor);
      }
      return tensor;
    }

    @Override
    public long[] shape(long[] stored) {
      long[] shape = stored;
      for (View view : views) {
        shape = view.shape(shape);
      }
      return shape;
    }

    @Override
    public Tensor invert(Tensor seen) {
      Tensor tensor = seen;
      for (int i = views.size() - 1; i >= 0; i--) {
        tensor = views.get(i).invert(tensor);
      }
      return tensor;
    }
  }

  /** A permutation of axes: axis i of the layer's tensor is axis perm[i] of the stored one. */
  record Permute(List<Integer> perm) implements View {
    @Override
    public Tensor apply(Tensor stored) {
      return stored.transpose(perm.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public long[] shape(long[] stored) {
      return perm.stream().mapToLong(axis -> stored[axis]).toArray();
    }

    @Override
    public Tensor invert(Tensor seen) {
      int[] inverse = new int[perm.size()];
      for (int i = 0; i < inverse.length; i++) {
        inverse[perm.get(i)] = i;
      }
      return seen.transpose(inverse);
    }
  }

  /** The same elements under another shape. */
  record Reshape(List<Long> stored, List<Long> seen) implements View {
    @Override
    public Tensor apply(Tensor tensor) {
      return tensor.reshape(seen.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public long[] shape(long[] from) {
      long[] to = seen.stream().mapToLong(Long::longValue).toArray();
      return elements(from) == elements(to) ? to : from;
    }

    private static long elements(long[] shape) {
      return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    @Override
    public Tensor invert(Tensor tensor) {
      return tensor.reshape(stored.stream().mapToLong(Long::longValue).toArray());
    }
  }

  /**
   * A permutation of equal blocks along an axis: block i of the layer's tensor is block order[i] of
   * the stored one.
   */
  record Blocks(int axis, List<Integer> order) implements View {
    @Override
    public Tensor apply(Tensor stored) {
      return reorder(stored, order.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public Tensor invert(Tensor seen) {
      int[] inverse = new int[order.size()];
      for (int i = 0; i < inverse.length; i++) {
        inverse[order.get(i)] = i;
      }
      return reorder(seen, inverse);
    }

    private Tensor reorder(Tensor tensor, int[] blocks) {
      // A block axis is split off, its entries are put in order, and it is merged again.
      long[] shape = tensor.shape();
      long[] split = new long[shape.length + 1];
      System.arraycopy(shape, 0, split, 0, axis);
      split[axis] = blocks.length;
      split[axis + 1] = shape[axis] / blocks.length;
      System.arraycopy(shape, axis + 1, split, axis + 2, shape.length - axis - 1);
      return Entries.pick(tensor.reshape(split), axis, blocks).reshape(shape);
    }
  }

  /** The reversal of some axes, as for Theano's kernels. */
  record Flip(List<Integer> axes) implements View {
    @Override
    public Tensor apply(Tensor stored) {
      Tensor tensor = stored;
      for (int axis : axes) {
        int[] backwards = new int[(int) tensor.dim(axis)];
        Arrays.setAll(backwards, i -> backwards.length - 1 - i);
        tensor = Entries.pick(tensor, axis, backwards);
      }
      return tensor;
    }

    @Override
    public Tensor invert(Tensor seen) {
      return apply(seen);
    }
  }
}
