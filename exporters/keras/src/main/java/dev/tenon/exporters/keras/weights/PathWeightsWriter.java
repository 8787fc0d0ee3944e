package dev.tenon.exporters.keras.weights;

import dev.tenon.exporters.keras.config.ModelConfigWriter;
import dev.tenon.exporters.keras.config.ObjectConfigWriter;
import dev.tenon.exporters.keras.plan.ExportPlanner;
import dev.tenon.exporters.keras.plan.LayerDraft;
import dev.tenon.exporters.keras.plan.ModelDraft;
import dev.tenon.formats.hdf5.Hdf5Writer;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.keras.config.RecordedLayer;
import dev.tenon.keras.weights.WeightOrder;
import dev.tenon.keras.weights.WeightPaths;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Scope;
import dev.tenon.layers.core.InputLayer;
import dev.tenon.layers.preprocessing.Lookup;
import dev.tenon.layers.preprocessing.TextVectorization;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes weights by {@link WeightPaths}. */
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

  /**
   * Writes all weights.
   *
   * @param optimizer the optimizer's variables
   * @param scaling the number of variables for loss scaling; the others belong to an inner
   *     optimizer
   * @param owners which of several optimizers has each variable; null where it is of all
   */
  public void write(
      ModelDraft model, List<Tensor> optimizer, int scaling, List<@Nullable String> owners)
      throws IOException {
    model("", model);
    if (!optimizer.isEmpty()) {
      vars(WeightPaths.OPTIMIZER, optimizer, "");
    }
    if (scaling > 0 && scaling < optimizer.size()) {
      vars(WeightPaths.INNER_OPTIMIZER, optimizer.subList(scaling, optimizer.size()), "");
    }
    Map<String, List<Tensor>> several = new LinkedHashMap<>();
    for (int i = 0; i < owners.size() && owners.size() == optimizer.size(); i++) {
      String owner = owners.get(i);
      if (owner != null) {
        several.computeIfAbsent(owner, name -> new ArrayList<>()).add(optimizer.get(i));
      }
    }
    for (Map.Entry<String, List<Tensor>> own : several.entrySet()) {
      vars(WeightPaths.SEVERAL_OPTIMIZERS + "/" + own.getKey(), own.getValue(), "");
    }
  }

  private void model(String path, ModelDraft model) throws IOException {
    vars(path, List.of(), model.name());
    WeightPaths paths = new WeightPaths(path, WeightPaths.LAYERS);
    for (LayerDraft layer : model.layers()) {
      if (planner.isOperation(layer) || (model.isSequential() && layer.input != null)) {
        continue;
      }
      String at = paths.next(pythonClass(layer));
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
        Stream.of(scope.held(), WeightOrder.byPath(scope))
            .flatMap(List::stream)
            .map(parameter -> forms.merged(scope, parameter))
            .toList();
    vars(at, own, name);
    Tensor idf = scope.node().layer() instanceof Lookup lookup ? lookup.indexWeights() : null;
    if (idf != null && own.isEmpty()) {
      dataset(WeightPaths.variable(at, WeightPaths.IDF_WEIGHTS), idf.cast(DType.FLOAT32));
      if (scope.node().layer() instanceof TextVectorization) {
        // Keras asks the layer and the one inside it, which are the same to it.
        String inside = WeightPaths.join(at, "_lookup_layer");
        out.group("/" + WeightPaths.join(inside, WeightPaths.VARIABLES));
        dataset(WeightPaths.variable(inside, WeightPaths.IDF_WEIGHTS), idf.cast(DType.FLOAT32));
      }
    }
    for (Map.Entry<String, Scope> child : scope.children().entrySet()) {
      String attribute = child.getKey();
      Scope inner = child.getValue();
      String inside = WeightPaths.join(at, attribute);
      if (attribute.equals(WeightPaths.SEED)) {
        seed(inside, inner);
      } else {
        layer(inside, inner.node().name(), inner.node().name(), inner);
      }
    }
  }

  private void seed(String at, Scope scope) throws IOException {
    for (Parameter parameter : scope.own()) {
      if (forms.has(parameter)) {
        vars(at, List.of(forms.tensor(parameter)), WeightPaths.SEED);
      }
    }
  }

  private void vars(String path, List<Tensor> tensors, String name) throws IOException {
    String group = "/" + WeightPaths.join(path, WeightPaths.VARIABLES);
    out.group(group);
    if (!name.isEmpty()) {
      out.attribute(group, "name", name);
    }
    for (int i = 0; i < tensors.size(); i++) {
      dataset(WeightPaths.variable(path, i), tensors.get(i));
    }
  }

  private void dataset(String path, Tensor tensor) throws IOException {
    out.dataset("/" + path, tensor);
  }
}
