package dev.tenon.exporters.keras.weights;

import dev.tenon.exporters.keras.plan.ExportPlanner;
import dev.tenon.exporters.keras.plan.LayerDraft;
import dev.tenon.exporters.keras.plan.ModelDraft;
import dev.tenon.formats.hdf5.Hdf5Writer;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.keras.weights.LegacyNames;
import dev.tenon.keras.weights.LegacyOrder;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Scope;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes weights layer by layer, each with the list of its weights in {@link LegacyOrder}. */
public final class LegacyWeightsWriter {
  private static final String GROUP = "/" + LegacyNames.MODEL;

  private final Hdf5Writer out;
  private final KerasFormat format;
  private final StoredParameters forms;
  private final ExportPlanner planner;

  /** The call paths of layers, under which the types of values inside are found. */
  private final Map<Scope, String> paths = new IdentityHashMap<>();

  public LegacyWeightsWriter(
      Hdf5Writer out, KerasFormat format, StoredParameters forms, ExportPlanner planner) {
    this.out = out;
    this.format = format;
    this.forms = forms;
    this.planner = planner;
  }

  /** Writes the weights of a model. */
  public void write(ModelDraft model) throws IOException {
    out.group(GROUP);
    List<LayerDraft> layers =
        model.layers().stream().filter(layer -> !planner.isOperation(layer)).toList();
    boolean sequential = model.isSequential();
    List<LayerDraft> listed =
        layers.stream().filter(layer -> !sequential || layer.input == null).toList();
    out.attribute(GROUP, LegacyNames.LAYERS, listed.stream().map(layer -> layer.name).toList());
    out.attribute(GROUP, "backend", "tensorflow");
    out.attribute(GROUP, "keras_version", format.kerasVersion());
    List<LayerDraft> sorted = new ArrayList<>(listed);
    sorted.sort(Comparator.comparing(layer -> layer.name));
    for (LayerDraft layer : sorted) {
      layer(layer);
    }
    out.group(GROUP + "/top_level_model_weights");
    out.attribute(GROUP + "/top_level_model_weights", LegacyNames.WEIGHTS, List.of());
  }

  private void layer(LayerDraft layer) throws IOException {
    String group = GROUP + "/" + layer.name;
    out.group(group);
    List<Parameter> parameters = layer.scope == null ? List.of() : parameters(layer, layer.scope);
    List<String> names = LegacyNames.of(parameters, format.readers().get(0));
    out.attribute(group, LegacyNames.WEIGHTS, names);
    for (int i = 0; i < parameters.size(); i++) {
      out.dataset(group + "/" + names.get(i), tensor(layer.scope, parameters.get(i)));
    }
  }

  private Tensor tensor(@Nullable Scope scope, Parameter parameter) {
    Scope owner = scope == null ? null : adapted(scope, parameter);
    return owner == null ? forms.tensor(parameter) : forms.apart(owner, parameter);
  }

  /** Returns the layer with an adapter that a parameter belongs to; null for all others. */
  private static @Nullable Scope adapted(Scope scope, Parameter parameter) {
    if (!scope.adapters().isEmpty() && scope.own().contains(parameter)) {
      return scope;
    }
    for (Scope child : scope.children().values()) {
      Scope found = adapted(child, parameter);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private List<Parameter> parameters(LayerDraft layer, Scope scope) {
    paths.put(scope, layer.path);
    return new LegacyOrder(format.readers().get(0), true, this::inside)
        .slots(scope, layer.trainable).stream()
            .flatMap(slot -> slot.parameters().stream())
            .toList();
  }

  private List<Scope> inside(NestedModel nested, Scope scope) {
    String path = paths.getOrDefault(scope, scope.node().name());
    List<Scope> scopes = new ArrayList<>();
    for (LayerDraft inner : planner.nested(nested, path, scope.node().trainable()).layers()) {
      if (inner.scope != null) {
        paths.put(inner.scope, inner.path);
        scopes.add(inner.scope);
      }
    }
    return scopes;
  }
}
