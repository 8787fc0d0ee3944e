package dev.tenon.lifting.walk;

import dev.tenon.layers.base.DTypePolicy;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.functional.Functional;
import dev.tenon.layers.merging.Merge;
import dev.tenon.layers.ops.KerasOp;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Applies layers to tensors and keeps their weights. */
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

  private final Map<KerasTensor, Made> made = new IdentityHashMap<>();
  private final Map<LayerNode, List<Tensor>> weights = new IdentityHashMap<>();
  private final Map<String, KerasTensor> repeated = new HashMap<>();
  private final Map<KerasTensor, Integer> numbers = new IdentityHashMap<>();
  private final Map<KerasTensor, Half> halves = new IdentityHashMap<>();
  private final Map<KerasTensor, KerasTensor> lastSteps = new IdentityHashMap<>();
  private final StepMasks masks = new StepMasks();
  private final LayerNamer names;
  private final ElementaryAxis batch;
  private final AxisMoves moves;
  private final Attentions attentions;

  LayerChain(LayerNamer names, ElementaryAxis batch, Attempt attempt) {
    this.names = names;
    this.batch = batch;
    this.moves = new AxisMoves(this, attempt.fixed());
    this.attentions = new Attentions(this, attempt.attentions());
  }

  /** Returns the attentions that are being recognised. */
  public Attentions attentions() {
    return attentions;
  }

  /** Returns the layers that move axes. */
  public AxisMoves moves() {
    return moves;
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
    return values.isEmpty()
        ? once(input, layer, () -> applyAll(layer, hint, List.of(input), values).get(0))
        : applyAll(layer, hint, List.of(input), values).get(0);
  }

  /** Returns what a move or a layer gives for a tensor, made at its first use. */
  KerasTensor once(KerasTensor input, Object move, Supplier<KerasTensor> made) {
    String key = numbers.computeIfAbsent(input, t -> numbers.size()) + " " + move;
    KerasTensor known = repeated.get(key);
    if (known == null) {
      known = made.get();
      repeated.put(key, known);
    }
    return known;
  }

  /** Applies a layer without weights to one tensor. */
  public KerasTensor apply(Layer<?> layer, String hint, KerasTensor input) {
    return apply(layer, hint, input, List.of());
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
}
