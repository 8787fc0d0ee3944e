package dev.tenon.exporters.keras.weights;

import dev.tenon.exporters.keras.config.ModelConfigWriter;
import dev.tenon.exporters.keras.config.ObjectConfigWriter;
import dev.tenon.exporters.keras.plan.ExportPlanner;
import dev.tenon.exporters.keras.plan.LayerDraft;
import dev.tenon.exporters.keras.plan.ModelDraft;
import dev.tenon.formats.hdf5.Hdf5Writer;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.layer.LayerNames;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.ir.layer.NestedModel;
import dev.tenon.ir.layer.Scope;
import dev.tenon.keras.config.RecordedLayer;
import dev.tenon.layers.core.InputLayer;
import dev.tenon.layers.preprocessing.Lookup;
import dev.tenon.layers.preprocessing.TextVectorization;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes weights by Python's attribute names, and those of the layers of a model under their class
 * names in snake case, numbered.
 */
public final class PathWeightsWriter {
  private final Hdf5Writer out;
  private final StoredParameters forms;
  private final ExportPlanner planner;
  private final Map<LayerNode, RecordedLayer> registered;

  public PathWeightsWriter(
      Hdf5Writer out,
      StoredParameters forms,
      ExportPlanner planner,
      Map<LayerNode, RecordedLayer> registered) {
    this.out = out;
    this.forms = forms;
    this.planner = planner;
    this.registered = registered;
  }

  public void write(ModelDraft model, List<Tensor> optimizer) throws IOException {
    model("", model);
    if (!optimizer.isEmpty()) {
      vars("/optimizer", optimizer, "");
    }
  }

  private void model(String path, ModelDraft model) throws IOException {
    vars(path, List.of(), model.name());
    Map<String, Integer> counts = new HashMap<>();
    for (LayerDraft layer : model.layers()) {
      if (planner.isOperation(layer) || (model.isSequential() && layer.input != null)) {
        continue;
      }
      String name = LayerNames.snakeCase(pythonClass(layer));
      int count = counts.merge(name, 1, Integer::sum) - 1;
      String at = path + "/layers/" + (count == 0 ? name : name + "_" + count);
      if (layer.scope == null || layer.node == null) {
        vars(at, List.of(), layer.name);
      } else {
        layer(at, layer.name, layer.path, layer.scope);
      }
    }
  }

  private String pythonClass(LayerDraft layer) {
    if (layer.node == null) {
      return InputLayer.DEFAULTS.className();
    }
    RecordedLayer said = registered.get(layer.node);
    if (ModelConfigWriter.isCustom(layer.node, said) && said != null) {
      return ObjectConfigWriter.bare(said.registeredName());
    }
    return layer.node.layer().className();
  }

  private void layer(String at, String name, String path, Scope scope) throws IOException {
    if (scope.node().layer() instanceof NestedModel nested) {
      model(at, planner.nested(nested, path, true));
      return;
    }
    List<Tensor> own =
        StoredParameters.ordered(scope).stream()
            .map(forms::tensor)
            .collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new));
    own.addAll(0, scope.held().stream().map(forms::tensor).toList());
    vars(at, own, name);
    Tensor idf = scope.node().layer() instanceof Lookup lookup ? lookup.indexWeights() : null;
    if (idf != null && own.isEmpty()) {
      out.dataset(at + "/vars/idf_weights", idf.cast(DType.FLOAT32));
      if (scope.node().layer() instanceof TextVectorization) {
        // Keras asks the layer and the one inside it, which are the same to it.
        out.group(at + "/_lookup_layer/vars");
        out.dataset(at + "/_lookup_layer/vars/idf_weights", idf.cast(DType.FLOAT32));
      }
    }
    for (Map.Entry<String, Scope> child : scope.children().entrySet()) {
      String attribute = child.getKey();
      Scope inner = child.getValue();
      if (attribute.equals("seed_generator")) {
        seed(at + "/seed_generator", inner);
      } else {
        layer(at + "/" + attribute, inner.node().name(), inner.node().name(), inner);
      }
    }
  }

  private void seed(String at, Scope scope) throws IOException {
    for (Parameter parameter : scope.own()) {
      if (forms.has(parameter)) {
        vars(at, List.of(forms.tensor(parameter)), "seed_generator");
      }
    }
  }

  private void vars(String path, List<Tensor> tensors, String name) throws IOException {
    out.group(path + "/vars");
    if (!name.isEmpty()) {
      out.attribute(path + "/vars", "name", name);
    }
    for (int i = 0; i < tensors.size(); i++) {
      out.dataset(path + "/vars/" + i, tensors.get(i));
    }
  }
}
