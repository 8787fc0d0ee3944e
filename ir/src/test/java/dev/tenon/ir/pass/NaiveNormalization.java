package dev.tenon.ir.pass;

import dev.tenon.ir.op.Normalization;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Normalisations over the last axes written as their definition says, for comparison only. */
final class NaiveNormalization {
  private NaiveNormalization() {}

  static Tensor run(Normalization op, List<@Nullable Tensor> in) {
    Tensor x = Objects.requireNonNull(in.get(0));
    long axis;
    double epsilon;
    boolean centre;
    if (op instanceof Normalization.LayerNormalization norm) {
      axis = norm.axis();
      epsilon = norm.epsilon();
      centre = true;
    } else if (op instanceof Normalization.RMSNormalization norm) {
      axis = norm.axis();
      epsilon = norm.epsilon();
      centre = false;
    } else {
      throw new UnsupportedOperationException(op.toString());
    }
    int run = 1;
    for (int i = (int) (axis < 0 ? axis + x.rank() : axis); i < x.rank(); i++) {
      run *= (int) x.dim(i);
    }
    Tensor scale = Objects.requireNonNull(in.get(1));
    Tensor bias = in.size() > 2 ? in.get(2) : null;
    double[] y = new double[x.size()];
    for (int start = 0; start < y.length; start += run) {
      double mean = 0;
      for (int i = start; centre && i < start + run; i++) {
        mean += x.getDouble(i) / run;
      }
      double square = 0;
      for (int i = start; i < start + run; i++) {
        square += Math.pow(x.getDouble(i) - mean, 2) / run;
      }
      for (int i = start; i < start + run; i++) {
        double normal = (x.getDouble(i) - mean) / Math.sqrt(square + epsilon);
        y[i] = normal * scale.getDouble((i - start) % scale.size());
        y[i] += bias == null ? 0 : bias.getDouble((i - start) % bias.size());
      }
    }
    return Tensor.of(y, x.shape()).cast(x.dtype());
  }
}
