package dev.tenon.internal.backing.keras;

import dev.tenon.engine.Engine;
import dev.tenon.exporters.keras.KerasExporter;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.backing.EditableNetwork;
import dev.tenon.internal.lora.PeftAdapter;
import dev.tenon.internal.lora.PeftPlace;
import dev.tenon.internal.lora.PeftWeights;
import dev.tenon.internal.quantization.ModelCalibration;
import dev.tenon.internal.quantization.ModelQuantization;
import dev.tenon.internal.saving.GraphSaving;
import dev.tenon.internal.saving.KerasSaving;
import dev.tenon.internal.saving.OnnxSaving;
import dev.tenon.internal.surgery.Head;
import dev.tenon.internal.surgery.LayerPaths;
import dev.tenon.internal.surgery.LowRankLayers;
import dev.tenon.internal.surgery.ModelCopy;
import dev.tenon.internal.surgery.ModelCut;
import dev.tenon.internal.surgery.ModelEdit;
import dev.tenon.internal.train.ModelTraining;
import dev.tenon.internal.train.state.TrainableWeights;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.keras.calls.CallStructure;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.lora.LoraAdapter;
import dev.tenon.layers.lora.LoraConfig;
import dev.tenon.quantizers.QuantizationConfig;
import dev.tenon.runtime.Deadline;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A Keras model's changes and files: all changes but the copy share its layers. */
public record KerasNetwork(KerasModel keras, ModelTraining training) implements EditableNetwork {
  @Override
  public LayerNode asLayer() {
    return ModelBuilding.member(keras);
  }

  @Override
  public KerasBacking cut(List<String> paths) {
    return edited(ModelCut.cut(keras.model(), paths), Map.of());
  }

  @Override
  public KerasBacking withoutTop() {
    return cut(List.of(Head.below(keras.model())));
  }

  @Override
  public KerasBacking append(List<LayerNode> head) {
    return edited(Head.append(keras.model(), head), Map.of());
  }

  @Override
  public KerasBacking insertAfter(String path, LayerNode added) {
    ModelEdit editing = new ModelEdit(keras.model());
    return edited(editing.insertAfter(path, added), editing.replaced());
  }

  @Override
  public KerasBacking replace(String path, LayerNode other) {
    ModelEdit editing = new ModelEdit(keras.model());
    return edited(editing.replace(path, other), editing.replaced());
  }

  @Override
  public KerasBacking rename(Map<String, String> names) {
    ModelEdit editing = new ModelEdit(keras.model());
    return edited(editing.rename(names), editing.replaced());
  }

  @Override
  public KerasBacking quantize(QuantizationConfig config, List<String> layers) {
    if (!LowRankLayers.adapters(keras.lowered()).isEmpty()) {
      throw new IllegalArgumentException(
          "model '"
              + keras.name()
              + "' has low-rank adapters, which quantization cannot keep; call"
              + " model.edit().mergeLora() first");
    }
    if (ModelCalibration.isFor(config)) {
      ModelCalibration calibration =
          new ModelCalibration(keras, config, layers, KerasNetwork::inner);
      return new KerasBacking(calibration.run(made -> quantized(made).keras()));
    }
    return quantized(new ModelQuantization(keras, config, layers));
  }

  private KerasBacking quantized(ModelQuantization quantization) {
    KerasBacking quantized = edited(quantization.model(), quantization.origins());
    quantization.fill(quantized.keras());
    return quantized;
  }

  /** Returns inner values of a model for several inputs. */
  private static List<List<Tensor>> inner(
      KerasModel model, List<Tensor> inputs, List<String> wanted) {
    KerasBacking backing = new KerasBacking(model);
    try {
      String input = backing.inputs().get(0).name();
      return inputs.stream()
          .map(x -> backing.run(Engine.preferred(), Map.of(input, x), wanted, Deadline.NONE))
          .toList();
    } finally {
      backing.close();
    }
  }

  @Override
  public KerasBacking enableLora(LoraConfig config, List<String> layers) {
    LowRankLayers surgery = LowRankLayers.enabled(keras.model(), config, layers);
    KerasModel to = copied(surgery.model(), surgery.origins());
    if (config.freezeOthers()) {
      LowRankLayers.freezeOthers(to.model());
    }
    return new KerasBacking(to);
  }

  @Override
  public KerasBacking withLora(PeftAdapter adapter, Map<Parameter, PeftPlace> places) {
    PeftWeights names = new PeftWeights(KerasWeights.parameters(keras), places);
    Map<String, LoraConfig> configs = new LinkedHashMap<>();
    adapter
        .factors()
        .forEach(
            (module, pair) ->
                configs.put(
                    KerasWeights.layer(names.path(module)),
                    LoraConfig.lora(pair.rank()).loraAlpha(pair.alpha()).peft(true)));
    LowRankLayers surgery = LowRankLayers.enabled(keras.model(), configs);
    KerasModel to = copied(surgery.model(), surgery.origins());
    LowRankLayers.freezeOthers(to.model());
    Map<String, Parameter> own = KerasWeights.parameters(to);
    Map<Parameter, LoraAdapter> adapters = LowRankLayers.adapters(to.lowered());
    adapter
        .factors()
        .forEach(
            (module, pair) -> {
              LoraAdapter place = adapters.get(own.get(names.path(module)));
              if (place == null) {
                throw new IllegalStateException("no adapter of '" + module + "'");
              }
              List<Tensor> factors = PeftWeights.factors(module, place, pair);
              to.parameters().put(place.a(), factors.get(0));
              to.parameters().put(place.b(), factors.get(1));
            });
    adapter
        .saved()
        .forEach(
            (name, stored) -> {
              String path = names.pathOf(name);
              KerasWeights.set(to, Map.of(path, names.seen(path, stored)));
              LayerPaths.find(to.model(), KerasWeights.layer(path)).setTrainableHere(true);
            });
    return new KerasBacking(to);
  }

