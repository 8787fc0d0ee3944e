package dev.tenon.lifting.walk;

import dev.tenon.ir.layer.DTypePolicy;
import dev.tenon.ir.layer.KerasTensor;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.ir.shape.Dim;
import dev.tenon.layers.functional.Functional;
import dev.tenon.layers.merging.Merge;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.layers.reshaping.Flatten;
import dev.tenon.layers.reshaping.Permute;
import dev.tenon.layers.reshaping.Reshape;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.KerasTypes;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.masking.StepMask;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applies layers to tensors, keeps their weights, and moves axes with layers where it must. */
public final class LayerChain {
  /**
   * What gave a tensor.
   *
   * @param node the layer
   * @param inputs what it was applied to
   * @param weights its weights in Keras' order
   * @param mask the mask that it has to see; null where it sees none, or does not look
   */
  public record Made(
      LayerNode node, List<KerasTensor> inputs, List<Tensor> weights, @Nullable StepMask mask) {}

  /**
   * One of two entries along an axis.
   *
   * @param whole the value that was cut
   * @param axis what the axis is made of
   * @param entry 0 or 1
   */
  public record Half(AxisLayout whole, ElementaryAxis axis, long entry) {}

  private record Arranged(KerasTensor tensor, List<List<ElementaryAxis>> axes) {}

  private final Map<KerasTensor, Made> made = new IdentityHashMap<>();
  private final Map<LayerNode, List<Tensor>> weights = new IdentityHashMap<>();
  private final Map<KerasTensor, List<Arranged>> arranged = new IdentityHashMap<>();
  private final Map<String, KerasTensor> repeated = new HashMap<>();
  private final Map<KerasTensor, Integer> numbers = new IdentityHashMap<>();
  private final Map<KerasTensor, Half> halves = new IdentityHashMap<>();
  private final Map<KerasTensor, KerasTensor> lastSteps = new IdentityHashMap<>();
  private final StepMasks masks = new StepMasks();
  private final LayerNamer names;
  private final ElementaryAxis batch;
  private final boolean fixed;
  private final Attentions attentions;

  LayerChain(LayerNamer names, ElementaryAxis batch, Attempt attempt) {
    this.names = names;
    this.batch = batch;
    this.fixed = attempt.fixed();
    this.attentions = new Attentions(this, attempt.attentions());
  }

  /** Returns the attentions that are being recognised. */
  public Attentions attentions() {
    return attentions;
  }

  /** Returns the masks that Keras hands on. */
  public StepMasks masks() {
    return masks;
  }

  /** Returns the axis of the batch. */
  ElementaryAxis batch() {
    return batch;
  }

  /** Returns the weights of every layer in Keras' order; none for a layer that has none. */
  public Map<LayerNode, List<Tensor>> weights() {
    return weights;
  }

  /** Returns what gave a tensor; null for an input. */
  public @Nullable Made made(KerasTensor tensor) {
    return made.get(tensor);
  }

  /** Notes that a tensor is one of the two entries along an axis of a value. */
  public void noteHalf(KerasTensor tensor, Half half) {
    halves.put(tensor, half);
  }

  /** Returns which half of what a tensor is; null where it is none. */
  public @Nullable Half half(KerasTensor tensor) {
    return halves.get(tensor);
  }

  /** Notes the last state of a recurrent layer beside its sequence (batch, time, units). */
  public void noteLastStep(KerasTensor sequence, KerasTensor state) {
    lastSteps.put(sequence, state);
  }

  /** Returns the last step of a sequence where a recurrent layer gives it; null otherwise. */
  public @Nullable KerasTensor lastStep(KerasTensor sequence) {
    return lastSteps.get(sequence);
  }

  /** Applies a layer to one tensor; one without weights only once to the same. */
  public KerasTensor apply(Layer<?> layer, String hint, KerasTensor input, List<Tensor> values) {
    String key = values.isEmpty() ? number(input) + " " + layer : null;
    KerasTensor known = key == null ? null : repeated.get(key);
    if (known != null) {
      return known;
    }
    KerasTensor output = applyAll(layer, hint, List.of(input), values).get(0);
    if (key != null) {
      repeated.put(key, output);
    }
    return output;
  }

  /** Applies a layer without weights to one tensor. */
  public KerasTensor apply(Layer<?> layer, String hint, KerasTensor input) {
    return apply(layer, hint, input, List.of());
  }

  private int number(KerasTensor tensor) {
    return numbers.computeIfAbsent(tensor, t -> numbers.size());
  }

  /** Applies a layer to its positional arguments. */
  public List<KerasTensor> applyAll(
      Layer<?> layer, String hint, List<KerasTensor> inputs, List<Tensor> values) {
    LayerNode node = node(layer, hint, inputs, values);
    return note(node, inputs, values, node.applyAll(inputs, Map.of()));
  }

  /** Applies a layer that takes a list of tensors. */
  public KerasTensor merge(Layer<?> layer, String hint, List<KerasTensor> inputs) {
    if (layer instanceof Merge && KerasTypes.narrows(inputs.stream().map(KerasTensor::dtype))) {
      throw new NoEquivalentLayerException(KerasTypes.NARROWED);
    }
    LayerNode node = node(layer, hint, inputs, List.of());
    return note(node, inputs, List.of(), List.of(node.apply(inputs))).get(0);
  }

  /** Applies a layer with keyword arguments, under Keras' names. */
  List<KerasTensor> call(
      Layer<?> layer,
      String hint,
      List<KerasTensor> inputs,
      Map<String, Object> keywords,
      List<Tensor> values) {
    LayerNode node = node(layer, hint, inputs, values);
    return note(node, inputs, values, node.applyAll(inputs, keywords));
  }

