package dev.tenon.initializers;

import dev.tenon.error.Names;
import dev.tenon.internal.random.Philox;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.layer.StartValue;
import dev.tenon.layers.common.ObjectNames;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Draws the first values of weights from Keras' distributions; a seed gives Keras' own numbers. */
final class StartValues {
  /** What remains of a normal distribution's deviation where it is cut at two of them. */
  private static final double TRUNCATED = 0.8796256610342398;

  /** Those that draw no random numbers. */
  private static final Set<String> FIXED = Set.of("Zeros", "Ones", "Constant", "Identity");

  /** Fewer numbers are drawn at once. */
  private static final int LAZY_FROM = 256;

  private StartValues() {}

  /**
   * Returns the first value of a parameter.
   *
   * @throws IllegalArgumentException for an initializer that is not known, with the nearest names
   */
  static Tensor start(Parameter parameter) {
    KerasObject initializer = parameter.initializer();
    if (initializer == null) {
      return Tensor.zeros(parameter.dtype(), parameter.shape());
    }
    Tensor given = StartValue.of(initializer);
    if (given != null) {
      return given.cast(parameter.dtype());
    }
    if (initializer.className().equals("Seed") || initializer.className().equals("RandomSeed")) {
      return Tensor.of(new long[] {seed(initializer), 0}, 2);
    }
    return values(initializer, parameter.shape(), parameter.path()).cast(parameter.dtype());
  }

  /** Returns what gives the first value of a parameter when it is wanted, from a seed of now. */
  static Supplier<Tensor> later(Parameter parameter) {
    KerasObject initializer = parameter.initializer();
    long size = size(parameter.shape(), parameter.path());
    if (initializer == null || size < LAZY_FROM || !isDrawn(initializer)) {
      Tensor now = start(parameter);
      return () -> now;
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>(initializer.config());
    config.put("seed", seed(initializer));
    KerasObject seeded = new KerasObject(initializer.className(), config);
    return () -> values(seeded, parameter.shape(), parameter.path()).cast(parameter.dtype());
  }

  private static String name(KerasObject initializer) {
    return ObjectNames.initializerClass(initializer.className()).orElse(initializer.className());
  }

  /** Says whether it draws random numbers, from one seed. */
  private static boolean isDrawn(KerasObject initializer) {
    String name = name(initializer);
    return ObjectNames.initializers().contains(name) && !FIXED.contains(name);
  }

  private static long seed(KerasObject initializer) {
    return initializer.config().get("seed") instanceof Number given
        ? given.longValue()
        : Seeds.next();
  }

  private static Tensor values(KerasObject object, long[] shape, String path) {
    String name = name(object);
    int size = size(shape, path);
    if (name.equals("UnitForgetBias")) {
      return unitForgetBias(object, shape, path);
    }
    return Tensor.of(draw(object, name, shape, size, path), shape);
  }

  /** Fails where an array of the numbers cannot fit into memory, before it is asked for. */
  private static int size(long[] shape, String path) {
    double numbers = LongStream.of(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
    long most = Math.min(Runtime.getRuntime().maxMemory() / Float.BYTES, Integer.MAX_VALUE - 8);
    if (numbers > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "weight '%s' of shape %s has %.0f numbers; at most %d fit into the memory of the JVM"
                  + " (-Xmx) and into one array",
              path,
              Arrays.toString(shape),
              numbers,
              most));
    }
    return (int) numbers;
  }

  private static float[] draw(
      KerasObject object, String name, long[] shape, int size, String path) {
    return switch (name) {
      case "Zeros" -> new float[size];
      case "Ones" -> filled(size, 1);
      case "Constant" -> filled(size, number(object, "value", 0));
      case "Identity" -> identity(shape, number(object, "gain", 1), path);
      case "RandomNormal" ->
          philox(object).normal(size, number(object, "mean", 0), number(object, "stddev", 0.05));
      case "RandomUniform" ->
          philox(object)
              .uniform(size, number(object, "minval", -0.05), number(object, "maxval", 0.05));
      case "TruncatedNormal" ->
          philox(object)
              .truncatedNormal(size, number(object, "mean", 0), number(object, "stddev", 0.05));
      case "VarianceScaling" ->
          scaled(
              object,
              shape,
              size,
              number(object, "scale", 1),
              text(object, "mode", "fan_in"),
              text(object, "distribution", "truncated_normal"));
      case "GlorotNormal" -> scaled(object, shape, size, 1, "fan_avg", "truncated_normal");
      case "GlorotUniform" -> scaled(object, shape, size, 1, "fan_avg", "uniform");
      case "HeNormal" -> scaled(object, shape, size, 2, "fan_in", "truncated_normal");
      case "HeUniform" -> scaled(object, shape, size, 2, "fan_in", "uniform");
      case "LecunNormal" -> scaled(object, shape, size, 1, "fan_in", "truncated_normal");
      case "LecunUniform" -> scaled(object, shape, size, 1, "fan_in", "uniform");
      case "Orthogonal" -> orthogonal(object, shape, size, path);
      default ->
          throw new IllegalArgumentException(
              "weight '"
                  + path
                  + "': "
                  + Names.unknown("initializer", object.className(), ObjectNames.initializers()));
    };
  }

