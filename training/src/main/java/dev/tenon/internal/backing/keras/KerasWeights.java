package dev.tenon.internal.backing.keras;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.surgery.LayerPaths;
import dev.tenon.internal.text.Names;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.Scope;
import dev.tenon.tensor.Tensor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Reads and sets the weights of a Keras model by their paths. */
public final class KerasWeights {
  private KerasWeights() {}

  /** Returns the weights whose paths begin so; those of other layers are not drawn for it. */
  public static Map<String, Tensor> of(KerasModel keras, String start) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    parameters(keras)
        .forEach(
            (path, parameter) -> {
              if (path.startsWith(start)) {
                weights.put(path, keras.parameters().get(parameter));
              }
            });
    return weights;
  }

  /** Returns the path of the layer that a weight of a path belongs to. */
  static String layer(String weight) {
    return weight.substring(0, weight.lastIndexOf('/'));
  }

  public static void set(KerasModel keras, Map<String, Tensor> values) {
    Map<String, Parameter> known = parameters(keras);
    values.forEach(
        (path, value) -> {
          Parameter parameter = known.get(path);
          if (parameter == null) {
            throw new IllegalArgumentException(Names.unknown("weight", path, known.keySet()));
          }
          keras.parameters().put(parameter, value.cast(parameter.dtype()));
        });
  }

  /** Lets only the layers learn of which a pattern names the path, or that of a weight. */
  public static void trainable(KerasModel keras, String... patterns) {
    Predicate<String> wanted = LayerPaths.matcher(patterns);
    Set<String> weights = parameters(keras).keySet();
    Map<String, LayerNode> layers = LayerPaths.all(keras.model());
    Set<String> learning = new HashSet<>();
    for (String path : layers.keySet()) {
      String start = path + "/";
      if (wanted.test(path)
          || weights.stream()
              .filter(weight -> weight.startsWith(start) && weight.indexOf('/', start.length()) < 0)
              .anyMatch(wanted)) {
        learning.add(path);
      }
    }
    if (learning.isEmpty()) {
      throw new IllegalArgumentException(
          "model '"
              + keras.name()
              + "': "
              + Names.unknown("weight", String.join(", ", patterns), weights));
    }
    layers.forEach((path, node) -> node.setTrainableHere(isOn(path, learning)));
  }

  /** Says whether a layer, one inside it or one around it is among some. */
  private static boolean isOn(String path, Set<String> learning) {
    return learning.stream()
        .anyMatch(
            other ->
                other.equals(path) || other.startsWith(path + "/") || path.startsWith(other + "/"));
  }

  /** Returns all parameters by the path that they have in this model. */
  public static Map<String, Parameter> parameters(KerasModel keras) {
    Map<String, Parameter> known = new LinkedHashMap<>();
    keras.lowered().weights().forEach((node, scope) -> collect(node.name(), scope, known));
    return known;
  }

  /** A layer's parameters may have been declared in another model, under another path. */
  private static void collect(String path, Scope scope, Map<String, Parameter> known) {
    Map<String, Parameter> inside = new LinkedHashMap<>();
    scope
        .children()
        .forEach(
            (attribute, child) -> {
              // The scope of a random seed belongs to the same layer.
              boolean own = child.node() == scope.node();
              collect(path + "/" + (own ? attribute : child.node().name()), child, inside);
            });
    inside.forEach(
        (inner, parameter) -> {
          if (scope.held().contains(parameter)) {
            known.putIfAbsent(inner, parameter);
          }
        });
    scope.own().forEach(parameter -> known.putIfAbsent(path + "/" + parameter.name(), parameter));
    inside.forEach(known::putIfAbsent);
  }
}
