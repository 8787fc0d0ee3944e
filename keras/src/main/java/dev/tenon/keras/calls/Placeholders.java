package dev.tenon.keras.calls;

import dev.tenon.error.MalformedModelException;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.config.LayerConfig;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The values that calls give, made when a file first refers to them. Calls are numbered as {@link
 * CallNumbers} says.
 */
final class Placeholders {
  private static final int MOST_OUTPUTS = 10_000;
  private static final TensorType UNKNOWN = new TensorType(DType.FLOAT32, Shape.unknownRank());

  private final String where;
  private final boolean older;
  private final Map<String, LayerConfig> layers;
  private final Map<String, Map<Integer, SortedMap<Integer, Value>>> values = new LinkedHashMap<>();
  private final Map<Value, String> unclaimed = new LinkedHashMap<>();

  Placeholders(String where, KerasDialect dialect, Map<String, LayerConfig> layers) {
    this.where = where;
    this.older = dialect.before(KerasDialect.KERAS_3);
    this.layers = layers;
  }

  /** Makes an input layer's output known. */
  void input(String layer, Value value) {
    Value made = byNode(layer).computeIfAbsent(0, k -> new TreeMap<>()).put(0, value);
    if (made != null) {
      throw new IllegalStateException("inputs come before the calls that read them");
    }
  }

  /** Returns the value that a call reads. */
  Value find(String layer, int node, int tensor) {
    if (tensor < 0 || tensor > MOST_OUTPUTS || node < 0) {
      throw new MalformedModelException(
          where,
          "a call reads output " + tensor + " of call " + node + " of layer '" + layer + "'");
    }
    return byNode(layer)
        .computeIfAbsent(node, k -> new TreeMap<>())
        .computeIfAbsent(
            tensor,
            k -> {
              Value value = Value.of(layer + ":" + node + ":" + tensor, UNKNOWN);
              unclaimed.put(value, "output " + tensor + " of call " + node + " of '" + layer + "'");
              return value;
            });
  }

  /** Returns the value that a list of outputs names. */
  Value end(TensorEntry end) {
    LayerConfig config = layers.get(end.layer());
    int shift = 0;
    if (config != null && end.node() > 0) {
      String className = config.className();
      shift = CallNumbers.firstOfEnd(className, older) - CallNumbers.first(className, older);
    }
    return find(end.layer(), end.node() - shift, end.tensor());
  }

  /** Returns the outputs of one of a layer's calls, as many as are referred to. */
  List<Value> outputs(LayerConfig layer, int call, int calls) {
    Map<Integer, SortedMap<Integer, Value>> byNode = byNode(layer.name());
    int offset = CallNumbers.first(layer.className(), older);
    if (older && byNode.containsKey(calls)) {
      // A layer of another framework's wrapper that counts like a model.
      offset = 1;
    }
    if (byNode.containsKey(0)) {
      offset = 0;
    }
    SortedMap<Integer, Value> named = byNode.getOrDefault(call + offset, new TreeMap<>());
    int count = named.isEmpty() ? 1 : named.lastKey() + 1;
    List<Value> outputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Value value = named.get(i);
      outputs.add(value == null ? Value.of(layer.name() + ":" + call + ":" + i, UNKNOWN) : value);
    }
    outputs.forEach(unclaimed::remove);
    return outputs;
  }

  /** Throws where something is read that no call gives. */
  void check() {
    if (!unclaimed.isEmpty()) {
      throw new MalformedModelException(
          where,
          "a call or the list of outputs reads "
              + Objects.requireNonNull(unclaimed.values().iterator().next())
              + ", which no layer gives: the configuration is damaged");
    }
  }

  private Map<Integer, SortedMap<Integer, Value>> byNode(String layer) {
    return values.computeIfAbsent(layer, k -> new LinkedHashMap<>());
  }
}
