package dev.tenon.exporters.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares configurations key by key, apart from what says nothing. */
final class Configurations {
  /** What layers learn of their inputs when they are built, and what Python keeps to itself. */
  private static final Set<String> OF_PYTHON =
      Set.of(
          "build_config",
          "build_input_shape",
          "shared_object_id",
          "registered_name",
          "query_shape",
          "key_shape",
          "value_shape");

  /**
   * Keys that may be left out at these values: what Keras takes where they are, or what only one of
   * its versions has.
   */
  private static final Map<String, Set<String>> NOTHING =
      Map.ofEntries(
          Map.entry("ragged", Set.of("false")),
          Map.entry("optional", Set.of("false")),
          Map.entry("sparse", Set.of("false")),
          Map.entry("input_axes", Set.of("null")),
          Map.entry("output_axes", Set.of("null")),
          Map.entry("compile_config", Set.of("{}")),
          Map.entry("mask", Set.of("null")),
          Map.entry("training", Set.of("true", "false")),
          Map.entry("initial_state", Set.of("null")),
          Map.entry("constants", Set.of("null")),
          Map.entry("dynamic", Set.of("false")),
          Map.entry("zero_output_for_mask", Set.of("false")),
          Map.entry("quantization_config", Set.of("null")),
          Map.entry("activity_regularizer", Set.of("null")),
          Map.entry("time_major", Set.of("false")),
          Map.entry("seed", Set.of("null")),
          Map.entry("implementation", Set.of("1", "2")),
          Map.entry("use_gate", Set.of("false")),
          Map.entry("sliding_window", Set.of("null")),
          Map.entry("fill_value", Set.of("0.0")),
          Map.entry("fill_mode", Set.of("\"constant\"")),
          Map.entry("groups", Set.of("1")),
          Map.entry("synchronized", Set.of("false")),
          Map.entry("renorm", Set.of("false")),
          Map.entry("renorm_momentum", Set.of("0.99")),
          Map.entry("renorm_clipping", Set.of("null", "{}")),
          Map.entry("pad_to_aspect_ratio", Set.of("false")),
          Map.entry("rms_scaling", Set.of("false")),
          Map.entry("softmax_robust_masking", Set.of("false")),
          Map.entry("antialias", Set.of("false")),
          Map.entry("input_length", Set.of("null", "4")),
          Map.entry("backward_layer", Set.of("null")),
          Map.entry("rng_type", Set.of("\"stateful\"")),
          Map.entry("score_mode", Set.of("\"dot\"")),
          Map.entry("noise_shape", Set.of("null")),
          Map.entry("validate_indices", Set.of("null")),
          Map.entry("name", Set.of("null")),
          Map.entry("module", Set.of("\"keras.layers\"")),
          Map.entry("dtype", Set.of("\"float32\"")),
          Map.entry("dilation_rate", Set.of("[1,1,1]")),
          Map.entry("data_format", Set.of("\"channels_last\"")),
          // Where a layer other than the first has one, tf_keras passes it by.
          Map.entry("batch_input_shape", Set.of("[null,null]", "[null,4]")),
          // The separable convolutions of tf_keras have these beside their own kernels' and do
          // not use them.
          Map.entry("kernel_regularizer", Set.of("null")),
          Map.entry("kernel_constraint", Set.of("null")),
          Map.entry(
              "kernel_initializer",
              Set.of(
                  "{\"module\":\"keras.initializers\",\"class_name\":\"GlorotUniform\","
                      + "\"config\":{\"seed\":null},\"registered_name\":null}")));

  private Configurations() {}

  /** Returns the places that differ. */
  static List<String> differences(JsonNode expected, JsonNode found) {
    List<String> places = new ArrayList<>();
    compare("", expected, found, places);
    return places;
  }

  private static void compare(String place, JsonNode expected, JsonNode found, List<String> out) {
    String key = place.substring(place.lastIndexOf('.') + 1);
    JsonNode a = plain(key, expected);
    JsonNode b = plain(key, found);
    if (key.equals("inbound_nodes")) {
      // A value may be an argument by its place or by its name, or be filled in.
      if (!tensors(a).equals(tensors(b))) {
        out.add(place + ": " + b + " in place of " + a);
      }
    } else if (a.isObject() && b.isObject()) {
      Set<String> keys = new TreeSet<>();
      a.fieldNames().forEachRemaining(keys::add);
      b.fieldNames().forEachRemaining(keys::add);
      keys.removeAll(OF_PYTHON);
      for (String each : keys) {
        if (a.has(each) && b.has(each)) {
          compare(place + "." + each, a.get(each), b.get(each), out);
        } else {
          JsonNode only = plain(each, a.has(each) ? a.get(each) : b.get(each));
          if (!NOTHING.getOrDefault(each, Set.of()).contains(only.toString())) {
            out.add(place + "." + each + ": only one has " + only);
          }
        }
      }
    } else if (key.equals("layers") && a.size() == b.size()) {
      Map<String, JsonNode> layers = byName(b);
      byName(a)
          .forEach(
              (name, layer) ->
                  compare(place + "[" + name + "]", layer, layers.getOrDefault(name, b), out));
    } else if (a.isArray() && b.isArray() && a.size() == b.size()) {
      for (int i = 0; i < a.size(); i++) {
        compare(place + "[" + i + "]", a.get(i), b.get(i), out);
      }
    } else if (!a.equals(b) && !(a.isNumber() && b.isNumber() && a.asDouble() == b.asDouble())) {
      out.add(place + ": " + b + " in place of " + a);
    }
  }

  /** Says a type as its name, and a list of one axis as that. */
  private static JsonNode plain(String key, JsonNode value) {
    if (key.equals("dtype") && value.path("config").has("name")) {
      return value.get("config").get("name");
    }
    boolean list = key.equals("axis") || key.equals("output_shape");
    return list && value.isArray() && value.size() == 1 ? value.get(0) : value;
  }

  private static Map<String, JsonNode> byName(JsonNode layers) {
    Map<String, JsonNode> named = new TreeMap<>();
    for (JsonNode layer : layers) {
      JsonNode name = layer.has("name") ? layer.get("name") : layer.path("config").path("name");
      named.put(name.asText(), layer);
    }
    return named;
  }

  /**
   * Returns the outputs that calls read, by layer, call and place, and the real numbers in them.
   */
  private static Set<String> tensors(JsonNode calls) {
    Set<String> found = new TreeSet<>();
    collect(calls, found);
    return found;
  }

  private static void collect(JsonNode value, Set<String> found) {
    if (value.isArray()
        && value.size() >= 3
        && value.get(0).isTextual()
        && value.get(1).isInt()
        && value.get(2).isInt()) {
      found.add(value.get(0) + " " + value.get(1) + " " + value.get(2));
    }
    if (value.isDouble()) {
      found.add(value.toString());
    }
    value.forEach(inner -> collect(inner, found));
  }
}
