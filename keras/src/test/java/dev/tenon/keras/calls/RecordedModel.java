package dev.tenon.keras.calls;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.RecordedFiles.Recorded;
import dev.tenon.keras.config.ConfigBinder;
import dev.tenon.keras.config.Json;
import dev.tenon.keras.config.LayerConfig;
import dev.tenon.keras.config.LayerUpgrade;
import dev.tenon.keras.config.OperationNames;
import dev.tenon.keras.config.Policies;
import dev.tenon.keras.config.PolicyMap;
import dev.tenon.keras.config.Refusals;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.DTypePolicy;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.catalog.LayerCatalog;
import dev.tenon.layers.common.LayerEntry;
import dev.tenon.layers.ops.KerasOp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A recorded configuration, and the layers and calls that are made of it. */
public final class RecordedModel {
  private static final Map<String, ConfigBinder> BINDERS = new ConcurrentHashMap<>();

  private final KerasDialect dialect;
  private final LayerConfig config;
  private final Map<LayerConfig, LayerNode> nodes = new LinkedHashMap<>();
  private final Map<LayerConfig, ConnectedModel> models = new LinkedHashMap<>();
  private final Map<LayerConfig, Set<String>> unknown = new LinkedHashMap<>();

  private RecordedModel(LayerConfig config, KerasDialect dialect) {
    this.config = config;
    this.dialect = dialect;
  }

  /** A class that Tenon does not know. */
  public record Other(String className) implements Layer<String> {
    @Override
    public String build(Build build, List<Shape> inputs) {
      throw new UnsupportedOperationException(className);
    }

    @Override
    public List<Value> call(String weights, Call call, List<Value> inputs) {
      throw new UnsupportedOperationException(className);
    }
  }

  /** Makes the layers of a file, and connects them. */
  public static RecordedModel of(Recorded file) {
    return of(LayerUpgrade.model(file.model(), file.dialect()), file.dialect());
  }

  /** Makes the layers of a configuration in Keras 3's words, and connects them. */
  public static RecordedModel of(LayerConfig config, KerasDialect dialect) {
    RecordedModel model = new RecordedModel(config, dialect);
    model.connect(config);
    return model;
  }

  /** Makes a layer of its configuration in Keras 3's words. */
  public static LayerNode node(LayerConfig config, KerasDialect dialect) {
    return new RecordedModel(config, dialect).node(config);
  }

  /** Returns the configuration in Keras 3's words. */
  public LayerConfig config() {
    return config;
  }

  /** Returns the whole model. */
  public ConnectedModel connected() {
    return models.get(config);
  }

  /** Returns all models in the file by their configurations, inner ones first. */
  public Map<LayerConfig, ConnectedModel> models() {
    return models;
  }

  /** Returns all layers in the file but the inputs, those inside of others first. */
  public Map<LayerConfig, LayerNode> nodes() {
    return nodes;
  }

  /** Returns the keys of a layer that its record does not have. */
  public Set<String> unknown(LayerConfig layer) {
    return unknown.getOrDefault(layer, Set.of());
  }

  private ConnectedModel connect(LayerConfig model) {
    List<LayerNode> inside = new ArrayList<>();
    for (LayerConfig layer : model.layers()) {
      if (!layer.isInput()) {
        inside.add(node(layer));
      }
    }
    Refusals refusals = new Refusals();
    ConnectedModel connected =
        model.isFunctional()
            ? new FunctionalCalls(model, inside, dialect, refusals).connected()
            : SequentialCalls.connected(model, inside, name -> List.of(), !model.equals(config));
    refusals.throwIfAny(model.name());
    models.put(model, connected);
    return connected;
  }

  private LayerNode node(LayerConfig layer) {
    LayerNode node =
        new LayerNode(
            layer.name(),
            made(layer),
            layer.config().path("trainable").asBoolean(true),
            policy(layer),
            layer.legacy());
    nodes.put(layer, node);
    return node;
  }

  private Layer<?> made(LayerConfig layer) {
    if (layer.isModel()) {
      return connect(layer).model();
    }
    if (layer.isOperation()) {
      ObjectNode options = layer.config().deepCopy();
      options.remove("name");
      return new KerasOp(OperationNames.of(layer), Json.plainMap(options));
    }
    LayerEntry entry = LayerCatalog.find(layer.className());
    if (entry == null) {
      return new Other(layer.className());
    }
    ConfigBinder binder =
        BINDERS.computeIfAbsent(entry.className(), name -> new ConfigBinder(entry.defaults()));
    ConfigBinder.Bound bound = binder.bind(layer.config(), this::node);
    unknown.put(layer, bound.unknown());
    return bound.layer();
  }

  private static DTypePolicy policy(LayerConfig layer) {
    var dtype = Json.get(layer.config(), "dtype");
    return dtype == null || layer.isOperation()
        ? DTypePolicy.FLOAT32
        : Policies.of(
            PolicyMap.resolved(dtype, layer.name()),
            Json.get(layer.config(), "quantization_config"));
  }
}
