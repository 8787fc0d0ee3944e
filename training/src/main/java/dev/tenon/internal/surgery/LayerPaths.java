package dev.tenon.internal.surgery;

import dev.tenon.internal.text.Names;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Scope;
import dev.tenon.layers.base.SubLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds layers by their paths, such as {@code encoder/dense_1}. */
public final class LayerPaths {
  private LayerPaths() {}

  /** Returns all layers, those inside others after the one that they are in. */
  public static Map<String, LayerNode> all(NestedModel model) {
    Map<String, LayerNode> found = new LinkedHashMap<>();
    model.layers().forEach(layer -> collect(layer.name(), layer, found));
    return found;
  }

  private static void collect(String path, LayerNode node, Map<String, LayerNode> found) {
    found.put(path, node);
    SubLayer<?> built = node.state().built();
    if (node.layer() instanceof NestedModel model) {
      model.layers().forEach(inner -> collect(path + "/" + inner.name(), inner, found));
    } else if (built != null) {
      for (Scope inside : built.scope().children().values()) {
        // The scope of a random seed is the layer's own.
        if (inside.node() != node) {
          collect(path + "/" + inside.node().name(), inside.node(), found);
        }
      }
    }
  }

  /**
   * Returns the layer of a path.
   *
   * @throws IllegalArgumentException where there is none, with the paths most like it
   */
  public static LayerNode find(NestedModel model, String path) {
    LayerNode found = all(model).get(path);
    if (found == null) {
      throw unknown(model, path);
    }
    return found;
  }

  /**
   * Returns the layers that a pattern names, by path.
   *
   * @param pattern {@code *} stands for any signs but a slash, {@code **} for any, {@code ?} for
   *     one; without a slash it is the layer's own name that has to fit, wherever it is, and with
   *     one the whole path
   * @throws IllegalArgumentException where it fits none
   */
  public static Map<String, LayerNode> matching(NestedModel model, String pattern) {
    Pattern regex = regex(pattern);
    boolean whole = pattern.contains("/");
    Map<String, LayerNode> found = new LinkedHashMap<>();
    all(model)
        .forEach(
            (path, node) -> {
              if (regex.matcher(path).matches()
                  || (!whole && regex.matcher(node.name()).matches())) {
                found.put(path, node);
              }
            });
    if (found.isEmpty()) {
      throw unknown(model, pattern);
    }
    return found;
  }

  /**
   * Returns what accepts the names that one of some patterns fits, read as by {@link #matching}.
   */
  public static Predicate<String> matcher(String... patterns) {
    Predicate<String> any = name -> false;
    for (String pattern : patterns) {
      Pattern regex = regex(pattern);
      boolean whole = pattern.contains("/");
      any =
          any.or(
              name ->
                  regex.matcher(name).matches()
                      || (!whole
                          && regex.matcher(name.substring(name.lastIndexOf('/') + 1)).matches()));
    }
    return any;
  }

  /** Returns a pattern as {@link #matching} reads it, as a regular expression. */
  public static Pattern regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char sign = glob.charAt(i);
      boolean twice = glob.startsWith("**", i);
      if (sign == '*') {
        regex.append(twice ? ".*" : "[^/]*");
        i += twice ? 1 : 0;
      } else {
        regex.append(sign == '?' ? "[^/]" : Pattern.quote(String.valueOf(sign)));
      }
    }
    return Pattern.compile(regex.toString());
  }

  static IllegalArgumentException unknown(NestedModel model, String path) {
    List<String> known = new ArrayList<>(all(model).keySet());
    model.graph().inputs().forEach(input -> known.add(input.name()));
    return new IllegalArgumentException(
        "model '" + model.graph().name() + "': " + Names.unknown("layer", path, known));
  }
}
