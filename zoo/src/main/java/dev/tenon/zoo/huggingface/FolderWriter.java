package dev.tenon.zoo.huggingface;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.PendingFolder;
import dev.tenon.formats.safetensors.SafetensorsWriter;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.assets.TextAssets;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.View;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.core.Dense;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a folder that {@code from_pretrained} of transformers opens. */
final class FolderWriter {
  /** Files beside the weights that belong to the model and not to its numbers. */
  private static final List<String> COMPANIONS =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.txt",
          "vocab.json",
          "merges.txt",
          "sentencepiece.bpe.model",
          "spiece.model",
          "preprocessor_config.json",
          "sentence_bert_config.json",
          "config_sentence_transformers.json");

  private final KerasModel keras;
  private final FolderConfig config;
  private final Network network;

  private FolderWriter(KerasModel keras, FolderConfig config, Network network) {
    this.keras = keras;
    this.config = config;
    this.network = network;
  }

  /** Returns whether a model came from a folder. */
  static boolean isFromFolder(KerasModel keras) {
    return keras.source().notes().containsKey(FolderReader.CONFIG_NOTE);
  }

  /**
   * Returns what writes a model.
   *
   * @throws UnsupportedModelException if it does not come from a folder, or its layers changed
   */
  static FolderWriter of(KerasModel keras, Path target) {
    String note = keras.source().notes().get(FolderReader.CONFIG_NOTE);
    if (note == null) {
      throw new UnsupportedModelException(
          "cannot write '"
              + target
              + "' as a Hugging Face folder: the model was not read from one; use .keras, .h5 or"
              + " .onnx");
    }
    FolderConfig config = config(keras, note);
    Network network = network(keras, config);
    if (!layers(keras).equals(layers(network.keras()))) {
      throw new UnsupportedModelException(
          "cannot write '"
              + target
              + "' as a Hugging Face folder: the layers are no longer those of "
              + config.classNames().get(0)
              + "; use .keras, .h5 or .onnx");
    }
    return new FolderWriter(keras, config, network);
  }

  private static FolderConfig config(KerasModel keras, String note) {
    FolderConfig read = FolderConfig.parse(FolderConfig.FILE, note);
    Transformer architecture = Transformers.of(read);
    TransformerHead head = Transformers.headOf(architecture, read);
    return read.with(
        architecture.classPrefix(read.modelType()) + head.suffix(), labels(keras, head, read));
  }

  private static Network network(KerasModel keras, FolderConfig config) {
    Set<String> paths =
        keras.lowered().parameters().stream().map(Parameter::path).collect(Collectors.toSet());
    return Network.of(
        config,
        SentenceModules.of(files(keras)),
        name -> name.startsWith("pooler.") && paths.contains("pooler/kernel"));
  }

  /** Returns where the files of a model have its weights, as far as they have them. */
  static Map<Parameter, WeightPlace> places(KerasModel keras) {
    String note = keras.source().notes().get(FolderReader.CONFIG_NOTE);
    if (note == null) {
      return Map.of();
    }
    Map<String, WeightPlace> byPath = new HashMap<>();
    network(keras, config(keras, note)).places().forEach(place -> byPath.put(place.path(), place));
    Map<Parameter, WeightPlace> places = new LinkedHashMap<>();
    for (Parameter parameter : keras.lowered().parameters()) {
      WeightPlace place = byPath.get(parameter.path());
      if (place != null) {
        places.put(parameter, place);
      }
    }
    return places;
  }

  /** Returns the files of sentence-transformers, by their paths. */
  private static Map<String, String> files(KerasModel keras) {
    Map<String, String> files = new TreeMap<>();
    keras
        .source()
        .notes()
        .forEach(
            (name, text) -> {
              if (name.startsWith(FolderReader.FILE_NOTE)) {
                files.put(name.substring(FolderReader.FILE_NOTE.length()), text);
              }
            });
    return files;
  }

  /** Returns the number of classes that a replaced last layer has. */
  private static long labels(KerasModel keras, TransformerHead head, FolderConfig config) {
    if (head != TransformerHead.MASKED_LANGUAGE_MODEL) {
      for (LayerNode node : keras.model().layers()) {
        if (node.name().equals("logits") && node.layer() instanceof Dense dense) {
          return dense.units();
        }
      }
    }
    return config.labels();
  }

  /** Returns the layers in order; their names are in the paths of weights. */
  private static List<Layer<?>> layers(KerasModel keras) {
    List<Layer<?>> layers = new ArrayList<>();
    keras.model().graph().calls().forEach(call -> layers.add(call.node().layer()));
    return layers;
  }

  /**
   * Writes the folder, which appears only when it is complete.
   *
   * @return what a reader should know of it
   */
  List<String> write(Path target, @Nullable TextAssets tokenizer) throws IOException {
    List<String> notes = new ArrayList<>();
    try (PendingFolder pending = PendingFolder.beside(target, FolderConfig.FILE)) {
      Path folder = pending.path();
      Files.writeString(
          folder.resolve(FolderConfig.FILE), config.text() + "\n", StandardCharsets.UTF_8);
      SafetensorsWriter.write(
          folder.resolve(FolderWeights.FILE), tensors(), Map.of("format", "pt"));
      for (Map.Entry<String, String> file : files(keras).entrySet()) {
        Path place = folder.resolve(file.getKey());
        Files.createDirectories(Objects.requireNonNull(place.getParent()));
        Files.writeString(place, file.getValue(), StandardCharsets.UTF_8);
      }
      copyCompanions(folder, tokenizer, notes);
      pending.commit();
    }
    return notes;
  }

  private Map<String, SafetensorsWriter.Pending> tensors() {
    Map<String, SafetensorsWriter.Pending> tensors = new TreeMap<>();
    network
        .placed(keras)
        .forEach(
            (parameter, place) ->
                tensors.put(
                    place.names().get(0),
                    new SafetensorsWriter.Pending(
                        DType.FLOAT32,
                        SafetensorsWriter.Pending.lengths(place.stored(parameter.shape())),
                        () -> stored(parameter, place))));
    return tensors;
  }

  private Tensor stored(Parameter parameter, WeightPlace place) {
    ParameterStore.Stored stored = keras.parameters().stored(parameter);
    View view = place.view(parameter.shape());
    Tensor tensor =
        stored.view().equals(view)
            ? stored.tensor()
            : view.invert(keras.parameters().get(parameter));
    return tensor.cast(DType.FLOAT32);
  }

  /** Copies files of the folder that the model came from; those of the tokenizer are in memory. */
  private void copyCompanions(Path folder, @Nullable TextAssets tokenizer, List<String> notes)
      throws IOException {
    Path from = from();
    if (from == null && tokenizer == null) {
      notes.add("the folder has no tokenizer: the one that the model came from is gone");
    }
    Map<String, byte[]> known = tokenizer == null ? Map.of() : tokenizer.files();
    for (String name : COMPANIONS) {
      byte[] bytes = known.get(name);
      Path file = from == null ? null : from.resolve(name);
      if (bytes != null) {
        Files.write(folder.resolve(name), bytes);
      } else if (file != null && Files.isRegularFile(file)) {
        Files.copy(file, folder.resolve(name));
      }
    }
  }

  private @Nullable Path from() {
    String path = keras.source().notes().get(FolderReader.FOLDER_NOTE);
    return path != null && Files.isDirectory(Path.of(path)) ? Path.of(path) : null;
  }
}
