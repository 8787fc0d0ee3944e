package dev.tenon.internal.surgery;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.layers.attention.ProjectionSettings;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Scope;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.layers.core.Activated;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.core.EinsumDense;
import dev.tenon.layers.core.Embedding;
import dev.tenon.layers.core.ReversibleEmbedding;
import dev.tenon.layers.lora.LoraAdapter;
import dev.tenon.layers.lora.LoraConfig;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes copies of models whose layers have low-rank adapters, or have them no more. */
public final class LowRankLayers {
  // By name: the projections inside an attention are of other classes.
  private static final Set<String> KERNELS =
      Set.of(Dense.DEFAULTS.className(), EinsumDense.DEFAULTS.className());
  private static final Set<String> TABLES =
      Set.of(Embedding.DEFAULTS.className(), ReversibleEmbedding.DEFAULTS.className());

  private final ModelCopy copying;
  private final NestedModel model;

  private LowRankLayers(NestedModel from, UnaryOperator<LayerNode> change) {
    this.copying = new ModelCopy(change);
    this.model = copying.copy(from);
  }

  /** Returns the copy; its weights are still to be filled. */
  public NestedModel model() {
    return model;
  }

  /** Returns, for each layer of the copy, the one that it was made of. */
  public Map<LayerNode, LayerNode> origins() {
    return copying.origins();
  }

  /**
   * Adds adapters to layers.
   *
   * @param patterns which layers; all with a kernel where none is given
   * @throws IllegalArgumentException if a pattern fits no layer that can have an adapter
   */
  public static LowRankLayers enabled(NestedModel model, LoraConfig config, List<String> patterns) {
    Map<String, LoraConfig> wanted = new LinkedHashMap<>();
    chosen(model, LayerPaths.all(model), patterns).forEach(path -> wanted.put(path, config));
    return enabled(model, wanted);
  }

  /**
   * Adds adapters to layers.
   *
   * @param configs the adapters by the paths of layers
   * @throws IllegalArgumentException if a layer cannot have an adapter
   */
  public static LowRankLayers enabled(NestedModel model, Map<String, LoraConfig> configs) {
    Map<String, LayerNode> all = LayerPaths.all(model);
    Map<LayerNode, Map<String, LoraConfig>> wanted = new IdentityHashMap<>();
    for (Map.Entry<String, LoraConfig> entry : configs.entrySet()) {
      String path = entry.getKey();
      check(path, all);
      String owner = owner(path, all);
      LayerNode node = all.get(owner);
      if (node != null) {
        wanted
            .computeIfAbsent(node, k -> new TreeMap<>(node.adapters()))
            .put(path.equals(owner) ? "" : path.substring(owner.length() + 1), entry.getValue());
      }
    }
    return new LowRankLayers(model, node -> adapted(node, wanted.get(node)));
  }

  /**
   * Removes all adapters.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static LowRankLayers merged(NestedModel model) {
    if (LayerPaths.all(model).values().stream().noneMatch(LowRankLayers::isAdapted)) {
      throw none(model);
    }
    return new LowRankLayers(
        model,
        node -> node.like(node.name(), withRank(node.layer(), null, null)).adapting(Map.of()));
  }

  /** Returns the exception for a model without adapters. */
  public static IllegalArgumentException none(NestedModel model) {
    return new IllegalArgumentException(
        "model '"
            + model.graph().name()
            + "' has no low-rank adapters; model.edit().enableLora(…) makes some");
  }

  /** Returns all adapters of a model by the weights that they adapt. */
  public static Map<Parameter, LoraAdapter> adapters(Lowered lowered) {
    Map<Parameter, LoraAdapter> found = new LinkedHashMap<>();
    lowered.weights().values().forEach(scope -> collect(scope, found));
    return found;
  }

  private static void collect(Scope scope, Map<Parameter, LoraAdapter> found) {
    found.putAll(scope.adapters());
    scope.children().values().forEach(child -> collect(child, found));
  }

  /** Freezes all layers without an adapter in them. */
  public static void freezeOthers(NestedModel model) {
    Map<String, LayerNode> all = LayerPaths.all(model);
    all.forEach(
        (path, node) ->
            node.setTrainableHere(
                all.entrySet().stream()
                    .anyMatch(
                        other ->
                            isAdapted(other.getValue())
                                && (other.getKey().equals(path)
                                    || other.getKey().startsWith(path + "/")
                                    || path.startsWith(other.getKey() + "/")))));
  }

