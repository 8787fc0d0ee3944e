package dev.tenon.importers.keras.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ContentType;
import dev.tenon.formats.Memory;
import dev.tenon.formats.Source;
import dev.tenon.formats.hdf5.Hdf5File;
import dev.tenon.formats.hdf5.Hdf5Group;
import dev.tenon.formats.zip.ZipArchive;
import dev.tenon.importers.keras.weights.LegacyWeights;
import dev.tenon.importers.keras.weights.PathWeights;
import dev.tenon.importers.keras.weights.SlotsByName;
import dev.tenon.importers.keras.weights.StoredWeights;
import dev.tenon.keras.config.Json;
import dev.tenon.keras.weights.LegacyNames;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens Keras' containers and distinguishes them by content: legacy HDF5, {@code .keras}, JSON. */
public final class ContainerReader {
  /** Versions of Keras that sorted an optimizer's slots by the names of the weights. */
  private static final Pattern SORTED_SLOTS = Pattern.compile("1\\..*|2\\.0\\..*");

  private static final String GIVE_CONFIG =
      ": holds weights only, no architecture: write model.to_json() to a file in Python, and load"
          + " Model.fromJson(json).loadWeights(path) with these weights; or build the model in Java"
          + " and call its loadWeights(path)";

  private static final String GIVE_LAYERS =
      ": holds weights only, no architecture: those of a class derived from"
          + " keras.Model, which no file describes: build the same as a Functional or Sequential"
          + " model in Python, give it set_weights(old.get_weights()), and save that as .keras; or"
          + " save its weights, write its to_json() to a file, and load"
          + " Model.fromJson(json).loadWeights(path)";

  private ContainerReader() {}

  /** Opens a whole model, or a configuration without weights. */
  public static KerasFile model(Source source) {
    return switch (ContentType.of(source)) {
      case HDF5 -> legacy(source);
      case ZIP -> zip(source);
      case JSON -> json(source);
      case NPZ, NPY ->
          throw new MalformedModelException(
              source.name(), "is a NumPy array file, not a Keras model" + hintOf(source));
      case ONNX ->
          throw new MalformedModelException(
              source.name(), "is an ONNX model, not a Keras one: read it as ONNX");
      case SAVED_MODEL, FROZEN_GRAPH ->
          throw new UnsupportedModelException(
              source.name(),
              "is a TensorFlow graph, which has no layers: give the folder of the SavedModel,"
                  + " or the path of the graph, to run it as it is");
    };
  }

  /** Returns an attribute of the root, or the entry of an archive that ends in {@code .json}. */
  public static @Nullable String note(Source source, String name) {
    return switch (ContentType.of(source)) {
      case HDF5 -> Hdf5File.open(source).root().stringAttribute(name);
      case ZIP -> text(ZipArchive.open(source), name + ".json");
      default -> null;
    };
  }

  /** Opens weights, alone or inside a whole model. */
  public static StoredWeights weights(Source source) {
    ContentType type = ContentType.of(source);
    if (type == ContentType.HDF5) {
      Hdf5Group root = Hdf5File.open(source).root();
      Hdf5Group nested = root.isGroup(LegacyNames.MODEL) ? root.group(LegacyNames.MODEL) : null;
      if (nested != null) {
        return new LegacyWeights(nested);
      }
      return isLegacyWeights(root) ? new LegacyWeights(root) : PathWeights.of(root);
    }
    if (type == ContentType.ZIP) {
      return zip(source).weights();
    }
    if (type == ContentType.JSON) {
      ObjectNode index = JsonText.object(source.name(), text(source));
      if (WeightShards.isIndex(index)) {
        return WeightShards.beside(source, index);
      }
    }
    throw new MalformedModelException(
        source.name(),
        "holds no Keras weights; expected an .h5, .weights.h5, .weights.json or .keras file");
  }

  private static KerasFile legacy(Source source) {
    Hdf5Group root = Hdf5File.open(source).root();
    String config = root.stringAttribute("model_config");
    Hdf5Group weights = root.isGroup(LegacyNames.MODEL) ? root.group(LegacyNames.MODEL) : null;
    if (config == null) {
      if (isLegacyWeights(root) || PathWeights.fits(root)) {
        throw new MalformedModelException(
            source.name()
                + (isLegacyWeights(root) || PathWeights.hasLayers(root)
                    ? GIVE_CONFIG
                    : GIVE_LAYERS));
      }
      throw new MalformedModelException(
          source.name(),
          "is an HDF5 file without a Keras model: it has no attribute 'model_config' and"
              + " no weights of Keras' arrangement");
    }
    if (weights == null) {
      throw new MalformedModelException(
          source.name(), "has a 'model_config' but no group 'model_weights': it is incomplete");
    }
    String version = attribute("keras_version", root, weights);
    String backend = attribute("backend", root, weights);
    TrainingState state = training(source, root, "");
    if (state.config().isEmpty()) {
      // What Tenon wrote for itself, since Keras could not have read it.
      state = training(source, root, LegacyNames.TENON);
    }
    LegacyWeights stored = new LegacyWeights(weights);
    if (version == null || SORTED_SLOTS.matcher(version).matches()) {
      state =
          new TrainingState(
              state.config(), SlotsByName.inOrder(state.optimizerWeights(), stored.all()));
    }
    return new KerasFile(
        source.name(),
        JsonText.object(source.name() + ": 'model_config'", config),
        version,
        backend,
        stored,
        state);
  }

