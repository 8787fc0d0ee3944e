package dev.tenon.testing;

import dev.tenon.Model;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Makes batches of random numbers in 0..1 for models of real-valued inputs. */
public final class Batches {
  private static final long SEQUENCE = 8;

  private Batches() {}

  public static Map<String, Tensor> random(Model model, int samples, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> batch = new LinkedHashMap<>();
    for (TensorSpec input : model.inputs()) {
      long[] shape = input.shape().toLongs();
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] = axis == 0 ? samples : shape[axis] < 0 ? SEQUENCE : shape[axis];
      }
      float[] numbers = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = random.nextFloat();
      }
      batch.put(input.name(), Tensor.of(numbers, shape));
    }
    return batch;
  }
}
