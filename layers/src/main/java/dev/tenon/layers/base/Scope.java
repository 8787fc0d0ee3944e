package dev.tenon.layers.base;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.layers.lora.LoraAdapter;
import dev.tenon.layers.lora.LoraConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The weights that a layer declared, and the scopes of its inner layers.
 *
 * <p>The names of inner scopes are Keras' attribute names, which make the paths of a {@code .keras}
 * file. The order is that of declaration, which is Keras' variable order.
 */
public final class Scope {
  /** The weights that Keras adapts. */
  private static final Set<String> ADAPTED = Set.of("kernel", "embeddings");

  private final LayerNode node;
  private final String path;
  private final List<Parameter> own = new ArrayList<>();
  private final List<Parameter> held = new ArrayList<>();
  private final Map<String, Scope> children = new LinkedHashMap<>();
  private final Map<Parameter, LoraAdapter> adapters = new LinkedHashMap<>();
  private final Map<String, LoraConfig> loras;
  private final boolean factorsOnly;

  /** Creates an empty scope for a layer. */
  public Scope(LayerNode node, String path) {
    this(node, path, node.adapters(), false);
  }

  private Scope(
      LayerNode node, String path, Map<String, LoraConfig> loras, boolean outerFactorsOnly) {
    this.node = node;
    this.path = path;
    this.loras = loras;
    this.factorsOnly =
        outerFactorsOnly || loras.values().stream().anyMatch(LoraConfig::freezeOthers);
  }

  /** Creates an empty scope for a layer inside this one. */
  Scope inside(LayerNode inner) {
    Map<String, LoraConfig> found = new LinkedHashMap<>(inner.adapters());
    String start = inner.name() + "/";
    loras.forEach(
        (at, lora) -> {
          if (at.equals(inner.name())) {
            found.put("", lora);
          } else if (at.startsWith(start)) {
            found.put(at.substring(start.length()), lora);
          }
        });
    return new Scope(inner, path + "/" + inner.name(), found, factorsOnly);
  }

  /** Returns the layer. */
  public LayerNode node() {
    return node;
  }

  /** Returns the path of the layer, such as {@code encoder/dense_1}. */
  public String path() {
    return path;
  }

  /** Returns the parameters that the layer itself declared, in order; factors of adapters last. */
  public List<Parameter> own() {
    if (adapters.isEmpty()) {
      return Collections.unmodifiableList(own);
    }
    List<Parameter> all = new ArrayList<>(own);
    adapters.values().forEach(adapter -> all.addAll(List.of(adapter.a(), adapter.b())));
    return Collections.unmodifiableList(all);
  }

  /** Returns the low-rank adapters of the layer's own weights, by weight. */
  public Map<Parameter, LoraAdapter> adapters() {
    return Collections.unmodifiableMap(adapters);
  }

  /** Returns whether the layer or one inside it has a low-rank adapter. */
  public boolean isAdapted() {
    return !adapters.isEmpty() || children.values().stream().anyMatch(Scope::isAdapted);
  }

  /** Returns the weight that a parameter is a factor of; null if it is no factor of an adapter. */
  public @Nullable Parameter adapted(Parameter factor) {
    for (LoraAdapter adapter : adapters.values()) {
      if (adapter.a() == factor || adapter.b() == factor) {
        return adapter.weight();
      }
    }
    return null;
  }

  /** Returns whether adapters of this layer or one around it keep a parameter from learning. */
  public boolean isFixedByAdapters(Parameter parameter) {
    return adapters.containsKey(parameter) || (factorsOnly && adapted(parameter) == null);
  }

  /** Returns whether an optimizer may change a parameter while the layer is not frozen. */
  public boolean learns(Parameter parameter) {
    return parameter.role() == Parameter.Role.WEIGHT
        && !isFixedByAdapters(parameter)
        && (adapted(parameter) != null || node.layer().learns(parameter.name()));
  }

  /**
   * Returns parameters of inner layers that an attribute of the layer refers to. Keras lists them
   * before the layer's states, and a {@code .keras} file stores them twice.
   */
  public List<Parameter> held() {
    return Collections.unmodifiableList(held);
  }

  /** Returns the scopes of the inner layers by attribute name, in order. */
  public Map<String, Scope> children() {
    return Collections.unmodifiableMap(children);
  }

  /** Returns all parameters of the layer and its inner layers, in Keras' order. */
  public List<Parameter> all() {
    Set<Parameter> all = new LinkedHashSet<>();
    addTo(all);
    return List.copyOf(all);
  }

  private void addTo(Set<Parameter> all) {
    all.addAll(held);
    all.addAll(own());
    children.values().forEach(child -> child.addTo(all));
  }

  /** Returns a scope with the same parameters under another name. */
  Scope of(LayerNode other) {
    Scope scope =
        new Scope(
            other, path.substring(0, path.lastIndexOf('/') + 1) + other.name(), loras, factorsOnly);
    scope.own.addAll(own);
    scope.adapters.putAll(adapters);
    scope.held.addAll(held);
    // The scope of a random seed is the layer's own.
    children.forEach(
        (attribute, child) -> {
          Scope same = child;
          if (child.node == node) {
            same = new Scope(other, child.path);
            same.own.addAll(child.own);
          }
          scope.children.put(attribute, same);
        });
    return scope;
  }

  /** Adds a parameter, and the factors of its adapter if the layer has one. */
  void add(Parameter parameter) {
    own.add(parameter);
    LoraConfig lora = loras.get("");
    if (lora == null) {
      lora = node.layer().lora();
    }
    if (lora != null
        && parameter.role() == Parameter.Role.WEIGHT
        && ADAPTED.contains(parameter.name())) {
      if (WeightRules.constraint(node.layer(), parameter.name()) != null) {
        throw new IllegalArgumentException(
            "layer "
                + node
                + ": its '"
                + parameter.name()
                + "' has a constraint, which a low-rank adapter cannot keep; remove one of them");
      }
      adapters.put(parameter, LoraAdapter.of(parameter, lora, node.layer().summedAxes()));
    }
  }

  void hold(Parameter parameter) {
    held.add(parameter);
  }

  /**
   * Adds the scope of an inner layer.
   *
   * @throws IllegalArgumentException if the name is taken
   */
  public void add(String attribute, Scope child) {
    if (children.putIfAbsent(attribute, child) != null) {
      throw new IllegalArgumentException("scope '" + path + "' has two layers '" + attribute + "'");
    }
  }
}
