package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keras' {@code DTypePolicyMap}: policies by the path of a layer, or by a pattern of paths. */
public final class PolicyMap {
  /** Letters and wildcards; a file's own regular expressions are not run. */
  private static final Pattern SIMPLE = Pattern.compile("(?:[\\w/ -]|\\.\\*)*");

  private static final String ANY = ".*";

  private PolicyMap() {}

  /**
   * Returns the policy that a map has for a layer; every other policy as it is.
   *
   * @throws IllegalArgumentException where it is not clear which one is the layer's
   */
  public static JsonNode resolved(JsonNode dtype, String layer) {
    if (!"DTypePolicyMap".equals(Json.text(dtype, "class_name"))) {
      return dtype;
    }
    JsonNode config = dtype.path("config");
    JsonNode own = null;
    List<JsonNode> others = new ArrayList<>();
    List<JsonNode> matched = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : config.path("policy_map").properties()) {
      String key = entry.getKey();
      if (key.equals(layer)) {
        own = entry.getValue();
      } else if (matches(key, layer)) {
        matched.add(entry.getValue());
      } else if (key.endsWith("/" + layer) || meansPart(key, layer)) {
        // The path of a part of this layer, or of this layer as a part of another.
        others.add(entry.getValue());
      }
    }
    if (own == null && matched.size() > 1) {
      throw new IllegalArgumentException("several policies of a map are for '" + layer + "'");
    }
    JsonNode said = own != null ? own : matched.isEmpty() ? defaulted(config) : matched.get(0);
    JsonNode policy = named(said);
    String name = Policies.name(policy);
    for (JsonNode other : others) {
      String different = Policies.name(named(other));
      if (name == null || !name.equals(different)) {
        throw new IllegalArgumentException("a map has a policy for a part of '" + layer + "'");
      }
    }
    return policy;
  }

  private static JsonNode defaulted(JsonNode config) {
    JsonNode policy = Json.get(config, "default_policy");
    return policy == null ? TextNode.valueOf("float32") : policy;
  }

  /** Fills in what Keras leaves out of a map without a default: the policy that is set globally. */
  private static JsonNode named(JsonNode policy) {
    JsonNode config = policy.path("config");
    @Nullable String className = Json.text(policy, "class_name");
    if (className == null || !config.isObject()) {
      return policy;
    }
    ObjectNode copy = policy.deepCopy();
    ObjectNode inner = copy.withObject("/config");
    for (String key : List.of("name", "source_name")) {
      if (inner.path(key).isNull()) {
        inner.put(key, "float32");
      }
    }
    return copy;
  }

  /** Says whether a key may be the path of something inside of a layer. */
  private static boolean meansPart(String key, String layer) {
    int wild = key.indexOf(ANY);
    String start = wild < 0 ? key : key.substring(0, wild);
    String inside = layer + "/";
    return start.startsWith(inside) || (wild >= 0 && inside.startsWith(start));
  }

  private static boolean matches(String key, String layer) {
    if (!SIMPLE.matcher(key).matches()) {
      throw new IllegalArgumentException("a map has the pattern '" + key + "'");
    }
    String[] parts = key.split("\\.\\*", -1);
    if (parts.length == 1 || !layer.startsWith(parts[0])) {
      return false;
    }
    int from = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int at = layer.indexOf(parts[i], from);
      if (at < 0) {
        return false;
      }
      from = at + parts[i].length();
    }
    String end = parts[parts.length - 1];
    return layer.length() - end.length() >= from && layer.endsWith(end);
  }
}
