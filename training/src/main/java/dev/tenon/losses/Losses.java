package dev.tenon.losses;

import dev.tenon.config.ConfigRecord;
import dev.tenon.config.SavedObject;
import dev.tenon.internal.annotations.DefaultFactories;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.shape.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The factories of Keras' losses, and look-ups of a loss by name or configuration.
 *
 * @see <a href="https://keras.io/api/losses/">Keras: losses</a>
 */
@DefaultFactories(
    value = {
      MeanSquaredError.class,
      MeanAbsoluteError.class,
      MeanAbsolutePercentageError.class,
      MeanSquaredLogarithmicError.class,
      BinaryCrossentropy.class,
      BinaryFocalCrossentropy.class,
      CategoricalCrossentropy.class,
      CategoricalFocalCrossentropy.class,
      SparseCategoricalCrossentropy.class,
      CategoricalGeneralizedCrossEntropy.class,
      KLDivergence.class,
      Poisson.class,
      CosineSimilarity.class,
      LogCosh.class,
      Huber.class,
      Hinge.class,
      SquaredHinge.class,
      CategoricalHinge.class,
      Dice.class,
      Tversky.class,
      CTC.class,
      Circle.class
    },
    kind = LossFunction.class)
public final class Losses extends LossFunctionFactories {
  private Losses() {}

  /**
   * Returns the loss of a Keras name with Keras' default arguments.
   *
   * <p>The name is that of a function such as {@code mean_squared_error}, a short name such as
   * {@code mse}, or a class such as {@code MeanSquaredError}. A function's loss is reported under
   * the given name.
   *
   * @param name the name
   * @throws IllegalArgumentException if the name is unknown; the message has the nearest names
   */
  public static LossFunction of(String name) {
    return LossCatalog.named(name);
  }

  /**
   * Returns the loss of a Keras class and its configuration, in the keys of Keras 3 or tf_keras.
   *
   * @param className Keras' class name, such as {@code MeanSquaredError}
   * @param config the configuration
   * @throws IllegalArgumentException if the class, an option or a value is unknown
   */
  public static LossFunction of(String className, Map<String, ? extends @Nullable Object> config) {
    return LossCatalog.of(className, config);
  }

  /**
   * Resolves a loss identifier as Keras' {@code compile} does.
   *
   * <p>{@code crossentropy} and {@code ce} resolve by shape: binary where the prediction's last
   * axis is 1, sparse where targets are class indices, otherwise categorical.
   *
   * @param identifier a {@link Loss}, a name, a {@link KerasObject}, or a map with {@code
   *     class_name} and {@code config}
   * @param target the type of the targets
   * @param prediction the type of the predictions
   * @throws IllegalArgumentException if the identifier has another type or its name is unknown
   */
  public static Loss resolve(Object identifier, TensorType target, TensorType prediction) {
    if (identifier instanceof Loss loss) {
      return loss;
    }
    if (identifier instanceof KerasObject object) {
      return of(object.className(), object.config());
    }
    if (identifier instanceof Map<?, ?> map) {
      SavedObject saved = SavedObject.of("loss", map);
      Optional<Loss> custom = saved.custom(Loss.class);
      if (custom.isPresent()) {
        return custom.get();
      }
      return saved.config() == null ? of(saved.name()) : of(saved.name(), saved.config());
    }
    if (!(identifier instanceof String name)) {
      throw new IllegalArgumentException(
          "expected a loss, its name or its configuration, received " + identifier);
    }
    if (name.equalsIgnoreCase("crossentropy") || name.equalsIgnoreCase("ce")) {
      return switch (TargetKind.of(target.shape(), prediction.shape())) {
        case BINARY -> binaryCrossentropy().name(name);
        case SPARSE -> sparseCategoricalCrossentropy().name(name);
        case CATEGORICAL -> categoricalCrossentropy().name(name);
      };
    }
    return of(name);
  }

  /**
   * Returns Keras' class and configuration of a loss, without {@code dtype}, which Keras does not
   * save.
   *
   * @param loss the loss
   * @throws IllegalArgumentException if the loss is not a record
   */
  public static KerasObject toConfig(Loss loss) {
    if (loss instanceof Record values) {
      Map<String, @Nullable Object> config = new LinkedHashMap<>(ConfigRecord.write(values));
      // Keras' losses do not say it in their configurations.
      config.remove("dtype");
      return new KerasObject(loss.className(), config);
    }
    throw new IllegalArgumentException(
        "loss '" + loss.name() + "' cannot be written to a file: its class is no record");
  }

  /**
   * Returns the name of Keras' function for a loss, such as {@code mean_squared_error}.
   *
   * @param loss the loss
   * @throws IllegalArgumentException if Keras has no such loss
   */
  public static String functionName(Loss loss) {
    return LossCatalog.functionName(loss.className());
  }

  /** Returns every loss of Keras with Keras' default arguments. */
  public static List<LossFunction> all() {
    return LossCatalog.all();
  }
}
