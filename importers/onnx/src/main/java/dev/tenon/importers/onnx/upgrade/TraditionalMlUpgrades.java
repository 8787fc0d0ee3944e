package dev.tenon.importers.onnx.upgrade;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Operators;
import dev.tenon.ir.op.TraditionalMl;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What the operators of {@code ai.onnx.ml} need to be read. */
final class TraditionalMlUpgrades {
  private static final String TABLE = "LabelEncoder";

  private TraditionalMlUpgrades() {}

  static void register(OpsetUpgrades.Registry steps) {
    for (Class<? extends Operator> record : Operators.all()) {
      String name = record.getSimpleName();
      if (Operators.domain(record).equals(TraditionalMl.DOMAIN) && !name.equals(TABLE)) {
        steps.add(TraditionalMl.DOMAIN + ":" + name, 1, TraditionalMlUpgrades::withoutEmptyLists);
      }
    }
    OpsetUpgrade table = TraditionalMlUpgrades::classes;
    steps.add(
        TraditionalMl.DOMAIN + ":" + TABLE,
        1,
        table.then(TraditionalMlUpgrades::withoutEmptyLists));
    OpsetUpgrade unknown = TraditionalMlUpgrades::withoutUnknownKeys;
    steps.add(
        TraditionalMl.DOMAIN + ":" + TABLE,
        2,
        unknown.then(TraditionalMlUpgrades::withoutEmptyLists));
    steps.add(TraditionalMl.DOMAIN + ":" + TABLE, 4, TraditionalMlUpgrades::withoutEmptyLists);
  }

  /** Exporters write the list that does not count as an empty one. */
  private static @Nullable List<Value> withoutEmptyLists(NodeDraft node) {
    node.attributes.values().removeIf(value -> value instanceof List<?> list && list.isEmpty());
    return null;
  }

  /** Version 1 had a list of strings, each of which stood for its place, in both directions. */
  private static @Nullable List<Value> classes(NodeDraft node) {
    if (!(node.attributes.remove("classes_strings") instanceof List<?> given)) {
      return null;
    }
    List<Object> strings = new ArrayList<>(given);
    List<Long> places = LongStream.range(0, strings.size()).boxed().toList();
    boolean text = node.input(0).dtype() == DType.STRING;
    node.attributes.put(text ? "keys_strings" : "values_strings", strings);
    node.attributes.put(text ? "values_int64s" : "keys_int64s", places);
    return null;
  }

  /** Before version 4 nothing was equal to a key that is NaN. */
  private static @Nullable List<Value> withoutUnknownKeys(NodeDraft node) {
    if (!(node.attributes.get("keys_floats") instanceof List<?> keys)) {
      return null;
    }
    for (String name : List.of("values_int64s", "values_strings", "values_floats")) {
      if (node.attributes.get(name) instanceof List<?> values && values.size() == keys.size()) {
        node.attributes.put(name, known(values, keys));
      }
    }
    node.attributes.put("keys_floats", known(keys, keys));
    return null;
  }

  private static List<Object> known(List<?> entries, List<?> keys) {
    List<Object> known = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (!(keys.get(i) instanceof Float key && key.isNaN())) {
        known.add(entries.get(i));
      }
    }
    return known;
  }
}
