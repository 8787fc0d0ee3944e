package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.ModelInput;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.ExpectedRange.Kind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** Makes inputs that a model can digest, for want of real ones. */
public final class SampleInputs {
  private static final long SEQUENCE = 8;
  private static final long PICTURE = 64;

  private SampleInputs() {}

  static Map<String, Tensor> zeros(Model model) {
    Map<String, Tensor> zeros = new LinkedHashMap<>();
    for (ModelInput input : model.inputs()) {
      zeros.put(input.name(), Tensor.zeros(input.dtype(), lengths(input.shape(), 1)));
    }
    return zeros;
  }

  /**
   * Uniform numbers: in the range that the model scales itself, else in -1..1; whole numbers 0 or 1
   * where the input counts or names something.
   */
  public static Map<String, Tensor> random(Model model, int batch, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ModelInput input : model.inputs()) {
      long[] lengths = lengths(input.shape(), batch);
      if (input.dtype() == DType.STRING) {
        inputs.put(input.name(), Tensor.zeros(input.dtype(), lengths));
        continue;
      }
      DoubleSupplier numbers =
          numbers(input.dtype(), ExpectedRange.of(model, input.name()), random);
      int size = Math.toIntExact(Arrays.stream(lengths).reduce(1, Math::multiplyExact));
      Tensor.Writer writer = new Tensor.Writer(input.dtype(), size);
      for (int i = 0; i < size; i++) {
        writer.set(i, numbers.getAsDouble());
      }
      inputs.put(input.name(), writer.build(new long[] {size}).reshape(lengths));
    }
    return inputs;
  }

  private static DoubleSupplier numbers(DType dtype, ExpectedRange range, Random random) {
    double low = range.low();
    double span = range.high() - low;
    boolean raw = range.kind() == Kind.RAW;
    if (!dtype.isFloating()) {
      boolean wide = raw && dtype != DType.BOOL && (!dtype.isUnsigned() || low >= 0);
      return wide ? () -> Math.rint(low + random.nextDouble() * span) : () -> random.nextInt(2);
    }
    if (range.kind() == Kind.POSITIONS) {
      return () -> random.nextInt(2);
    }
    return raw ? () -> low + random.nextDouble() * span : () -> random.nextDouble() * 2 - 1;
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
