package dev.tenon.initializers;

import dev.tenon.config.ObjectCatalog;
import dev.tenon.internal.annotations.DefaultFactories;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keras' initializers of weights, as in {@code dense(5).kernelInitializer(heNormal().seed(42))}.
 *
 * <p>An initializer with a seed gives Keras' own numbers, equal in each run. Without a seed they
 * differ from run to run.
 *
 * @see <a href="https://keras.io/api/layers/initializers/">Keras: initializers</a>
 */
@DefaultFactories(
    value = {
      Zeros.class,
      Ones.class,
      Constant.class,
      Identity.class,
      RandomNormal.class,
      RandomUniform.class,
      TruncatedNormal.class,
      VarianceScaling.class,
      GlorotNormal.class,
      GlorotUniform.class,
      HeNormal.class,
      HeUniform.class,
      LecunNormal.class,
      LecunUniform.class,
      Orthogonal.class,
      STFT.class
    },
    kind = Initializer.class)
public final class Initializers extends InitializerFactories {
  private static final ObjectCatalog<Initializer> CATALOG =
      new ObjectCatalog<>(
          "initializer",
          Initializer.class,
          ALL,
          Map.of(
              "zero", "Zeros",
              "one", "Ones",
              "normal", "RandomNormal",
              "uniform", "RandomUniform",
              "eye", "Identity",
              "IdentityInitializer", "Identity",
              "OrthogonalInitializer", "Orthogonal",
              "STFTInitializer", "STFT"));

  private Initializers() {}

  /**
   * Returns the initializer of a name, with Keras' defaults.
   *
   * @param name Keras' name, such as {@code he_normal} or {@code HeNormal}
   * @throws IllegalArgumentException for an unknown name, with the nearest ones
   */
  public static Initializer of(String name) {
    return CATALOG.named(name);
  }

  /** Returns every initializer of Keras, with its defaults. */
  public static List<Initializer> all() {
    return ALL;
  }

  /**
   * Returns the initializer of a configuration.
   *
   * @throws IllegalArgumentException for an unknown class, with the nearest names, and for a value
   *     that does not fit
   */
  public static Initializer of(KerasObject object) {
    Optional<Initializer> found = CATALOG.find(older(object));
    return found.isPresent() ? found.get() : unknown(object);
  }

  private static Initializer unknown(KerasObject object) {
    try {
      return of(object.className());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + "; " + ObjectCatalog.advice(object), e);
    }
  }

  /** Brings the values of older files to those of Keras 3. */
  private static KerasObject older(KerasObject object) {
    if (object.implementation() != null || object.className().contains(">")) {
      return object;
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>(object.config());
    if (config.containsKey("seed")) {
      // A generator of seeds, which Keras 3 writes as an object, is drawn from anew.
      config.put("seed", config.get("seed") instanceof Number seed ? seed.longValue() : null);
    }
    if ("normal".equals(config.get("distribution"))) {
      config.put("distribution", "truncated_normal");
    }
    return new KerasObject(object.className(), config);
  }

  /**
   * Returns the first value of a parameter.
   *
   * @throws IllegalArgumentException for an unknown initializer, with the nearest names
   */
  public static Tensor start(Parameter parameter) {
    return StartValues.later(parameter).get();
  }

  /**
   * Returns a supplier of the first value of a parameter. A missing seed is drawn now, so that the
   * numbers do not depend on the time of the call.
   *
   * @throws IllegalArgumentException for an unknown initializer, with the nearest names
   */
  public static Supplier<Tensor> later(Parameter parameter) {
    return StartValues.later(parameter);
  }
}
