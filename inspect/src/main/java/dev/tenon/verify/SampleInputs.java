package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes inputs that a model can digest, for want of real ones. */
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
   * Returns uniform numbers: in the range that the model scales itself, else in -1..1; whole
   * numbers below the length of the table that they choose from, else 0 or 1; of texts those that
   * the model knows. Whether the model can run on them only a run tells.
   */
  public static Map<String, Tensor> random(Model model, int batch, long seed) {
    InputDraw draw = new InputDraw(model, seed);
    return draw.draw(draw.lengths(batch), InputDraw.Content.FITTING);
  }

  /** The batch asked for, and small numbers for other lengths that the model leaves open. */
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
