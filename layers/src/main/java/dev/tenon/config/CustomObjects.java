package dev.tenon.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Registers Java classes under the names of custom objects in Keras files, as Keras' {@code
 * register_keras_serializable}.
 *
 * <p>A registered class is saved as {@code package>Class} and found by that name in all threads. A
 * second registration of the same class changes nothing.
 *
 * <pre>{@code
 * CustomObjects.register("mine", Fading.class);
 * }</pre>
 *
 * @see <a href="https://keras.io/api/models/model_saving_apis/serialization_utils/">Keras:
 *     register_keras_serializable</a>
 */
public final class CustomObjects {
  private static final Map<String, Registration> BY_NAME = new HashMap<>();
  private static final Map<Class<?>, String> NAMES = new HashMap<>();

  private CustomObjects() {}

  /**
   * A registered class.
   *
   * @param defaults an instance with the defaults of missing keys; null if no key may be missing
   */
  private record Registration(Class<? extends Record> type, @Nullable Record defaults) {
    Record instance(String name, Map<String, ? extends @Nullable Object> config) {
      return defaults == null
          ? ConfigRecord.of(type, name, config)
          : ConfigRecord.read(name, defaults, config, Set.of("dtype"));
    }
  }

  /**
   * Registers a record whose components are its configuration.
   *
   * @param packageName Python's {@code package}, such as {@code mine}; Keras' own default is {@code
   *     Custom}
   * @throws IllegalArgumentException if another class has the name, or the package contains {@code
   *     >}
   */
  public static void register(String packageName, Class<? extends Record> type) {
    add(packageName, new Registration(type, null));
  }

  /**
   * Registers the class of a record with defaults for missing keys, such as a layer.
   *
   * @throws IllegalArgumentException if another class has the name, or the package contains {@code
   *     >}
   */
  public static void register(String packageName, Record defaults) {
    add(packageName, new Registration(defaults.getClass(), defaults));
  }

  private static void add(String packageName, Registration added) {
    if (packageName.isEmpty() || packageName.contains(">")) {
      throw new IllegalArgumentException(
          "expected the name of a package such as 'mine', received '" + packageName + "'");
    }
    String name = packageName + ">" + added.type().getSimpleName();
    synchronized (BY_NAME) {
      Registration known = BY_NAME.get(name);
      if (known != null && known.type() != added.type()) {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' is registered for "
                + known.type().getName()
                + "; register "
                + added.type().getName()
                + " under another package");
      }
      BY_NAME.put(name, added);
      NAMES.put(added.type(), name);
    }
  }

  /** Returns the registered name of a class, such as {@code mine>Fading}; empty for none. */
  public static Optional<String> nameOf(Class<?> type) {
    synchronized (BY_NAME) {
      return Optional.ofNullable(NAMES.get(type));
    }
  }

  /** Returns whether a class is registered under a name, package included. */
  public static boolean isRegistered(String name) {
    synchronized (BY_NAME) {
      return BY_NAME.containsKey(name);
    }
  }

  /**
   * Returns the object of a configuration; empty if no registered class of a kind has the name.
   *
   * @param name the registered name; without a package, as in some {@code .h5} files, it must be
   *     unique
   * @param kind the expected type
   * @throws IllegalArgumentException if the configuration does not fit the record
   */
  public static <T> Optional<T> find(
      String name, Class<T> kind, Map<String, ? extends @Nullable Object> config) {
    return find(name, kind).map(known -> kind.cast(known.instance(name, config)));
  }

  /**
   * Returns the instance with the defaults of a registered class; empty if no class of a kind has
   * the name, or it was registered without defaults.
   */
  public static <T> Optional<T> defaults(String name, Class<T> kind) {
    return find(name, kind).map(Registration::defaults).map(kind::cast);
  }

  private static Optional<Registration> find(String name, Class<?> kind) {
    synchronized (BY_NAME) {
      Registration exact = BY_NAME.get(name);
      if (exact != null) {
        return kind.isAssignableFrom(exact.type()) ? Optional.of(exact) : Optional.empty();
      }
      List<Registration> same =
          BY_NAME.values().stream()
              .filter(known -> known.type().getSimpleName().equals(name))
              .filter(known -> kind.isAssignableFrom(known.type()))
              .toList();
      return same.size() == 1 ? Optional.of(same.get(0)) : Optional.empty();
    }
  }
}
