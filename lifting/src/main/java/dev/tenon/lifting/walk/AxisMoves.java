package dev.tenon.lifting.walk;

import dev.tenon.ir.shape.Dim;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.layers.reshaping.Flatten;
import dev.tenon.layers.reshaping.Permute;
import dev.tenon.layers.reshaping.Reshape;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Moves the axes of tensors with layers that Keras has: Permute, Reshape, Flatten, functions. */
public final class AxisMoves {
  private record Arranged(KerasTensor tensor, List<List<ElementaryAxis>> axes) {}

  private final LayerChain chain;
  private final boolean fixed;
  private final Map<KerasTensor, List<Arranged>> arranged = new IdentityHashMap<>();

  /**
   * Creates the moves of a chain.
   *
   * @param fixed whether the number of samples is known
   */
  AxisMoves(LayerChain chain, boolean fixed) {
    this.chain = chain;
    this.fixed = fixed;
  }

  /**
   * Returns a tensor whose axes are made of these elementary axes.
   *
   * @param wanted the elementary axes of each axis, the batch first
   */
  public KerasTensor arrange(AxisLayout held, List<List<ElementaryAxis>> wanted, String hint) {
    if (held.axes().equals(wanted)) {
      return held.tensor();
    }
    List<Arranged> known = arranged.computeIfAbsent(held.tensor(), t -> new ArrayList<>());
    for (Arranged one : known) {
      if (one.axes.equals(wanted)) {
        return one.tensor;
      }
    }
    if (wanted.isEmpty() || !wanted.get(0).equals(List.of(chain.batch()))) {
      throw new NoEquivalentLayerException(
          "mixes samples: the batch would not be the first axis by itself");
    }
    AxisLayout turned = SequenceReversal.like(chain, held, AxisLayout.flat(wanted), hint);
    KerasTensor tensor =
        turned.axes().equals(wanted) ? turned.tensor() : move(turned, wanted, hint);
    known.add(new Arranged(tensor, List.copyOf(wanted)));
    return tensor;
  }

  private KerasTensor move(AxisLayout held, List<List<ElementaryAxis>> wanted, String hint) {
    List<ElementaryAxis> order = AxisLayout.flat(wanted);
    if (AxisLayout.flat(held.axes()).equals(order)) {
      return reshape(held.tensor(), wanted, hint);
    }
    if (!held.axes().containsAll(wanted) || held.axes().size() != wanted.size()) {
      List<List<ElementaryAxis>> single =
          AxisLayout.flat(held.axes()).stream().map(List::of).toList();
      List<List<ElementaryAxis>> target = order.stream().map(List::of).toList();
      KerasTensor cut =
          held.axes().equals(single) ? held.tensor() : reshape(held.tensor(), single, hint);
      KerasTensor turned = permute(cut, single, target, hint);
      return target.equals(wanted) ? turned : reshape(turned, wanted, hint);
    }
    return permute(held.tensor(), held.axes(), wanted, hint);
  }

  private KerasTensor permute(
      KerasTensor tensor,
      List<List<ElementaryAxis>> axes,
      List<List<ElementaryAxis>> wanted,
      String hint) {
    List<Long> dims = new ArrayList<>();
    boolean[] taken = new boolean[axes.size()];
    for (List<ElementaryAxis> axis : wanted) {
      int at = -1;
      for (int i = 0; i < taken.length && at < 0; i++) {
        at = !taken[i] && axes.get(i).equals(axis) ? i : -1;
      }
      if (at < 0) {
        throw new IllegalStateException("axes " + axes + " do not hold " + wanted);
      }
      taken[at] = true;
      dims.add((long) at);
    }
    return isConverted(tensor)
        ? transposed(tensor, dims, hint)
        : chain.apply(new Permute(dims.subList(1, dims.size())), hint + "_permute", tensor);
  }

  /** Says whether layers would turn a tensor into float32 before they move it. */
  private static boolean isConverted(KerasTensor tensor) {
    return tensor.dtype().isFloating() && tensor.dtype() != DType.FLOAT32;
  }

  private KerasTensor reshape(KerasTensor tensor, List<List<ElementaryAxis>> wanted, String hint) {
    if (isConverted(tensor)) {
      return lengths(tensor, wanted, hint);
    }
    if (wanted.size() == 2 && tensor.shape().rank() > 2) {
      return chain.apply(Flatten.DEFAULTS, hint + "_flatten", tensor);
    }
    List<@Nullable Long> target = new ArrayList<>();
    int open = 0;
    for (List<ElementaryAxis> axis : wanted.subList(1, wanted.size())) {
      Dim length = ElementaryAxis.product(axis);
      open += length.isKnown() ? 0 : 1;
      target.add(length.orMinusOne());
    }
    if (open > 1) {
      throw new NoEquivalentLayerException(
          "reshapes to " + wanted + ", more than one length of which is open");
    }
    return chain.apply(new Reshape(target), hint + "_reshape", tensor);
  }

