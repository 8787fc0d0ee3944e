package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Generates inputs that a model probably accepts. */
public final class SampleInputs {
  private static final long SEQUENCE = 8;
  private static final long PICTURE = 64;

  private SampleInputs() {}

  static Map<String, Tensor> zeros(Model model) {
    Map<String, Tensor> zeros = new LinkedHashMap<>();
    for (TensorSpec input : model.inputs()) {
      zeros.put(input.name(), Tensor.zeros(input.dtype(), lengths(input.shape(), 1)));
    }
    return zeros;
  }

  /**
   * Returns random inputs of a model; only a run shows whether it accepts them.
   *
   * <p>Floats are uniform in the range that the model scales itself, else from -1 to 1. Integers
   * are below the length of the table that they index, else 0 or 1. Strings are those that the
   * model knows.
   *
   * @param model the model
   * @param batch the number of samples
   * @param seed the seed
   */
  public static Map<String, Tensor> random(Model model, int batch, long seed) {
    InputDraw draw = new InputDraw(model, seed);
    return draw.draw(draw.lengths(batch), InputDraw.Content.FITTING);
  }

  /** Returns the lengths with the requested batch and small numbers for other open lengths. */
  private static long[] lengths(Shape shape, int batch) {
    long[] lengths = shape.toLongs();
    for (int i = 0; i < lengths.length; i++) {
      if (!(shape.dim(i) instanceof Dim.Known)) {
        lengths[i] = i == 0 ? batch : lengths.length >= 4 ? PICTURE : SEQUENCE;
      }
    }
    return lengths;
  }
}
