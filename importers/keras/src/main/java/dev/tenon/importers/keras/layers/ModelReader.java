package dev.tenon.importers.keras.layers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.LoadLimits;
import dev.tenon.importers.keras.config.AdaptedBins;
import dev.tenon.importers.keras.config.Json;
import dev.tenon.importers.keras.config.KerasDialect;
import dev.tenon.importers.keras.config.LayerConfig;
import dev.tenon.importers.keras.config.LayerUpgrade;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.ir.layer.NestedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a configuration into a model of layers, nested models included. */
public final class ModelReader {
  final String file;
  final KerasDialect dialect;
  final LayerUpgrade upgrade;
  final LayerFactory factory;
  final Refusals refusals = new Refusals();
  final InputTypes inputTypes;
  private final List<String> warnings = new ArrayList<>();
  private final @Nullable StoredWeights weights;
  private int depth;

  public ModelReader(
      String file,
      LoadLimits limits,
      KerasDialect dialect,
      CustomLayers custom,
      @Nullable StoredWeights weights) {
    this.file = file;
    this.dialect = dialect;
    this.weights = weights;
    this.upgrade = new LayerUpgrade(file, dialect);
    this.inputTypes = new InputTypes(file);
    this.factory =
        new LayerFactory(
            file, limits, upgrade, custom, refusals, warnings, nested -> model(nested).model());
  }

  /** A model, and how Python hands its tensors in and out. */
  public record Read(NestedModel model, CallStructure inputs, CallStructure outputs) {}

  /**
   * Reads the root.
   *
   * @throws MalformedModelException where the configuration contradicts itself
   * @throws UnsupportedModelException where layers in it are beyond Tenon; lists all of them
   */
  public Read root(ObjectNode config) {
    String className = config.path("class_name").asText();
    if (className.equals("Graph")) {
      throw new UnsupportedModelException(
          file, "is a Graph model of Keras 0.x; Tenon reads Keras 1 and newer");
    }
    LayerConfig root = upgrade.upgrade(config);
    Read read;
    if (root.isModel() || root.config().has("layers")) {
      read = model(root);
    } else if (config.has("class_name")) {
      throw new UnsupportedModelException(
          file,
          "the model is of the class '"
              + root.registeredName()
              + "', whose Python code a file does not carry: build it from Functional or Sequential"
              + " and save that");
    } else {
      throw new MalformedModelException(file, "the configuration has no 'class_name'");
    }
    refusals.throwIfAny(file);
    return read;
  }

  /** Reads a model, the root or a nested one. */
  Read model(LayerConfig config) {
    boolean functional =
        config.config().has("input_layers") || config.config().has("output_layers");
    depth++;
    try {
      return functional
          ? new FunctionalReader(this, config).read()
          : new SequentialReader(this, config).read();
    } finally {
      depth--;
    }
  }

  /** Returns how many models the one being read is inside of, itself included. */
  int depth() {
    return depth;
  }

  /** Returns the entries of a model's layers. */
  List<LayerConfig> layers(LayerConfig model) {
    JsonNode entries = model.config().path("layers");
    if (!entries.isArray()) {
      throw new MalformedModelException(
          file, model + ": expected a list of layers but received " + Json.kind(entries));
    }
    List<LayerConfig> layers = new ArrayList<>();
    for (JsonNode entry : entries) {
      LayerConfig layer = upgrade.upgrade(entry);
      if (layer.className().equals("Discretization") && weights != null) {
        AdaptedBins.complete(layer.config(), weights.summaryOf(layer.name()));
      }
      layers.add(layer);
    }
    return layers;
  }

  /** Notes an input that is not a plain tensor. */
  void checkInput(LayerConfig input) {
    for (String kind : new String[] {"sparse", "ragged"}) {
      if (input.config().path(kind).asBoolean(false)) {
        refusals.add("InputLayer of " + kind + " tensors", input.name());
      }
    }
  }

  /** Returns the shapes of the weights of a top-level layer, empty where they are not known. */
  List<long[]> weightShapes(String layer) {
    return weights == null ? List.of() : weights.shapesOf(layer);
  }

  /** Returns what the file says of each layer. */
  public Map<LayerNode, RecordedLayer> recorded() {
    return factory.recorded();
  }

  public List<String> warnings() {
    return warnings;
  }
}
