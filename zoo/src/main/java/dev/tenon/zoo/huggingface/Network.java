package dev.tenon.zoo.huggingface;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.backing.keras.ModelBuilding;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.keras.calls.CallStructure;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.functional.Functional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A network of a configuration, with weights that are not set yet.
 *
 * @param keras the layers
 * @param places where a file has the weights
 */
record Network(KerasModel keras, List<WeightPlace> places) {
  private static final String LOGITS = "logits";

  /**
   * Builds the network of a configuration.
   *
   * @param modules what follows the encoder
   * @param inFile says whether the file has a tensor
   */
  static Network of(FolderConfig config, SentenceModules modules, Predicate<String> inFile) {
    Transformer architecture = Transformers.of(config);
    TransformerHead head = Transformers.headOf(architecture, config);
    String type = config.modelType();
    NetworkBuilder builder =
        new NetworkBuilder(architecture.basePrefix(type), head == TransformerHead.BASE, inFile);
    architecture.build(config, head, builder);
    if (modules.isPresent()) {
      addSentence(builder, modules);
    }
    List<String> outputs = List.copyOf(builder.outputs().keySet());
    CallStructure structure =
        outputs.equals(List.of(LOGITS))
            ? CallStructure.BARE
            : new CallStructure(CallStructure.Kind.DICT, outputs);
    KerasModel keras =
        ModelBuilding.withoutWeights(
            Functional.model(type.replace('-', '_'), builder.inputs(), builder.outputs()),
            CallStructure.of(builder.inputs().size()),
            structure);
    return new Network(keras, List.copyOf(builder.places()));
  }

  private static void addSentence(NetworkBuilder builder, SentenceModules modules) {
    KerasTensor states = builder.outputs().get("last_hidden_state");
    KerasTensor mask =
        builder.inputs().stream()
            .filter(input -> input.value().name().equals("attention_mask"))
            .findFirst()
            .orElse(null);
    if (states == null || mask == null) {
      throw new UnsupportedModelException(
          SentenceModules.FILE, "pools the states of tokens, and the network gives none");
    }
    builder.output("sentence_embedding", new SentencePooling(states, mask).embedding(modules));
  }

  /** Returns the weights by path, each with its place. */
  Map<Parameter, WeightPlace> placed() {
    return placed(keras);
  }

  /** Returns the weights of a model with these layers, each with its place. */
  Map<Parameter, WeightPlace> placed(KerasModel model) {
    Map<String, WeightPlace> byPath = new LinkedHashMap<>();
    places.forEach(place -> byPath.put(place.path(), place));
    Map<Parameter, WeightPlace> placed = new LinkedHashMap<>();
    for (Parameter parameter : model.lowered().parameters()) {
      WeightPlace place = byPath.remove(parameter.path());
      if (place != null) {
        placed.put(parameter, place);
      } else if (parameter.dtype().isFloating()) {
        throw new IllegalStateException("no place for the weight '" + parameter.path() + "'");
      }
    }
    if (!byPath.isEmpty()) {
      throw new IllegalStateException("no weights for the places " + byPath.keySet());
    }
    return placed;
  }
}
