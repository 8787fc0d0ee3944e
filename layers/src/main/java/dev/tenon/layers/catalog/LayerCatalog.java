package dev.tenon.layers.catalog;

import dev.tenon.layers.base.Layer;
import dev.tenon.layers.common.LayerEntry;
import dev.tenon.layers.core.InputLayer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All layers of Tenon by Keras' class name; a duplicate name is an error. */
public final class LayerCatalog {
  private static final Map<String, LayerEntry> ENTRIES = index();

  private LayerCatalog() {}

  /** Returns the entry of Keras' class name, or null if there is none. */
  public static @Nullable LayerEntry find(String className) {
    return ENTRIES.get(className);
  }

  /** Returns all entries, family by family. */
  public static List<LayerEntry> all() {
    return List.copyOf(ENTRIES.values());
  }

  private static Map<String, LayerEntry> index() {
    Map<String, LayerEntry> index = new LinkedHashMap<>();
    add(index, InputLayer.DEFAULTS.className(), InputLayer.DEFAULTS);
    for (Layer<?> defaults : NamedLayers.all()) {
      add(index, defaults.className(), defaults);
      // GroupQueryAttention goes by the names of class and API.
      if (!defaults.getClass().getSimpleName().equals(defaults.className())) {
        add(index, defaults.getClass().getSimpleName(), defaults);
      }
    }
    return index;
  }

  private static void add(Map<String, LayerEntry> index, String name, Layer<?> defaults) {
    if (index.put(name, new LayerEntry(name, defaults)) != null) {
      throw new IllegalStateException("layer " + name + " is listed twice");
    }
  }
}