  @Override
  public PeftAdapter lora(Map<Parameter, PeftPlace> places) {
    Map<Parameter, LoraAdapter> adapters = LowRankLayers.adapters(keras.lowered());
    if (adapters.isEmpty()) {
      throw LowRankLayers.none(keras.model());
    }
    Map<String, Parameter> own = KerasWeights.parameters(keras);
    Set<Parameter> learned = new HashSet<>(TrainableWeights.of(keras.lowered()));
    adapters.values().forEach(adapter -> learned.removeAll(List.of(adapter.a(), adapter.b())));
    PeftWeights names = new PeftWeights(own, places);
    ParameterStore store = keras.parameters();
    Map<String, PeftAdapter.Factors> factors = new LinkedHashMap<>();
    Map<String, Tensor> saved = new LinkedHashMap<>();
    own.forEach(
        (path, parameter) -> {
          LoraAdapter adapter = adapters.get(parameter);
          if (adapter != null) {
            names.add(factors, path, adapter, store.get(adapter.a()), store.get(adapter.b()));
          } else if (learned.contains(parameter)) {
            names.add(saved, path, parameter, store.get(parameter));
          }
        });
    return new PeftAdapter(factors, saved);
  }

  @Override
  public KerasBacking mergeLora() {
    LowRankLayers surgery = LowRankLayers.merged(keras.model());
    KerasModel to = copied(surgery.model(), surgery.origins());
    Map<String, Parameter> others = KerasWeights.parameters(to);
    Map<String, Parameter> own = KerasWeights.parameters(keras);
    Map<Parameter, LoraAdapter> adapters = LowRankLayers.adapters(keras.lowered());
    own.forEach(
        (path, parameter) -> {
          LoraAdapter adapter = adapters.get(parameter);
          Parameter merged = others.get(path);
          if (adapter != null && merged != null) {
            to.parameters().put(merged, adapter.merged(keras.parameters()));
          }
        });
    return new KerasBacking(to);
  }

  @Override
  public KerasBacking copy() {
    ModelCopy copying = new ModelCopy();
    return new KerasBacking(copied(copying.copy(keras.model()), copying.origins()));
  }

  /** Returns a model with the values of this one for all weights that both have. */
  private KerasModel copied(NestedModel copy, Map<LayerNode, LayerNode> origins) {
    KerasModel to =
        ModelBuilding.edited(keras, copy, origins, keras.inputStructure(), keras.outputStructure());
    Map<String, Parameter> others = KerasWeights.parameters(to);
    KerasWeights.parameters(keras)
        .forEach(
            (path, parameter) -> {
              Parameter other = others.get(path);
              if (other != null) {
                ParameterStore.Stored stored = keras.parameters().stored(parameter);
                to.parameters().put(other, stored.tensor(), stored.view());
              }
            });
    return to;
  }

  @Override
  public void setFrozen(boolean frozen) {
    keras.model().layers().forEach(layer -> layer.setTrainable(!frozen));
  }

  @Override
  public void setFrozen(String pattern, boolean frozen) {
    if (frozen) {
      matchingLayers(pattern).values().forEach(layer -> layer.setTrainable(false));
    } else {
      unfreeze(pattern);
    }
  }

  /** Lets the layers that a pattern names be learned; frozen models around them stay frozen. */
  private void unfreeze(String pattern) {
    Map<String, LayerNode> all = LayerPaths.all(keras.model());
    matchingLayers(pattern)
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

  private Map<String, LayerNode> matchingLayers(String pattern) {
    return LayerPaths.matching(keras.model(), pattern);
  }

  @Override
  public Set<String> matching(String pattern) {
    return matchingLayers(pattern).keySet();
  }

  @Override
  public void trainable(String... patterns) {
    KerasWeights.trainable(keras, patterns);
  }

  @Override
  public void setWeights(Map<String, Tensor> values) {
    KerasWeights.set(keras, values);
  }

  @Override
  public GraphSaving.Content content() {
    return GraphSaving.of(keras);
  }

  @Override
  public KerasExporter exporter(
      Path target, @Nullable KerasOptions asked, Map<String, String> notes) {
    return KerasSaving.exporter(keras, training.written(), target, asked, notes);
  }

  @Override
  public void checkOnnx() {
    OnnxSaving.check(keras);
  }

  @Override
  public List<String> saveOnnx(Path target, Map<String, String> notes) throws IOException {
    return saveOnnx(target, OnnxOptions.DEFAULTS.metadata(notes));
  }

  @Override
  public List<String> saveOnnx(Path target, OnnxOptions options) throws IOException {
    return OnnxSaving.write(keras, target, options);
  }

  private KerasBacking edited(NestedModel changed, Map<LayerNode, LayerNode> origins) {
    boolean sameInputs = changed.graph().inputs().size() == keras.model().graph().inputs().size();
    boolean sameOutputs = changed.graph().outputNames().equals(keras.outputNames());
    return new KerasBacking(
        ModelBuilding.sharing(
            keras,
            changed,
            origins,
            sameInputs ? keras.inputStructure() : CallStructure.of(changed.graph().inputs().size()),
            sameOutputs
                ? keras.outputStructure()
                : CallStructure.of(changed.graph().outputs().size())));
  }
}
