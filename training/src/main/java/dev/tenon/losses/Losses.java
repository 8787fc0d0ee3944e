package dev.tenon.losses;

import dev.tenon.config.ConfigRecord;
import dev.tenon.config.DefaultFactories;
import dev.tenon.config.SavedObject;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.shape.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keras' losses by name, by configuration and one by one.
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
   * Returns the loss of a name: of a function such as {@code mean_squared_error}, a short name such
   * as {@code mse}, or a class such as {@code MeanSquaredError}.
   *
   * <p>A function's loss is reported under the name that was asked for.
   *
   * @throws IllegalArgumentException for an unknown name, with the nearest ones
   */
  public static LossFunction of(String name) {
    return LossCatalog.named(name);
  }

  /**
   * Returns the loss of Keras' class and configuration, Keras 3's or tf_keras'.
   *
   * @throws IllegalArgumentException for an unknown class, option or value
   */
  public static LossFunction of(String className, Map<String, ? extends @Nullable Object> config) {
    return LossCatalog.of(className, config);
  }

  /**
   * Returns the loss that a user or a file names, as Keras' {@code compile} does.
   *
   * <p>{@code crossentropy} and {@code ce} stand for the crossentropy that fits: binary where the
   * prediction's last axis is 1, sparse where the target holds numbers of classes, else
   * categorical.
   *
   * @param identifier a {@link Loss}, a name, a {@link KerasObject}, or a map with {@code
   *     class_name} and {@code config}
   * @param target what the target looks like
   * @param prediction what the prediction looks like
   * @throws IllegalArgumentException for anything else
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
   * Returns Keras' class and configuration of a loss.
   *
   * @throws IllegalArgumentException for a loss that is no record
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
   * Returns the name of Keras' function of a loss, such as {@code mean_squared_error}.
   *
   * @throws IllegalArgumentException for a loss that Keras has not
   */
  public static String functionName(Loss loss) {
    return LossCatalog.functionName(loss.className());
  }

  /** Returns every loss that Tenon knows, with Keras' defaults. */
  public static List<LossFunction> all() {
    return LossCatalog.all();
  }
}
