package dev.tenon.exporters.keras.weights;

import dev.tenon.exporters.keras.plan.ExportPlanner;
import dev.tenon.exporters.keras.plan.KerasFormat;
import dev.tenon.exporters.keras.plan.LayerDraft;
import dev.tenon.exporters.keras.plan.ModelDraft;
import dev.tenon.formats.hdf5.Hdf5Writer;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.UniqueNames;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.layer.NestedModel;
import dev.tenon.ir.layer.Scope;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.weights.FrozenLayers;
import dev.tenon.keras.weights.WeightOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes weights layer by layer, each with the list of its weights: trainable ones, then the
 * others.
 *
 * <p>A layer that holds others is flattened; a frozen layer's weights stand among the others, and
 * what it holds with them: in Keras 3 only where {@link FrozenLayers} says so.
 */
public final class LegacyWeightsWriter {
  private static final String GROUP = "/model_weights";

  private final Hdf5Writer out;
  private final KerasFormat format;
  private final StoredParameters forms;
  private final ExportPlanner planner;

  public LegacyWeightsWriter(
      Hdf5Writer out, KerasFormat format, StoredParameters forms, ExportPlanner planner) {
    this.out = out;
    this.format = format;
    this.forms = forms;
    this.planner = planner;
  }

  public void write(ModelDraft model) throws IOException {
    out.group(GROUP);
    List<LayerDraft> layers =
        model.layers().stream().filter(layer -> !planner.isOperation(layer)).toList();
    boolean sequential = model.isSequential();
    List<LayerDraft> listed =
        layers.stream().filter(layer -> !sequential || layer.input == null).toList();
    out.attribute(GROUP, "layer_names", listed.stream().map(layer -> layer.name).toList());
    out.attribute(GROUP, "backend", "tensorflow");
    out.attribute(GROUP, "keras_version", format.kerasVersion());
    List<LayerDraft> sorted = new ArrayList<>(listed);
    sorted.sort(Comparator.comparing(layer -> layer.name));
    for (LayerDraft layer : sorted) {
      layer(layer);
    }
    out.group(GROUP + "/top_level_model_weights");
    out.attribute(GROUP + "/top_level_model_weights", "weight_names", List.of());
  }

  private void layer(LayerDraft layer) throws IOException {
    String group = GROUP + "/" + layer.name;
    out.group(group);
    List<Parameter> parameters = layer.scope == null ? List.of() : parameters(layer);
    List<String> names = new ArrayList<>();
    UniqueNames taken = new UniqueNames();
    for (Parameter parameter : parameters) {
      String name = taken.unique(path(parameter));
      names.add(format.forTfKeras() ? name + ":0" : name);
    }
    out.attribute(group, "weight_names", names);
    for (int i = 0; i < parameters.size(); i++) {
      out.dataset(group + "/" + names.get(i), forms.tensor(parameters.get(i)));
    }
  }

  /** Returns a name without empty parts, which HDF5 would not keep apart. */
  private static String path(Parameter parameter) {
    return parameter.path().replaceAll("/+", "/").replaceAll("^/|/$", "");
  }

  private List<Parameter> parameters(LayerDraft layer) {
    List<Parameter> trainable = new ArrayList<>();
    List<Parameter> other = new ArrayList<>();
    if (layer.scope != null) {
      boolean free = layer.trainable && layer.scope.node().trainable();
      collect(layer.scope, layer.trainable, free, layer.path, trainable, other);
    }
    trainable.addAll(other);
    return trainable;
  }

  /**
   * Adds the weights of a layer and of what it holds.
   *
   * @param outside whether nothing that holds it freezes it
   * @param here whether its own weights are trainable
   */
  private void collect(
      Scope scope,
      boolean outside,
      boolean here,
      String path,
      List<Parameter> trainable,
      List<Parameter> other) {
    for (Parameter parameter : WeightOrder.ordered(scope.own())) {
      boolean learned = here && WeightOrder.isLearned(scope.node(), parameter);
      (learned ? trainable : other).add(parameter);
    }
    Layer<?> layer = scope.node().layer();
    KerasGeneration reader = format.readers().get(0);
    boolean inside = WeightOrder.isOpen(scope.node(), outside, here, reader);
    boolean forgotten = inside && !here && FrozenLayers.isForgotten(layer);
    if (layer instanceof NestedModel nested) {
      for (LayerDraft inner : planner.nested(nested, path, here).layers()) {
        if (inner.scope != null) {
          boolean free = inside && inner.scope.node().trainable();
          collect(inner.scope, inside, free, inner.path, trainable, other);
        }
      }
      return;
    }
    for (Scope child : scope.children().values()) {
      boolean free = forgotten || (inside && child.node().trainable());
      collect(child, inside, free, child.node().name(), trainable, other);
    }
  }
}
