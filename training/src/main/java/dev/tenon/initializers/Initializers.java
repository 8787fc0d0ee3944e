package dev.tenon.initializers;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Locale;
import java.util.SplittableRandom;

/** Draws first values. */
public final class Initializers {
  private Initializers() {}

  /** Returns the first value of a parameter. */
  public static Tensor start(Parameter parameter) {
    KerasObject initializer = parameter.initializer();
    if (initializer == null) {
      return Tensor.zeros(parameter.dtype(), parameter.shape());
    }
    Object seed = initializer.config().get("seed");
    long used = seed instanceof Number given ? given.longValue() : Seeds.next();
    if (parameter.role() == Parameter.Role.STATE && parameter.dtype() == DType.INT64) {
      return Tensor.of(new long[] {used, 0}, 2);
    }
    return draw(initializer, parameter, used);
  }

  private static Tensor draw(KerasObject initializer, Parameter parameter, long seed) {
    long[] shape = parameter.shape();
    String name = initializer.className().toLowerCase(Locale.ROOT).replace("_", "");
    int size = Math.toIntExact(parameter.size());
    float[] values = new float[size];
    if (name.equals("ones")) {
      java.util.Arrays.fill(values, 1);
    } else if (!name.equals("zeros")) {
      long in = shape.length > 1 ? shape[shape.length - 2] : shape[0];
      double limit = Math.sqrt(6.0 / (in + shape[shape.length - 1]));
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < size; i++) {
        values[i] = (float) (random.nextDouble() * 2 * limit - limit);
      }
    }
    return Tensor.of(values, shape).cast(parameter.dtype());
  }
}
