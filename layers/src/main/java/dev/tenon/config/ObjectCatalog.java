package dev.tenon.config;

import dev.tenon.internal.text.Names;
import dev.tenon.ir.graph.KerasObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keras' classes of one kind, such as all regularizers, by every spelling of their names.
 *
 * @param <T> the kind
 */
public final class ObjectCatalog<T extends KerasSerializable> {
  private final String kind;
  private final Class<T> type;
  private final Map<String, T> byName = new LinkedHashMap<>();
  private final List<String> names;

  /**
   * Creates a catalog.
   *
   * @param kind the kind in messages, such as {@code regularizer}
   * @param defaults one record of each class, with Keras' defaults
   * @param aliases class names by further names
   */
  public ObjectCatalog(String kind, Class<T> type, List<T> defaults, Map<String, String> aliases) {
    this.kind = kind;
    this.type = type;
    this.names = defaults.stream().map(each -> each.getClass().getSimpleName()).toList();
    defaults.forEach(each -> byName.put(plain(each.getClass().getSimpleName()), each));
    aliases.forEach((alias, name) -> byName.put(plain(alias), named(name)));
  }

  /** Returns Keras' class names. */
  public List<String> names() {
    return names;
  }

  /** Returns the class of a name, with Keras' defaults; empty for an unknown name. */
  public Optional<T> find(String name) {
    return Optional.ofNullable(byName.get(plain(name)));
  }

  /**
   * Returns the class of a name, with Keras' defaults.
   *
   * @throws IllegalArgumentException for an unknown name, with the nearest ones
   */
  public T named(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException(Names.unknown(kind, name, names)));
  }

  /**
   * Returns the object of a configuration: the Java object itself, Keras' class or a registered
   * class. Unknown keys are ignored, because older files have some.
   *
   * @return empty if the name is unknown
   * @throws IllegalArgumentException if a value of the configuration does not fit
   */
  public Optional<T> find(KerasObject object) {
    if (type.isInstance(object.implementation())) {
      return Optional.of(type.cast(object.implementation()));
    }
    Optional<T> known = find(object.className());
    return known.isPresent()
        ? known.map(defaults -> configured(defaults, object))
        : CustomObjects.find(object.className(), type, object.config());
  }

  /** Returns the advice for an unknown object, for the end of a message. */
  public static String advice(KerasObject object) {
    return "to supply Java for '"
        + object.className()
        + "', register its record: CustomObjects.register(package, class)";
  }

  private T configured(T defaults, KerasObject object) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>(object.config());
    Map<String, @Nullable Object> known = ConfigRecord.write((Record) defaults);
    config.keySet().retainAll(known.keySet());
    return type.cast(
        ConfigRecord.read(kind + " " + object.className(), (Record) defaults, config, Set.of()));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "");
  }
}