  private static TrainingState training(Source source, Hdf5Group root, String prefix) {
    String name = prefix + "training_config";
    String training = root.stringAttribute(name);
    if (training == null) {
      return TrainingState.NONE;
    }
    Map<String, Tensor> variables = optimizer(root, prefix + LegacyNames.OPTIMIZER);
    if (variables.isEmpty()) {
      // What Keras 3 must not see, since it cannot train with it.
      variables = optimizer(root, LegacyNames.TENON + LegacyNames.OPTIMIZER);
    }
    return new TrainingState(
        Json.plainMap(JsonText.object(source.name() + ": '" + name + "'", training)), variables);
  }

  private static boolean isLegacyWeights(Hdf5Group root) {
    return root.hasAttribute(LegacyNames.LAYERS) || root.hasAttribute(LegacyNames.LAYERS + "0");
  }

  private static @Nullable String attribute(String name, Hdf5Group root, Hdf5Group weights) {
    String value = root.stringAttribute(name);
    return value == null ? weights.stringAttribute(name) : value;
  }

  private static Map<String, Tensor> optimizer(Hdf5Group root, String name) {
    Map<String, Tensor> slots = new LinkedHashMap<>();
    Hdf5Group group = root.isGroup(name) ? root.group(name) : null;
    List<String> names = group == null ? null : group.stringListAttribute(LegacyNames.WEIGHTS);
    if (group != null && names != null) {
      for (String slot : names) {
        Tensor tensor = group.dataset(slot);
        if (tensor == null) {
          throw new MalformedModelException(
              group.toString(), "lists the weight '" + slot + "' and does not hold it");
        }
        slots.put(slot, tensor);
      }
    }
    return slots;
  }

  private static KerasFile zip(Source source) {
    ZipArchive archive = ZipArchive.open(source);
    String config = text(archive, "config.json");
    if (config == null) {
      throw wrongZip(source, archive);
    }
    String where = source.name() + "!config.json";
    ObjectNode model = JsonText.object(where, config);
    String metadata = text(archive, "metadata.json");
    String version =
        metadata == null
            ? null
            : Json.text(
                JsonText.object(source.name() + "!metadata.json", metadata), "keras_version");
    Source weightsEntry = archive.entrySource("model.weights.h5");
    if (weightsEntry == null) {
      String other =
          archive.names().stream().filter(name -> name.contains("weights")).findFirst().orElse("");
      if (!other.isEmpty()) {
        throw new UnsupportedModelException(
            source.name(),
            "keeps its weights in '"
                + other
                + "'; Tenon reads 'model.weights.h5': load the model in Python and save it with"
                + " the default weights format");
      }
      throw new MalformedModelException(
          source.name(), "has a 'config.json' but no 'model.weights.h5': it is incomplete");
    }
    PathWeights weights = PathWeights.of(Hdf5File.open(weightsEntry).root());
    new VocabularyAssets(source, archive, weights).complete(model);
    JsonNode compile = Json.get(model, "compile_config");
    TrainingState state =
        new TrainingState(
            compile == null ? Map.of() : Json.plainMap(compile), weights.optimizerWeights(compile));
    return new KerasFile(source.name(), model, version, null, weights, state);
  }

  private static MalformedModelException wrongZip(Source source, ZipArchive archive) {
    for (String name : archive.names()) {
      if (name.endsWith(".pkl") || name.endsWith(".pickle")) {
        return new MalformedModelException(
            source.name(),
            "holds pickled Python objects ('"
                + name
                + "'), which Tenon never reads, and no Keras 'config.json'");
      }
      if (name.endsWith("saved_model.pb")) {
        return new MalformedModelException(
            source.name(),
            "is a zipped TensorFlow SavedModel, not a Keras file: load it in Python and"
                + " save it with model.save('model.keras')");
      }
    }
    for (String name : archive.names()) {
      if (name.endsWith("/config.json")) {
        return new MalformedModelException(
            source.name(),
            "holds a folder with a model ('"
                + name
                + "'): pack the files in that folder without it, so that 'config.json' lies at the"
                + " top");
      }
      if (name.endsWith(".keras") || name.endsWith(".h5") || name.endsWith(".onnx")) {
        return new MalformedModelException(
            source.name(),
            "is an archive with other files in it: unpack it, and load '" + name + "'");
      }
    }
    return new MalformedModelException(
        source.name(),
        "is a zip archive without 'config.json'; a .keras file has one; received "
            + archive.names().stream().limit(5).toList());
  }

  private static @Nullable String text(ZipArchive archive, String entry) {
    ByteBuffer bytes = archive.entry(entry);
    return bytes == null ? null : decoded("'" + entry + "'", bytes);
  }

  private static String decoded(String where, ByteBuffer bytes) {
    // Before it is a text: that alone takes three times its length.
    Memory.checkText(where, bytes.remaining());
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static KerasFile json(Source source) {
    return json(source.name(), text(source));
  }

  private static String text(Source source) {
    String text = decoded(source.name(), source.slice(0, source.size()));
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** Wraps a configuration without weights. */
  public static KerasFile json(String name, String text) {
    ObjectNode config = JsonText.object(name, text);
    if (WeightShards.isIndex(config)) {
      throw new UnsupportedModelException(
          name,
          "is the index of weights that are split over several files (max_shard_size), without an"
              + " architecture: call loadWeights of a model with it");
    }
    return new KerasFile(
        name,
        config,
        Json.text(config, "keras_version"),
        Json.text(config, "backend"),
        StoredWeights.NONE,
        TrainingState.NONE);
  }

  private static String hintOf(Source source) {
    return source.name().endsWith(".npz") ? ": its arrays have no architecture" : "";
  }
}
