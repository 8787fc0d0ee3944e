package dev.tenon.internal.backing.onnx;

import dev.tenon.error.MalformedModelException;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.exporters.onnx.edit.GraphAdapters;
import dev.tenon.internal.lora.PeftAdapter;
import dev.tenon.internal.lora.PeftFolder;
import dev.tenon.internal.text.Names;
import dev.tenon.layers.lora.LoraConfig;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes copies of an ONNX network with low-rank adapters, or with merged ones. */
final class OnnxAdapters {
  private static final String WEIGHT = ".weight";

  private final OnnxContent content;

  OnnxAdapters(OnnxContent content) {
    this.content = content;
  }

  /** Returns the network with adapters of the weights that patterns name; all without any. */
  OnnxContent enabled(LoraConfig config, List<String> patterns) {
    Set<String> adaptable = content.read().adaptable();
    Set<String> chosen = new LinkedHashSet<>(patterns.isEmpty() ? adaptable : Set.of());
    patterns.forEach(pattern -> chosen.addAll(content.frozen().matching(adaptable, pattern)));
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          content.label()
              + ": no MatMul or Gemm reads a matrix of float32 that could have an adapter");
    }
    Map<String, LoraConfig> configs = new LinkedHashMap<>();
    chosen.forEach(weight -> configs.put(weight, config));
    return enabled(configs, config.freezeOthers());
  }

  private OnnxContent enabled(Map<String, LoraConfig> configs, boolean freezeOthers) {
    Set<String> before = Set.copyOf(content.weightNames());
    Set<String> adapted = content.read().adapters().keySet();
    OnnxContent other = content.changed(model -> model.withAdapters(configs));
    Set<String> frozen = new LinkedHashSet<>(freezeOthers ? before : configs.keySet());
    content
        .read()
        .adapters()
        .values()
        .forEach(adapter -> frozen.removeAll(List.of(adapter.a(), adapter.b())));
    frozen.addAll(adapted);
    other.frozen().set(frozen, true);
    other.learnNew(before, content.chosen());
    return other;
  }

  private IllegalArgumentException none() {
    return new IllegalArgumentException(
        content.label() + " has no low-rank adapters; model.edit().enableLora(…) makes some");
  }

  /** Returns the network with merged adapters. */
  OnnxContent merged() {
    Set<String> adapted = content.read().adapters().keySet();
    if (adapted.isEmpty()) {
      throw none();
    }
    OnnxContent other = content.changed(OnnxModel::withMergedAdapters);
    other.frozen().set(adapted, false);
    return other;
  }

  /** Returns the adapters as PEFT has them. */
  PeftAdapter peft() {
    Map<String, GraphAdapters.Adapter> adapters = content.read().adapters();
    if (adapters.isEmpty()) {
      throw none();
    }
    Map<String, Tensor> weights = content.weights();
    Map<String, PeftAdapter.Factors> factors = new LinkedHashMap<>();
    adapters.forEach(
        (weight, adapter) -> {
          Tensor a = weight(weights, adapter.a());
          Tensor b = weight(weights, adapter.b());
          boolean flipped = adapter.outputsFirst();
          Tensor rows = flipped ? a : a.transpose(1, 0);
          factors.put(
              module(weight),
              new PeftAdapter.Factors(
                  rows, flipped ? b : b.transpose(1, 0), adapter.scale() * rows.dim(0), false));
        });
    Map<String, Tensor> saved = new LinkedHashMap<>();
    for (String name : content.weightNames()) {
      boolean factor =
          adapters.values().stream()
              .anyMatch(adapter -> adapter.a().equals(name) || adapter.b().equals(name));
      if (!factor && content.isLearned(name)) {
        saved.put(name, weight(weights, name));
      }
    }
    return new PeftAdapter(factors, saved);
  }

  private static Tensor weight(Map<String, Tensor> weights, String name) {
    Tensor found = weights.get(name);
    if (found == null) {
      throw new IllegalStateException("no weight '" + name + "'");
    }
    return found;
  }

  private static String module(String weight) {
    return weight.endsWith(WEIGHT)
        ? weight.substring(0, weight.length() - WEIGHT.length())
        : weight;
  }

  /** Returns the network with the adapters of a folder. */
  OnnxContent with(PeftAdapter adapter) {
    Map<String, String> weights = new LinkedHashMap<>();
    content.read().adaptable().forEach(weight -> weights.put(module(weight), weight));
    Map<String, LoraConfig> configs = new LinkedHashMap<>();
    adapter
        .factors()
        .forEach(
            (module, pair) -> {
              String weight = weights.get(module);
              if (weight == null) {
                throw new MalformedModelException(
                    PeftFolder.CONFIG,
                    "the adapter is of another network: "
                        + Names.unknown("module", module, weights.keySet()));
              }
              configs.put(weight, LoraConfig.lora(pair.rank()).loraAlpha(pair.alpha()));
            });
    OnnxContent other = enabled(configs, true);
    Map<String, Tensor> values = new LinkedHashMap<>(adapter.saved());
    Map<String, GraphAdapters.Adapter> made = other.read().adapters();
    made.forEach(
        (weight, place) -> {
          PeftAdapter.Factors pair = adapter.factors().get(module(weight));
          if (pair != null) {
            boolean flipped = place.outputsFirst();
            values.put(place.a(), flipped ? pair.a() : pair.a().transpose(1, 0));
            values.put(place.b(), flipped ? pair.b() : pair.b().transpose(1, 0));
          }
        });
    other.setWeights(values);
    other.frozen().set(adapter.saved().keySet(), false);
    return other;
  }
}