  private static Philox philox(KerasObject object) {
    return new Philox(seed(object));
  }

  private static float[] filled(int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] identity(long[] shape, float gain, String path) {
    if (shape.length != 2) {
      throw new IllegalArgumentException(
          "weight '" + path + "': Identity makes matrices, not shape " + Arrays.toString(shape));
    }
    int width = Math.toIntExact(shape[1]);
    float[] values = new float[Math.toIntExact(shape[0] * width)];
    for (int i = 0; i < Math.min(shape[0], width); i++) {
      values[i * width + i] = gain;
    }
    return values;
  }

  private static float[] scaled(
      KerasObject object, long[] shape, int size, double factor, String mode, String distribution) {
    Fans fans = Fans.of(shape);
    double count =
        switch (mode) {
          case "fan_in" -> fans.in();
          case "fan_out" -> fans.out();
          case "fan_avg" -> (fans.in() + fans.out()) / 2;
          default -> throw unknown(object, "mode", mode, "fan_in, fan_out or fan_avg");
        };
    double scale = factor / Math.max(1, count);
    return switch (distribution) {
      case "truncated_normal", "normal" ->
          philox(object).truncatedNormal(size, 0, (float) (Math.sqrt(scale) / TRUNCATED));
      case "untruncated_normal" -> philox(object).normal(size, 0, (float) Math.sqrt(scale));
      case "uniform" -> {
        float limit = (float) Math.sqrt(3 * scale);
        yield philox(object).uniform(size, -limit, limit);
      }
      default ->
          throw unknown(
              object,
              "distribution",
              distribution,
              "truncated_normal, untruncated_normal or uniform");
    };
  }

  private static float[] orthogonal(KerasObject object, long[] shape, int size, String path) {
    if (shape.length < 2) {
      throw new IllegalArgumentException(
          "weight '"
              + path
              + "': Orthogonal needs two axes at least, not shape "
              + Arrays.toString(shape));
    }
    int width = Math.toIntExact(shape[shape.length - 1]);
    float[] normal = philox(object).normal(size, 0, 1);
    return Orthogonal.of(normal, size / Math.max(1, width), width, number(object, "gain", 1));
  }

  /** An LSTM's forget gate is the second of four blocks and starts at one. */
  private static Tensor unitForgetBias(KerasObject object, long[] shape, String path) {
    int units = Math.toIntExact(shape[0] / 4);
    float[] bias = new float[4 * units];
    if (object.config().get("bias_initializer") instanceof KerasObject inner) {
      System.arraycopy(values(inner, new long[] {units}, path).toFloatArray(), 0, bias, 0, units);
      float[] rest = values(inner, new long[] {2L * units}, path).toFloatArray();
      System.arraycopy(rest, 0, bias, 2 * units, rest.length);
    }
    Arrays.fill(bias, units, 2 * units, 1);
    return Tensor.of(bias, shape);
  }

  private static float number(KerasObject object, String key, double fallback) {
    Object value = object.config().get(key);
    return value instanceof Number given ? given.floatValue() : (float) fallback;
  }

  private static String text(KerasObject object, String key, String fallback) {
    return object.config().get(key) instanceof String given ? given : fallback;
  }

  private static IllegalArgumentException unknown(
      KerasObject object, String key, String received, String expected) {
    return new IllegalArgumentException(
        object.className() + ": " + key + " must be " + expected + ", received '" + received + "'");
  }

  /**
   * How many numbers go into and out of each unit.
   *
   * @param in the length of the axis before the last, times the window
   * @param out the length of the last axis, times the window
   */
  private record Fans(double in, double out) {
    static Fans of(long[] shape) {
      if (shape.length < 2) {
        double only = shape.length == 0 ? 1 : shape[0];
        return new Fans(only, only);
      }
      double window = 1;
      for (int axis = 0; axis < shape.length - 2; axis++) {
        window *= shape[axis];
      }
      return new Fans(shape[shape.length - 2] * window, shape[shape.length - 1] * window);
    }
  }
}
