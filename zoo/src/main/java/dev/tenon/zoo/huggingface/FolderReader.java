package dev.tenon.zoo.huggingface;

import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.safetensors.NamedTensors;
import dev.tenon.formats.safetensors.SafetensorsEntry;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.limits.LoadLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a folder: its configuration, the network of it, and the weights. */
final class FolderReader {
  /** The note of a model with the configuration of its folder. */
  static final String CONFIG_NOTE = "huggingface.config";

  /** The note of a model with the path of its folder. */
  static final String FOLDER_NOTE = "huggingface.folder";

  /** The start of the notes with the files of sentence-transformers. */
  static final String FILE_NOTE = "huggingface.file.";

  /** Each layer has more tensors than one. */
  private static final List<String> LAYER_KEYS = List.of("num_hidden_layers", "n_layers");

  /** Buffers that older versions wrote. */
  private static final List<String> BUFFERS = List.of("position_ids", "token_type_ids");

  private FolderReader() {}

  static KerasModel read(Path folder, LoadLimits limits) throws IOException {
    return read(folder, limits, null);
  }

  /**
   * Reads a folder.
   *
   * @param replacement the head in place of that of the folder; null for the folder's own
   */
  static KerasModel read(Path folder, LoadLimits limits, @Nullable HeadReplacement replacement)
      throws IOException {
    FolderConfig found = FolderConfig.read(folder, limits);
    FolderConfig config = replacement == null ? found : replacement.of(found);
    Transformers.headOf(Transformers.of(config), config);
    SentenceModules modules =
        replacement == null ? SentenceModules.read(folder, limits) : SentenceModules.NONE;
    try (FolderWeights weights = FolderWeights.open(folder, limits)) {
      NamedTensors tensors = weights.tensors();
      checkLayers(config, tensors);
      Network network = Network.of(config, modules, tensors::has);
      String newHead =
          replacement == null ? null : Transformers.of(config).basePrefix(config.modelType());
      boolean kept = replacement == null || replacement.hasClassesOf(found);
      List<String> warnings = fill(network, tensors, config, newHead, kept);
      KerasModel keras = network.keras();
      KerasModel.SourceInfo built = keras.source();
      KerasModel.SourceInfo source =
          new KerasModel.SourceInfo(
              String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
              built.dialect(),
              built.kerasVersion(),
              built.backend(),
              null,
              notes(folder, config, modules));
      return keras.withSource(source, warnings);
    }
  }

  private static Map<String, String> notes(
      Path folder, FolderConfig config, SentenceModules modules) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put(CONFIG_NOTE, config.text());
    notes.put(FOLDER_NOTE, folder.toAbsolutePath().toString());
    modules.files().forEach((path, text) -> notes.put(FILE_NOTE + path, text));
    return notes;
  }

  /** Fails for more layers than the files can have, before they are built. */
  private static void checkLayers(FolderConfig config, NamedTensors tensors) {
    for (String key : LAYER_KEYS) {
      long layers = config.length(key, 1);
      if (layers > Math.max(1, tensors.entries().size())) {
        throw new MalformedModelException(
            config.where(),
            "'"
                + key
                + "' is "
                + layers
                + ", and the weights have only "
                + tensors.entries().size()
                + " tensors");
      }
    }
  }

  /**
   * Sets all weights and returns sentences about tensors without a weight.
   *
   * @param newHead the name of the encoder where the head is another one; else null
   * @param kept whether weights of the head that the file has are used
   */
  private static List<String> fill(
      Network network,
      NamedTensors tensors,
      FolderConfig config,
      @Nullable String newHead,
      boolean kept) {
    TreeSet<String> unused = new TreeSet<>(tensors.entries().keySet());
    List<String> missing = new ArrayList<>();
    for (Map.Entry<Parameter, WeightPlace> entry : network.placed().entrySet()) {
      WeightPlace place = entry.getValue();
      place.names().forEach(unused::remove);
      Parameter parameter = entry.getKey();
      String name = find(place, tensors);
      boolean ofHead = newHead != null && HeadReplacement.isOfHead(place, newHead);
      boolean fits = name != null && fits(parameter, place, tensors, name);
      if (ofHead && !(fits && (kept || HeadReplacement.isPooler(place)))) {
        network.keras().parameters().put(parameter, HeadReplacement.first(parameter, config));
      } else if (name == null) {
        missing.add(place.names().get(0));
      } else {
        set(network.keras(), parameter, place, tensors, name);
      }
    }
    if (!missing.isEmpty()) {
      throw new MalformedModelException(
          FolderWeights.FILE,
          "has no values of "
              + String.join(", ", missing.subList(0, Math.min(missing.size(), 5)))
              + (missing.size() > 5 ? " and " + (missing.size() - 5) + " more" : "")
              + ", which '"
              + FolderConfig.FILE
              + "' asks for: it is of another architecture or head");
    }
    unused.removeIf(name -> BUFFERS.stream().anyMatch(name::endsWith));
    return unused.isEmpty()
        ? List.of()
        : List.of(FolderWeights.FILE + ": no layer has the tensors " + String.join(", ", unused));
  }

  private static boolean fits(
      Parameter parameter, WeightPlace place, NamedTensors tensors, String name) {
    SafetensorsEntry entry = tensors.entries().get(name);
    return entry != null && Arrays.equals(entry.lengths(), place.stored(parameter.shape()));
  }

  private static @Nullable String find(WeightPlace place, NamedTensors tensors) {
    return place.names().stream().filter(tensors::has).findFirst().orElse(null);
  }

  private static void set(
      KerasModel keras, Parameter parameter, WeightPlace place, NamedTensors tensors, String name) {
    SafetensorsEntry entry = tensors.entries().get(name);
    long[] expected = place.stored(parameter.shape());
    String where = tensors.file(name);
    if (entry == null || !Arrays.equals(entry.lengths(), expected)) {
      throw new MalformedModelException(
          where,
          "the tensor '"
              + name
              + "' has the shape "
              + (entry == null ? "" : entry.shape())
              + "; "
              + FolderConfig.FILE
              + " asks for "
              + Arrays.toString(expected));
    }
    if (!entry.dtype().isFloating()) {
      throw new MalformedModelException(
          where,
          "the tensor '"
              + name
              + "' has the type "
              + entry.dtype().numpyName()
              + "; expected numbers with a fraction");
    }
    keras.parameters().put(parameter, tensors.tensor(name), place.view(parameter.shape()));
  }
}
