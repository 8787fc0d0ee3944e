package dev.tenon.ir.pass;

import dev.tenon.ir.op.ImageResampling;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resize to given lengths by the entry that lies nearest to the left. */
final class NaiveResize {
  private NaiveResize() {}

  static Tensor run(ImageResampling.Resize operator, List<@Nullable Tensor> in) {
    Tensor x = in.get(0);
    Tensor sizes = in.get(3);
    if (x == null || sizes == null || operator.axes() != null) {
      throw new UnsupportedOperationException(operator.toString());
    }
    long[] shape = sizes.toLongArray();
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), size);
    for (int flat = 0; flat < size; flat++) {
      int rest = flat;
      int from = 0;
      int stride = 1;
      for (int i = shape.length - 1; i >= 0; i--) {
        int at = rest % (int) shape[i];
        rest /= (int) shape[i];
        from += (int) (at * x.dim(i) / shape[i]) * stride;
        stride *= (int) x.dim(i);
      }
      writer.set(flat, x.getDouble(from));
    }
    return writer.build(shape);
  }
}
