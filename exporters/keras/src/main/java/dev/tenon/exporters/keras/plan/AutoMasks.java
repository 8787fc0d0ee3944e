package dev.tenon.exporters.keras.plan;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.keras.calls.CallArguments;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.core.Embedding;
import dev.tenon.layers.core.Masking;
import dev.tenon.layers.ops.KerasOp;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes the masks that Keras 3 writes into a graph and that every reader computes itself.
 *
 * <p>A functional model of Keras 3 with Masking or Embedding contains the comparison of the mask as
 * operations. It passes the mask to each layer as the argument {@code mask}. The HDF5 formats
 * cannot express operations.
 */
public final class AutoMasks {
  private static final Set<String> MASK_OPERATIONS = Set.of("NotEqual", "Any");

  private AutoMasks() {}

  /** Returns whether any layer makes a mask. */
  public static boolean hasMasks(Lowered lowered) {
    return lowered.built().keySet().stream().anyMatch(node -> masks(node.layer()));
  }

  static void remove(
      List<LayerDraft> layers,
      List<Value> outputs,
      Map<Value, ModelDraft.Place> places,
      Diagnostics diagnostics) {
    Set<Value> automatic = Collections.newSetFromMap(new IdentityHashMap<>());
    for (LayerDraft layer : layers) {
      for (int i = 0; i < layer.calls.size(); i++) {
        LayerDraft.CallDraft call = layer.calls.get(i);
        if (call.kwargs().get("mask") instanceof Arg.Ref mask
            && automatic(mask.value(), layers, places)) {
          automatic.add(mask.value());
          Map<String, Arg> kwargs = new LinkedHashMap<>(call.kwargs());
          kwargs.remove("mask");
          layer.calls.set(
              i, new LayerDraft.CallDraft(new CallArguments(call.args(), kwargs), call.outputs()));
        }
      }
    }
    if (!automatic.isEmpty()) {
      prune(layers, outputs);
      diagnostics.note(
          "Masks that Keras makes by itself are left out; the layers that give them are there.");
    }
  }

  /** Returns whether a value is the mask of a Masking or Embedding layer on the same tensor. */
  private static boolean automatic(
      Value mask, List<LayerDraft> layers, Map<Value, ModelDraft.Place> places) {
    Value at = mask;
    for (int steps = 0; steps < MASK_OPERATIONS.size(); steps++) {
      ModelDraft.Place place = places.get(at);
      LayerNode node = place == null ? null : place.layer().node;
      if (place == null
          || node == null
          || !(node.layer() instanceof KerasOp op)
          || !MASK_OPERATIONS.contains(op.className())) {
        return false;
      }
      List<Arg> args = place.layer().calls.get(place.call()).args();
      if (args.isEmpty() || !(args.get(0) instanceof Arg.Ref source)) {
        return false;
      }
      at = source.value();
      if (op.className().equals("NotEqual")) {
        Value compared = at;
        return layers.stream()
            .filter(layer -> layer.node != null && masks(layer.node.layer()))
            .flatMap(layer -> layer.calls.stream())
            .anyMatch(call -> call.args().get(0).values().contains(compared));
      }
    }
    return false;
  }

  /** Returns whether a layer gives a mask. */
  private static boolean masks(Layer<?> layer) {
    return layer instanceof Masking || (layer instanceof Embedding table && table.maskZero());
  }

  /** Removes the operations that nothing reads any more. */
  private static void prune(List<LayerDraft> layers, List<Value> outputs) {
    boolean changed = true;
    while (changed) {
      Set<Value> read = Collections.newSetFromMap(new IdentityHashMap<>());
      read.addAll(outputs);
      for (LayerDraft layer : layers) {
        for (LayerDraft.CallDraft call : layer.calls) {
          read.addAll(call.arguments().reads());
        }
      }
      changed =
          layers.removeIf(
              layer ->
                  layer.node != null
                      && layer.node.layer() instanceof KerasOp
                      && layer.calls.stream()
                          .flatMap(call -> call.outputs().stream())
                          .noneMatch(read::contains));
    }
  }
}
