package dev.tenon.cli.convert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.importers.keras.container.KerasConfiguration;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.check.ConfigurationCheck;
import dev.tenon.keras.check.Offence;
import dev.tenon.keras.weights.WeightOrder;
import dev.tenon.layers.base.Scope;
import dev.tenon.layers.lora.LoraAdapter;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares a written Keras file, read again, with the model that it was written from. */
public final class KerasConversion {
  private KerasConversion() {}

  /**
   * Returns what differs, sentence by sentence; empty where every weight has the same bits.
   *
   * <p>Weights are found again by the name of their layer and their own; where a format had to
   * rename layers, by their content.
   */
  public static List<String> compare(Model model, Path written) throws IOException {
    try (Model again = Model.load(written)) {
      return compare(model, again);
    }
  }

  /**
   * Returns what differs in a written file that was loaded again; see {@link #compare(Model,
   * Path)}.
   */
  public static List<String> compare(Model model, Model again) {
    return differences(weights(model), weights(again));
  }

  /**
   * Returns what the generations of Keras that a written file is for would refuse in it, sentence
   * by sentence: classes, arguments and keywords that they do not have, and shapes on which they do
   * not build a layer.
   *
   * @param written a file with a configuration; not one of weights alone
   * @param again the same file, loaded
   * @param format the kind of file that it is
   */
  public static List<String> refused(Path written, Model again, KerasFormat format)
      throws IOException {
    KerasConfiguration configuration = KerasImporter.configuration(written);
    Set<String> found = new LinkedHashSet<>();
    for (KerasGeneration reader : format.readers()) {
      sentences(ConfigurationCheck.ofModel(configuration.model(), reader), found);
    }
    JsonNode training = configuration.training();
    if (training != null) {
      List<List<Offence>> offences = new ArrayList<>();
      format
          .readers()
          .forEach(reader -> offences.add(ConfigurationCheck.ofTraining(training, reader)));
      // A file for both may say it in the words of one, where the other goes on without it.
      if (offences.stream().noneMatch(List::isEmpty)) {
        offences.forEach(each -> sentences(each, found));
      }
    }
    try {
      again.checkSavable(written, KerasOptions.of(format));
    } catch (UnsupportedModelException e) {
      found.addAll(e.unsupported());
    }
    return List.copyOf(found);
  }

  /** Loads a written file again to ask that; see {@link #refused(Path, Model, KerasFormat)}. */
  public static List<String> refused(Path written, KerasFormat format) throws IOException {
    try (Model again = Model.load(written)) {
      return refused(written, again, format);
    }
  }

  private static void sentences(List<Offence> offences, Set<String> into) {
    offences.forEach(offence -> into.add("'" + offence.place() + "': " + offence.text()));
  }

  private static List<String> differences(
      Map<String, List<Tensor>> expected, Map<String, List<Tensor>> received) {
    List<String> found = new ArrayList<>();
    List<Tensor> unmatched = new ArrayList<>();
    received.values().forEach(unmatched::addAll);
    for (Map.Entry<String, List<Tensor>> entry : expected.entrySet()) {
      List<Tensor> same = received.getOrDefault(entry.getKey(), List.of());
      for (Tensor tensor : entry.getValue()) {
        boolean named = same.contains(tensor);
        if (!(named || same.isEmpty()) || !unmatched.remove(tensor)) {
          found.add("weight '" + entry.getKey() + "' has other bits in the written file");
        }
      }
    }
    if (!unmatched.isEmpty()) {
      found.add("the written file has " + unmatched.size() + " weights that the model has not");
    }
    return found;
  }

  private static Map<String, List<Tensor>> weights(Model model) {
    Map<String, List<Tensor>> weights = new TreeMap<>();
    model
        .info()
        .keras()
        .lowered()
        .weights()
        .values()
        .forEach(scope -> collect(model, scope, weights));
    return weights;
  }

  private static void collect(Model model, Scope scope, Map<String, List<Tensor>> weights) {
    for (Parameter parameter : scope.own()) {
      if (WeightOrder.isStored(parameter) && scope.adapted(parameter) == null) {
        weights
            .computeIfAbsent(scope.node().name() + "/" + parameter.name(), k -> new ArrayList<>())
            .add(merged(scope, parameter, model.info().keras().parameters()));
      }
    }
    scope.children().values().forEach(child -> collect(model, child, weights));
  }

  /** Returns a weight as files of Keras hold it: with its adapter, where it has one. */
  private static Tensor merged(Scope scope, Parameter parameter, ParameterStore store) {
    LoraAdapter adapter = scope.adapters().get(parameter);
    return adapter == null ? store.get(parameter) : adapter.merged(store);
  }
}