  /** Applies a layer that looks at the mask that its first input has, or that it is handed. */
  List<KerasTensor> applyMasked(
      Layer<?> layer,
      String hint,
      List<KerasTensor> inputs,
      Map<String, Object> keywords,
      StepMask mask,
      List<Tensor> values) {
    LayerNode node = named(layer, hint, inputs, values);
    List<KerasTensor> outputs = note(node, inputs, values, node.applyAll(inputs, keywords));
    outputs.forEach(output -> made.put(output, new Made(node, List.copyOf(inputs), values, mask)));
    return outputs;
  }

  /**
   * Applies a function of {@code keras.ops}, which hands no mask on.
   *
   * @param arguments tensors, constants, numbers, and lists of them
   * @param keywords the same, under Keras' names
   */
  List<KerasTensor> function(
      KerasOp function, String hint, List<Object> arguments, Map<String, Object> keywords) {
    List<KerasTensor> inputs = new ArrayList<>();
    tensors(arguments, inputs);
    tensors(List.copyOf(keywords.values()), inputs);
    LayerNode node = node(function, hint, inputs, List.of());
    List<KerasTensor> outputs = Functional.applied(node, arguments, keywords);
    weights.put(node, List.of());
    outputs.forEach(output -> made.put(output, new Made(node, inputs, List.of(), null)));
    return outputs;
  }

  private static void tensors(Object argument, List<KerasTensor> found) {
    if (argument instanceof KerasTensor tensor) {
      found.add(tensor);
    } else if (argument instanceof List<?> list) {
      list.forEach(item -> tensors(item, found));
    }
  }

  /** Applies a layer whose weights no optimizer may change. */
  KerasTensor applyFixed(Layer<?> layer, String hint, KerasTensor input, List<Tensor> values) {
    LayerNode node = node(layer, hint, List.of(input), values);
    node.setTrainable(false);
    return note(node, List.of(input), values, node.applyAll(List.of(input), Map.of())).get(0);
  }

  private LayerNode node(
      Layer<?> layer, String hint, List<KerasTensor> inputs, List<Tensor> values) {
    if (inputs.stream().anyMatch(attentions::isStandIn)) {
      throw new NoEquivalentLayerException(
          "reads the inside of an attention, which is one layer in Keras");
    }
    masks.refuse(layer, inputs);
    return named(layer, hint, inputs, values);
  }

  /** Returns a layer; one with weights computes in the type of what it reads, whatever that is. */
  private LayerNode named(
      Layer<?> layer, String hint, List<KerasTensor> inputs, List<Tensor> values) {
    DType type = inputs.isEmpty() ? DType.FLOAT32 : inputs.get(0).dtype();
    DTypePolicy policy =
        !values.isEmpty() && type.isFloating()
            ? DTypePolicy.of(type.numpyName())
            : DTypePolicy.FLOAT32;
    return new LayerNode(names.next(hint), layer, true, policy);
  }

  private List<KerasTensor> note(
      LayerNode node, List<KerasTensor> inputs, List<Tensor> values, List<KerasTensor> outputs) {
    weights.put(node, List.copyOf(values));
    outputs.forEach(output -> made.put(output, new Made(node, List.copyOf(inputs), values, null)));
    masks.pass(node.layer(), inputs, outputs.get(0));
    return outputs;
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
    if (wanted.isEmpty() || !wanted.get(0).equals(List.of(batch))) {
      throw new NoEquivalentLayerException(
          "mixes samples: the batch would not be the first axis by itself");
    }
    AxisLayout turned = SequenceReversal.like(this, held, AxisLayout.flat(wanted), hint);
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
        : apply(new Permute(dims.subList(1, dims.size())), hint + "_permute", tensor);
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
      return apply(Flatten.DEFAULTS, hint + "_flatten", tensor);
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
    return apply(new Reshape(target), hint + "_reshape", tensor);
  }

  /** Returns the value in a tensor whose first axis is the batch, as every layer has it. */
  AxisLayout samplesFirst(AxisLayout held, String hint) {
    List<ElementaryAxis> own = List.of(batch);
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
    String key = number(tensor) + " " + order;
    KerasTensor known = repeated.get(key);
    if (known == null) {
      KerasOp transpose = new KerasOp("Transpose", Map.of("axes", order));
      known = function(transpose, hint + "_transpose", List.of(tensor), Map.of()).get(0);
      repeated.put(key, known);
    }
    return known;
  }

  /** Returns the value as a tensor with the same axes, wherever the batch is among them. */
  KerasTensor whole(AxisLayout held, String hint) {
    List<List<ElementaryAxis>> wanted = held.seen();
    if (held.axes().equals(wanted)) {
      return held.tensor();
    }
    int at = wanted.indexOf(List.of(batch));
    if (!held.axes().contains(List.of(batch)) || (at < 0 && fixed)) {
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
      boolean open = axis.contains(batch) && !fixed;
      shape.add(open ? -1 : ElementaryAxis.product(axis).orMinusOne());
    }
    if (shape.stream().filter(length -> length < 0).count() > 1) {
      throw new NoEquivalentLayerException(
          "reshapes to " + axes + ", more than one length of which is open");
    }
    KerasOp reshape = new KerasOp("Reshape", Map.of("newshape", shape));
    return function(reshape, hint + "_reshape", List.of(tensor), Map.of()).get(0);
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
    int at = held.seen().indexOf(List.of(batch));
    if (at < 0) {
      throw new NoEquivalentLayerException(
          "mixes samples: no axis of its operand is the batch by itself");
    }
    return at;
  }
}
