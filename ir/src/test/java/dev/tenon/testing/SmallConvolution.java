package dev.tenon.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A graph of one convolution of a small image, and what it gives by its definition. */
public final class SmallConvolution {
  private static final int SIDE = 9;
  private static final int CHANNELS = 3;
  private static final int FILTERS = 8;

  private SmallConvolution() {}

  /** Returns the graph, with an input x, an output y and one parameter. */
  public static Graph graph() {
    GraphBuilder builder = new GraphBuilder("convolution");
    Shape image = Shape.of(Dim.symbol("N")).concat(Shape.of(new long[] {SIDE, SIDE, CHANNELS}));
    Value x = builder.input("x", new TensorType(DType.FLOAT32, image));
    Parameter kernel =
        new Parameter(
            "kernel", "kernel", kernel().shape(), DType.FLOAT32, Parameter.Role.WEIGHT, null);
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value sums =
        ops.apply(
            new Convolution.Conv("NOTSET", null, 1, null, null, null, true),
            x,
            builder.read(kernel));
    // An operand that may be absent is, as in files of ONNX.
    Value y = ops.apply(new Variadic.Clip(), sums, null, ops.scalar(DType.FLOAT32, 1e6));
    return builder.build(List.of(y), List.of("y"));
  }

  /** Returns what the parameter is. */
  public static Tensor kernel() {
    return Tensor.of(waves(9 * CHANNELS * FILTERS, 0.7), 3, 3, CHANNELS, FILTERS);
  }

  /** Returns one of many images. */
  public static Tensor image(int number) {
    return Tensor.of(waves(SIDE * SIDE * CHANNELS, 0.1 * number), 1, SIDE, SIDE, CHANNELS);
  }

  private static float[] waves(int count, double frequency) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.sin(frequency * (i + 1));
    }
    return values;
  }

  /**
   * Compares what a run makes of one of the images with the definition.
   *
   * @param run takes the inputs by name, and returns the outputs
   */
  public static void check(int number, Function<Map<String, Tensor>, List<Tensor>> run) {
    Tensor image = image(number);
    assertThat(run.apply(Map.of("x", image)).get(0).toDoubleArray())
        .as("image %d", number)
        .containsExactly(expected(image), within(1e-5));
  }

  /** Returns what the graph makes of an image: sums of products, one by one. */
  private static double[] expected(Tensor image) {
    float[] pixels = image.toFloatArray();
    float[] kernel = kernel().toFloatArray();
    int side = SIDE - 2;
    double[] sums = new double[side * side * FILTERS];
    Arrays.setAll(
        sums,
        place -> {
          int filter = place % FILTERS;
          int column = place / FILTERS % side;
          int row = place / FILTERS / side;
          double sum = 0;
          for (int k = 0; k < 9 * CHANNELS; k++) {
            int channel = k % CHANNELS;
            int pixel = (row + k / CHANNELS / 3) * SIDE + column + k / CHANNELS % 3;
            sum += (double) pixels[pixel * CHANNELS + channel] * kernel[k * FILTERS + filter];
          }
          return sum;
        });
    return sums;
  }
}
