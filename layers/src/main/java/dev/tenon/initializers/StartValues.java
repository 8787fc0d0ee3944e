package dev.tenon.initializers;

import dev.tenon.internal.arrays.WeightArray;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Supplier;

/** Draws the first values of parameters. */
final class StartValues {
  /** Fewer numbers are drawn at once. */
  private static final int LAZY_FROM = 256;

  private StartValues() {}

  /** Returns what gives the first value of a parameter when it is wanted, from a seed of now. */
  static Supplier<Tensor> later(Parameter parameter) {
    KerasObject object = parameter.initializer();
    long[] shape = parameter.shape();
    DType dtype = parameter.dtype();
    if (object == null) {
      return ready(Tensor.zeros(dtype, shape));
    }
    Tensor adapted = StartValue.of(object);
    if (adapted != null) {
      return ready(adapted.cast(dtype));
    }
    if (object.className().equals("Seed") || object.className().equals("RandomSeed")) {
      long seed =
          object.config().get("seed") instanceof Number given ? given.longValue() : Seeds.next();
      return ready(Tensor.of(new long[] {seed, 0}, 2));
    }
    try {
      int size = WeightArray.size(shape);
      if (object.className().equals("UnitForgetBias")) {
        return ready(unitForgetBias(object, shape).cast(dtype));
      }
      Initializer initializer = Initializers.of(object);
      long seed = seed(initializer);
      if (size < LAZY_FROM) {
        return ready(values(initializer, object, shape, dtype, seed));
      }
      return () -> values(initializer, object, shape, dtype, seed);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("weight '" + parameter.path() + "': " + e.getMessage(), e);
    }
  }

  private static Supplier<Tensor> ready(Tensor value) {
    return () -> value;
  }

  private static long seed(Initializer initializer) {
    if (initializer instanceof FixedInitializer) {
      return 0;
    }
    Long given = initializer instanceof SeededInitializer seeded ? seeded.seed() : null;
    return given == null ? Seeds.next() : given;
  }

  private static Tensor values(
      Initializer initializer, KerasObject object, long[] shape, DType dtype, long seed) {
    Tensor values = initializer.values(shape.clone(), dtype, seed);
    if (!Arrays.equals(values.shape(), shape)) {
      throw new IllegalArgumentException(
          object.className()
              + " gave shape "
              + Arrays.toString(values.shape())
              + "; expected "
              + Arrays.toString(shape));
    }
    return values.cast(dtype);
  }

  /** An LSTM's forget gate is the second of four blocks and starts at one. */
  private static Tensor unitForgetBias(KerasObject object, long[] shape) {
    int units = Math.toIntExact(shape[0] / 4);
    float[] bias = new float[4 * units];
    if (object.config().get("bias_initializer") instanceof KerasObject inner) {
      System.arraycopy(drawn(inner, units), 0, bias, 0, units);
      System.arraycopy(drawn(inner, 2 * units), 0, bias, 2 * units, 2 * units);
    }
    Arrays.fill(bias, units, 2 * units, 1);
    return Tensor.of(bias, shape);
  }

  private static float[] drawn(KerasObject object, int size) {
    Initializer initializer = Initializers.of(object);
    long[] shape = {size};
    return values(initializer, object, shape, DType.FLOAT32, seed(initializer)).toFloatArray();
  }
}