  /** Returns the value in a tensor whose first axis is the batch, as every layer has it. */
  AxisLayout samplesFirst(AxisLayout held, String hint) {
    List<ElementaryAxis> own = List.of(chain.batch());
    if (!held.axes().isEmpty() && held.axes().get(0).equals(own)) {
      return held;
    }
    int at = held.axes().indexOf(own);
    if (at < 0) {
      throw new NoEquivalentLayerException(
          "reads '" + held.tensor().value().name() + "', which has no batch");
    }
    List<Long> order = new ArrayList<>(List.of((long) at));
    List<List<ElementaryAxis>> axes = new ArrayList<>(List.of(own));
    for (int i = 0; i < held.axes().size(); i++) {
      if (i != at) {
        order.add((long) i);
        axes.add(held.axes().get(i));
      }
    }
    return new AxisLayout(transposed(held.tensor(), order, hint), axes, held.seen());
  }

  private KerasTensor transposed(KerasTensor tensor, List<Long> order, String hint) {
    KerasOp transpose = new KerasOp("Transpose", Map.of("axes", order));
    return chain.once(
        tensor,
        order,
        () -> chain.function(transpose, hint + "_transpose", List.of(tensor), Map.of()).get(0));
  }

  /** Returns the value as a tensor with the same axes, wherever the batch is among them. */
  KerasTensor whole(AxisLayout held, String hint) {
    List<List<ElementaryAxis>> wanted = held.seen();
    if (held.axes().equals(wanted)) {
      return held.tensor();
    }
    int at = wanted.indexOf(List.of(chain.batch()));
    if (!held.axes().contains(List.of(chain.batch())) || (at < 0 && fixed)) {
      return moved(held, hint);
    }
    AxisLayout first = samplesFirst(held, hint);
    if (at < 0) {
      throw new NoEquivalentLayerException("mixes samples: the batch would be no axis by itself");
    }
    List<List<ElementaryAxis>> order = new ArrayList<>(wanted);
    order.add(0, order.remove(at));
    KerasTensor tensor = arrange(first, order, hint);
    if (at == 0) {
      return tensor;
    }
    List<Long> back = new ArrayList<>();
    for (int i = 1; i < order.size(); i++) {
      back.add((long) i);
    }
    back.add(at, 0L);
    return transposed(tensor, back, hint);
  }

  /** Moves the axes of a tensor without a batch. */
  private KerasTensor moved(AxisLayout held, String hint) {
    List<ElementaryAxis> lying = AxisLayout.flat(held.axes());
    List<ElementaryAxis> wanted = AxisLayout.flat(held.seen());
    if (!Set.copyOf(lying).equals(Set.copyOf(wanted))) {
      throw new NoEquivalentLayerException("reads a sequence from its end");
    }
    KerasTensor tensor = held.tensor();
    if (!lying.equals(wanted)) {
      tensor = lengths(tensor, lying.stream().map(List::of).toList(), hint);
      List<Long> order = wanted.stream().map(atom -> (long) lying.indexOf(atom)).toList();
      tensor = transposed(tensor, order, hint);
    }
    return lengths(tensor, held.seen(), hint);
  }

  private KerasTensor lengths(KerasTensor tensor, List<List<ElementaryAxis>> axes, String hint) {
    List<Long> shape = new ArrayList<>();
    for (List<ElementaryAxis> axis : axes) {
      boolean open = axis.contains(chain.batch()) && !fixed;
      shape.add(open ? -1 : ElementaryAxis.product(axis).orMinusOne());
    }
    if (shape.stream().filter(length -> length < 0).count() > 1) {
      throw new NoEquivalentLayerException(
          "reshapes to " + axes + ", more than one length of which is open");
    }
    KerasOp reshape = new KerasOp("Reshape", Map.of("newshape", shape));
    return chain.function(reshape, hint + "_reshape", List.of(tensor), Map.of()).get(0);
  }

  /** Returns the value as a tensor whose axes lie in an order of the value's axes. */
  public KerasTensor inOrder(AxisLayout held, int[] order, String hint) {
    List<List<ElementaryAxis>> wanted = new ArrayList<>();
    for (int axis : order) {
      wanted.add(held.seen().get(axis));
    }
    return arrange(held, wanted, hint);
  }

  /** Returns the value as a tensor whose axes lie as those of the value. */
  public KerasTensor plain(AxisLayout held, String hint) {
    return arrange(held, held.seen(), hint);
  }

  /** Returns the place of the batch among a value's axes. */
  public int batchAxis(AxisLayout held) {
    int at = held.seen().indexOf(List.of(chain.batch()));
    if (at < 0) {
      throw new NoEquivalentLayerException(
          "mixes samples: no axis of its operand is the batch by itself");
    }
    return at;
  }
}
