package dev.tenon.keras.config;

import dev.tenon.keras.ResourceTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How optimizers store their slots where all generations have the same ones: {@code slots.tsv} has
 * a line for each.
 *
 * @param paired how many slots newer files store weight by weight
 * @param single how many every file stores one after the other, whatever the options
 */
public record OptimizerSlots(int paired, int single) {
  private static final Map<String, OptimizerSlots> ALL = read();

  /** Returns the slots of an optimizer; null where generations differ in them. */
  public static @Nullable OptimizerSlots find(String optimizer) {
    return ALL.get(optimizer);
  }

  private static Map<String, OptimizerSlots> read() {
    Map<String, OptimizerSlots> all = new HashMap<>();
    for (List<String> row : ResourceTable.rows(OptimizerSlots.class, "slots.tsv")) {
      all.put(
          row.get(0),
          new OptimizerSlots(Integer.parseInt(row.get(1)), Integer.parseInt(row.get(2))));
    }
    return all;
  }
}