  private static boolean isAdapted(LayerNode node) {
    return node.layer().lora() != null || !node.adapters().isEmpty();
  }

  private static Set<String> chosen(
      NestedModel model, Map<String, LayerNode> all, List<String> patterns) {
    Map<String, LayerNode> found = new LinkedHashMap<>();
    if (patterns.isEmpty()) {
      all.forEach(
          (path, node) -> {
            if (KERNELS.contains(node.layer().className()) && isReachable(path, all)) {
              found.put(path, node);
            }
          });
    }
    for (String pattern : patterns) {
      Set<String> matched = LayerPaths.matching(model, pattern).keySet();
      Predicate<String> within =
          path -> matched.stream().anyMatch(at -> path.equals(at) || path.startsWith(at + "/"));
      all.forEach(
          (path, node) -> {
            if (within.test(path) && isAdaptable(node.layer()) && isReachable(path, all)) {
              found.put(path, node);
            }
          });
      if (found.keySet().stream().noneMatch(within)) {
        throw new IllegalArgumentException(
            "model '"
                + model.graph().name()
                + "': '"
                + pattern
                + "' matches no layer that can have a low-rank adapter (Dense, EinsumDense,"
                + " Embedding, attention); it matches "
                + matched);
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "model '"
              + model.graph().name()
              + "' has no Dense, EinsumDense or attention that could have a low-rank adapter");
    }
    return found.keySet();
  }

  private static boolean isAdaptable(Layer<?> layer) {
    return KERNELS.contains(layer.className()) || TABLES.contains(layer.className());
  }

  /** Says whether a layer is one of a model, or of an attention in it. */
  private static boolean isReachable(String path, Map<String, LayerNode> all) {
    String owner = owner(path, all);
    LayerNode node = all.get(owner);
    return owner.equals(path) || (node != null && node.layer() instanceof ProjectionSettings);
  }

  /** Returns the path of the outermost layer around a path that is no model. */
  private static String owner(String path, Map<String, LayerNode> all) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      LayerNode outer = all.get(path.substring(0, slash));
      if (outer != null && !(outer.layer() instanceof NestedModel)) {
        return path.substring(0, slash);
      }
    }
    return path;
  }

  private static void check(String path, Map<String, LayerNode> all) {
    LayerNode node = all.get(path);
    SubLayer<?> built = node == null ? null : node.state().built();
    if (node == null) {
      return;
    }
    String owner = owner(path, all);
    LayerNode outer = all.get(owner);
    boolean there =
        node.layer().lora() != null
            || (outer != null
                && outer
                    .adapters()
                    .containsKey(path.equals(owner) ? "" : path.substring(owner.length() + 1)))
            || (built != null && !built.scope().adapters().isEmpty());
    if (there) {
      throw new IllegalArgumentException(
          "layer "
              + path
              + " has a low-rank adapter already; merge it by model.edit().mergeLora() first, or"
              + " name other layers");
    }
    if (node.dtypePolicy().quantization() != null) {
      throw new IllegalArgumentException(
          "layer "
              + path
              + " is quantized, and a low-rank adapter needs a kernel of floats; name other layers");
    }
  }

  private static LayerNode adapted(LayerNode node, @Nullable Map<String, LoraConfig> loras) {
    if (loras == null) {
      return node;
    }
    LoraConfig own = loras.get("");
    Layer<?> layer =
        own == null || (own.peft() && node.layer() instanceof EinsumDense)
            ? node.layer()
            : withRank(node.layer(), (long) own.rank(), own.scale() * own.rank());
    return node.like(node.name(), layer).adapting(loras);
  }

  /** Returns a layer with other arguments of its adapter; layers without such arguments stay. */
  private static Layer<?> withRank(Layer<?> layer, @Nullable Long rank, @Nullable Double alpha) {
    if (layer instanceof Dense dense) {
      return dense.loraRank(rank).loraAlpha(alpha);
    }
    if (layer instanceof EinsumDense dense) {
      return dense.loraRank(rank).loraAlpha(alpha);
    }
    if (layer instanceof Activated both) {
      return new Activated(withRank(both.layer(), rank, alpha), both.activation());
    }
    if (layer instanceof Embedding table) {
      return table.loraRank(rank).loraAlpha(alpha);
    }
    return layer;
  }
}
