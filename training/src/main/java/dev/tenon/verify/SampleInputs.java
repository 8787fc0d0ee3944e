package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.ModelInput;
import dev.tenon.ir.graph.LayerCall;
import dev.tenon.ir.graph.Node;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

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

  /** Uniform numbers in -1..1; whole numbers 0 or 1 where the input counts or names something. */
  public static Map<String, Tensor> random(Model model, int batch, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ModelInput input : model.inputs()) {
      long[] lengths = lengths(input.shape(), batch);
      if (input.dtype() == DType.STRING) {
        inputs.put(input.name(), Tensor.zeros(input.dtype(), lengths));
        continue;
      }
      boolean whole = !input.dtype().isFloating() || isEmbedded(model, input.name());
      int size = Math.toIntExact(Arrays.stream(lengths).reduce(1, Math::multiplyExact));
      Tensor.Writer writer = new Tensor.Writer(input.dtype(), size);
      for (int i = 0; i < size; i++) {
        writer.set(i, whole ? random.nextInt(2) : random.nextDouble() * 2 - 1);
      }
      inputs.put(input.name(), writer.build(new long[] {size}).reshape(lengths));
    }
    return inputs;
  }

  private static boolean isEmbedded(Model model, String input) {
    if (!model.isKeras()) {
      return false;
    }
    for (Node node : model.keras().model().graph().nodes()) {
      boolean reads = node.reads().stream().map(Value::name).anyMatch(input::equals);
      if (reads
          && node instanceof LayerCall call
          && call.node().layer().className().equals("Embedding")) {
        return true;
      }
    }
    return false;
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
