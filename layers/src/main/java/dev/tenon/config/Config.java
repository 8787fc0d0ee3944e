package dev.tenon.config;

import dev.tenon.tensor.DType;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings that Keras keeps for a whole process: {@code keras.config}.
 *
 * <p>Each thread has its own settings, as it has its own dtype policy, names and seeds. A new
 * thread starts with Keras' defaults. {@link #scoped} restores the settings of the caller.
 *
 * @see <a href="https://keras.io/api/utils/config_utils/">Keras: config utilities</a>
 */
public final class Config {
  private static final ThreadLocal<ConfigSettings> CURRENT =
      ThreadLocal.withInitial(() -> ConfigSettings.DEFAULTS);
  private static final List<String> FLOATS = List.of("bfloat16", "float16", "float32", "float64");
  private static final List<String> FORMATS = List.of("channels_last", "channels_first");

  private Config() {}

  /** Returns the fuzz factor of losses, metrics and normalizations; 1e-7 by default. */
  public static double epsilon() {
    return CURRENT.get().epsilon();
  }

  /**
   * Sets the fuzz factor of graphs that are compiled from now on.
   *
   * <p>It limits the probabilities of crossentropies, keeps divisors of losses, metrics,
   * constraints and normalizations away from zero, and is the default of {@code epsilon} in {@code
   * keras.ops}. The {@code epsilon} of optimizers and of BatchNormalization is their own argument.
   *
   * @param value a number that is not negative
   * @throws IllegalArgumentException for a negative number and NaN
   */
  public static void setEpsilon(double value) {
    require(value >= 0, "epsilon", "a number of at least 0", value);
    CURRENT.set(CURRENT.get().epsilon(value));
  }

  /** Returns the name of the default floating-point type; {@code float32} by default. */
  public static String floatx() {
    return CURRENT.get().floatx();
  }

  /**
   * Sets the default floating-point type.
   *
   * <p>It is the type of inputs, of layers where no dtype policy is set, of numbers that {@code
   * keras.ops} and {@code keras.random} make, and of a fraction beside integers. Keras fixes the
   * policy of layers at the first layer; here a later call changes it too. Losses and metrics
   * compute in their own {@code dtype}, which is float32 where it is not given.
   *
   * @param value {@code bfloat16}, {@code float16}, {@code float32} or {@code float64}
   * @throws IllegalArgumentException for another name
   */
  public static void setFloatx(String value) {
    require(FLOATS.contains(value), "floatx", "one of " + FLOATS, value);
    CURRENT.set(CURRENT.get().floatx(value));
  }

  /** Returns where the channels of images lie by default: {@code channels_last}. */
  public static String imageDataFormat() {
    return CURRENT.get().imageDataFormat();
  }

  /**
   * Sets the {@code dataFormat} of layers and calls of {@code keras.ops} that are given none.
   *
   * <p>Layers that exist and layers of a file keep their own. {@code dev.tenon.zoo} always builds
   * networks with channels last.
   *
   * @param dataFormat {@code channels_last} or {@code channels_first}, in any case
   * @throws IllegalArgumentException for another name
   */
  public static void setImageDataFormat(String dataFormat) {
    String name = dataFormat.toLowerCase(Locale.ROOT);
    require(FORMATS.contains(name), "dataFormat", "one of " + FORMATS, dataFormat);
    CURRENT.set(CURRENT.get().imageDataFormat(name));
  }

  /** Returns the greatest number of epochs of any {@code fit}; null, the default, for no limit. */
  public static @Nullable Integer maxEpochs() {
    return CURRENT.get().maxEpochs();
  }

  /**
   * Limits the epochs of every {@code fit} of this thread, for trials of a program.
   *
   * @param maxEpochs at least 1; null or 0 for no limit
   * @throws IllegalArgumentException for a negative number
   */
  public static void setMaxEpochs(@Nullable Integer maxEpochs) {
    require(maxEpochs == null || maxEpochs >= 0, "maxEpochs", "at least 0 or null", maxEpochs);
    CURRENT.set(CURRENT.get().maxEpochs(maxEpochs));
  }

  /** Returns the greatest number of steps of an epoch; null, the default, for no limit. */
  public static @Nullable Integer maxStepsPerEpoch() {
    return CURRENT.get().maxStepsPerEpoch();
  }

  /**
   * Limits the batches of every epoch, evaluation and prediction of this thread.
   *
   * @param maxStepsPerEpoch at least 1; null or 0 for no limit
   * @throws IllegalArgumentException for a negative number
   */
  public static void setMaxStepsPerEpoch(@Nullable Integer maxStepsPerEpoch) {
    require(
        maxStepsPerEpoch == null || maxStepsPerEpoch >= 0,
        "maxStepsPerEpoch",
        "at least 0 or null",
        maxStepsPerEpoch);
    CURRENT.set(CURRENT.get().maxStepsPerEpoch(maxStepsPerEpoch));
  }

  /** Says whether bars and messages are printed to the standard output; true by default. */
  public static boolean isInteractiveLoggingEnabled() {
    return CURRENT.get().interactiveLogging();
  }

  /** Prints the bars and messages of this thread's trainings and downloads from now on. */
  public static void enableInteractiveLogging() {
    setInteractiveLogging(true);
  }

  /**
   * Keeps the bars and messages of this thread's trainings and downloads off the standard output.
   *
   * <p>Keras hands them to a Python logger of level INFO, which prints nothing by default.
   */
  public static void disableInteractiveLogging() {
    setInteractiveLogging(false);
  }

  private static void setInteractiveLogging(boolean enabled) {
    CURRENT.set(CURRENT.get().interactiveLogging(enabled));
  }

  /**
   * Runs something and restores this thread's settings afterwards, also where it fails.
   *
   * @param work what sets and uses settings
   */
  public static <T> T scoped(Supplier<T> work) {
    ConfigSettings before = CURRENT.get();
    try {
      return work.get();
    } finally {
      CURRENT.set(before);
    }
  }

  /**
   * Returns the element type of a result of several operands, by Keras' promotion rules: {@code
   * keras.backend.result_type}.
   *
   * @param dtypes names of types; {@code int} and {@code float} stand for plain Python numbers,
   *     which adapt to the types beside them. Nothing gives {@link #floatx}
   * @throws IllegalArgumentException for types that have no common type
   */
  public static String resultType(String... dtypes) {
    return dtypes.length == 0 ? floatx() : TypeLattice.join(List.of(dtypes), floatx());
  }

  /**
   * Returns the element type of a result of several tensors, by Keras' promotion rules.
   *
   * @throws IllegalArgumentException for types that have no common type
   */
  public static DType resultType(DType first, DType... others) {
    return DType.of(
        resultType(
            Stream.concat(Stream.of(first), Stream.of(others))
                .map(DType::numpyName)
                .toArray(String[]::new)));
  }

  private static void require(
      boolean holds, String argument, String expected, @Nullable Object received) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Config: " + argument + " must be " + expected + ", received " + received);
    }
  }
}
