package dev.tenon.layers.base;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Policies by the name of a layer, for layers that are given the same map.
 *
 * <p>A key is a name such as {@code dense_1}, or a regular expression that matches a whole name,
 * such as {@code encoder_.*}. The name itself counts before expressions.
 *
 * <pre>{@code
 * DTypePolicyMap policies = DTypePolicyMap.of("float32").put("block_.*", "mixed_bfloat16");
 * dense(5).name("block_1").dtype(policies)
 * }</pre>
 *
 * @param defaultPolicy the policy of layers without a key; null for the thread's global policy
 * @param policyMap the policies by key
 * @see <a href="https://keras.io/api/mixed_precision/policy/">Keras: DTypePolicyMap</a>
 */
public record DTypePolicyMap(
    @Nullable DTypePolicy defaultPolicy, Map<String, DTypePolicy> policyMap) {
  public DTypePolicyMap {
    policyMap = Collections.unmodifiableMap(new LinkedHashMap<>(policyMap));
    policyMap.keySet().forEach(DTypePolicyMap::check);
  }

  private static void check(String key) {
    try {
      Pattern.compile(key);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "DTypePolicyMap: '" + key + "' is no regular expression: " + e.getDescription(), e);
    }
  }

  /** Returns a map without keys, whose layers get the thread's global policy. */
  public static DTypePolicyMap of() {
    return new DTypePolicyMap(null, Map.of());
  }

  /**
   * Returns a map without keys.
   *
   * @param defaultPolicy the name of the policy of layers without a key, such as {@code float32}
   */
  public static DTypePolicyMap of(String defaultPolicy) {
    return new DTypePolicyMap(DTypePolicy.of(defaultPolicy), Map.of());
  }

  /**
   * Returns the map with one more key.
   *
   * @param policy the name of a policy, such as {@code mixed_bfloat16}
   * @throws IllegalArgumentException where the key is there already, or the policy is none
   */
  public DTypePolicyMap put(String key, String policy) {
    if (policyMap.containsKey(key)) {
      throw new IllegalArgumentException("DTypePolicyMap: '" + key + "' is there already");
    }
    Map<String, DTypePolicy> more = new LinkedHashMap<>(policyMap);
    more.put(key, DTypePolicy.of(policy));
    return new DTypePolicyMap(defaultPolicy, more);
  }

  /**
   * Returns the policy of a layer.
   *
   * @param name the name of the layer
   * @throws IllegalArgumentException where several expressions match
   */
  public DTypePolicy get(String name) {
    DTypePolicy otherwise = defaultPolicy == null ? DTypePolicy.global() : defaultPolicy;
    if (policyMap.containsKey(name)) {
      return policyMap.getOrDefault(name, otherwise);
    }
    List<String> keys =
        policyMap.keySet().stream().filter(key -> Pattern.matches(key, name)).toList();
    if (keys.size() > 1) {
      throw new IllegalArgumentException(
          "DTypePolicyMap: the keys " + keys + " all match the layer '" + name + "'; expected one");
    }
    return keys.isEmpty() ? otherwise : policyMap.getOrDefault(keys.get(0), otherwise);
  }
}
