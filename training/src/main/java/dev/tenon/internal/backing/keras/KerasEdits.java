package dev.tenon.internal.backing.keras;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.keras.calls.CallStructure;
import dev.tenon.internal.surgery.Head;
import dev.tenon.internal.surgery.LayerPaths;
import dev.tenon.internal.surgery.ModelCopy;
import dev.tenon.internal.surgery.ModelCut;
import dev.tenon.internal.surgery.ModelEdit;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.ir.layer.NestedModel;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Changes of Keras models: all but the copy have their layers in common with the original. */
public final class KerasEdits {
  private KerasEdits() {}

  static KerasBacking cut(KerasModel keras, List<String> paths) {
    return edited(keras, ModelCut.cut(keras.model(), paths), Map.of());
  }

  static KerasBacking withoutTop(KerasModel keras) {
    return cut(keras, List.of(Head.below(keras.model())));
  }

  /** Returns a model with layers behind its output. */
  public static KerasBacking withHead(KerasModel keras, List<LayerNode> head) {
    return edited(keras, Head.append(keras.model(), head), Map.of());
  }

  static KerasBacking insertAfter(KerasModel keras, String path, LayerNode added) {
    ModelEdit editing = new ModelEdit(keras.model());
    return edited(keras, editing.insertAfter(path, added), editing.replaced());
  }

  static KerasBacking replace(KerasModel keras, String path, LayerNode other) {
    ModelEdit editing = new ModelEdit(keras.model());
    return edited(keras, editing.replace(path, other), editing.replaced());
  }

  static KerasBacking rename(KerasModel keras, Map<String, String> names) {
    ModelEdit editing = new ModelEdit(keras.model());
    return edited(keras, editing.rename(names), editing.replaced());
  }

  /** Returns a model of the same layers with weights of its own, which begin equal. */
  static KerasBacking copy(KerasModel from) {
    ModelCopy copying = new ModelCopy();
    NestedModel copy = copying.copy(from.model());
    KerasModel to =
        ModelBuilding.edited(
            from, copy, copying.origins(), from.inputStructure(), from.outputStructure());
    Collection<Parameter> own = KerasWeights.parameters(from).values();
    Iterator<Parameter> others = KerasWeights.parameters(to).values().iterator();
    for (Parameter parameter : own) {
      ParameterStore.Stored stored = from.parameters().stored(parameter);
      to.parameters().put(others.next(), stored.tensor(), stored.view());
    }
    return new KerasBacking(to);
  }

  /** Lets the layers that a pattern names be learned; frozen models around them stay frozen. */
  static void unfreeze(KerasModel keras, String pattern) {
    Map<String, LayerNode> all = LayerPaths.all(keras.model());
    LayerPaths.matching(keras.model(), pattern)
        .forEach(
            (path, layer) -> {
              layer.setTrainable(true);
              for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                LayerNode outer = all.get(path.substring(0, slash));
                if (outer != null && !outer.trainable()) {
                  outer.setTrainableHere(true);
                }
              }
            });
  }

  private static KerasBacking edited(
      KerasModel from, NestedModel changed, Map<LayerNode, LayerNode> origins) {
    boolean sameInputs = changed.graph().inputs().size() == from.model().graph().inputs().size();
    boolean sameOutputs = changed.graph().outputNames().equals(from.outputNames());
    return new KerasBacking(
        ModelBuilding.sharing(
            from,
            changed,
            origins,
            sameInputs ? from.inputStructure() : form(changed.graph().inputs().size()),
            sameOutputs ? from.outputStructure() : form(changed.graph().outputs().size())));
  }

  private static CallStructure form(int tensors) {
    return tensors == 1 ? CallStructure.BARE : CallStructure.LIST;
  }
}
