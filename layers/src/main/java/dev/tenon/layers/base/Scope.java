package dev.tenon.layers.base;

import dev.tenon.ir.graph.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The weights that a layer declared, and the scopes of its inner layers.
 *
 * <p>The names of inner scopes are Keras' attribute names, which make the paths of a {@code .keras}
 * file. The order is that of declaration, which is Keras' variable order.
 */
public final class Scope {
  private final LayerNode node;
  private final String path;
  private final List<Parameter> own = new ArrayList<>();
  private final List<Parameter> held = new ArrayList<>();
  private final Map<String, Scope> children = new LinkedHashMap<>();

  /** Creates an empty scope for a layer. */
  public Scope(LayerNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /** Returns the layer. */
  public LayerNode node() {
    return node;
  }

  /** Returns the path of the layer, such as {@code encoder/dense_1}. */
  public String path() {
    return path;
  }

  /** Returns the parameters that the layer itself declared, in order. */
  public List<Parameter> own() {
    return Collections.unmodifiableList(own);
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
    Set<Parameter> all = new LinkedHashSet<>(held);
    all.addAll(own);
    children.values().forEach(child -> all.addAll(child.all()));
    return List.copyOf(all);
  }

  /** Returns a scope with the same parameters under another name. */
  Scope of(LayerNode other) {
    Scope scope = new Scope(other, path.substring(0, path.lastIndexOf('/') + 1) + other.name());
    scope.own.addAll(own);
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

  void add(Parameter parameter) {
    own.add(parameter);
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
