package dev.tenon.runtime.tensorflow.ops.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.engine.Engine;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Distances;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Zooms and shifts against TensorFlow's operation for all transformations. */
final class AlignedTransformsTest {
  private static final int IMAGES = 6;

  private static Tensor numbers(Random random, double low, double high, long... shape) {
    float[] values = new float[Math.toIntExact(Shape.of(shape).size().orMinusOne())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return Tensor.of(values, shape);
  }

  /** Zooms by up to 2 in and out, mirrors one image, and shifts one by nine tenths. */
  private static Tensor rows(Random random, int height, int width) {
    float[] rows = new float[IMAGES * 8];
    for (int i = 0; i < IMAGES; i++) {
      double wide = i == 0 ? -1 : i == 1 ? 1 : 2 * random.nextDouble();
      double tall = i == 1 ? 1 : 2 * random.nextDouble();
      rows[i * 8] = (float) wide;
      rows[i * 8 + 2] = i == 1 ? 0.9f * width : (float) ((width - 1) / 2.0 * (1 - wide));
      rows[i * 8 + 4] = (float) tall;
      rows[i * 8 + 5] = i == 1 ? -0.9f * height : (float) ((height - 1) / 2.0 * (1 - tall));
    }
    return Tensor.of(rows, IMAGES, 8);
  }

  private static Value move(Ops ops, Value x, Value rows, String fillMode, boolean aligned) {
    return ops.apply(
        new ImageResampling.ImageProjectiveTransform(fillMode, 0.5f, "bilinear", aligned), x, rows);
  }

  @ParameterizedTest
  @CsvSource({
    "constant, 9, 14", "reflect, 9, 14", "constant, 1, 1", "reflect, 1, 1",
    "constant, 1, 5", "reflect, 5, 1", "constant, 40, 31", "reflect, 40, 31"
  })
  void equalTheGeneralTransformation(String fillMode, int height, int width) {
    GraphBuilder builder = new GraphBuilder("aligned");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Dim images = Dim.symbol("N");
    Value x =
        builder.input(
            "x",
            new TensorType(
                DType.FLOAT32, Shape.of(images, Dim.of(height), Dim.of(width), Dim.of(3))));
    Value rows = builder.input("rows", new TensorType(DType.FLOAT32, Shape.of(images, Dim.of(8))));
    List<Value> outputs =
        List.of(move(ops, x, rows, fillMode, false), move(ops, x, rows, fillMode, true));
    Random random = new Random(4);
    try (Executable run =
        GraphEngine.of(Engine.TENSORFLOW)
            .compile(
                builder.build(outputs, List.of("general", "aligned")),
                new ParameterStore(),
                List.of())) {
      List<Tensor> found =
          run.run(
              Map.of(
                  "x", numbers(random, 0, 1, IMAGES, height, width, 3),
                  "rows", rows(random, height, width)),
              outputs);
      Distances.check("aligned", found.get(1), found.get(0), 2e-5);
    }
  }

  @ParameterizedTest
  @CsvSource({"constant", "reflect"})
  void ofNoImagesAreNone(String fillMode) {
    GraphBuilder builder = new GraphBuilder("none");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Dim images = Dim.symbol("N");
    Value x =
        builder.input(
            "x", new TensorType(DType.FLOAT32, Shape.of(images, Dim.of(4), Dim.of(4), Dim.of(1))));
    Value rows = builder.input("rows", new TensorType(DType.FLOAT32, Shape.of(images, Dim.of(8))));
    Value moved = move(ops, x, rows, fillMode, true);
    try (Executable run =
        GraphEngine.of(Engine.TENSORFLOW)
            .compile(
                builder.build(List.of(moved), List.of("y")), new ParameterStore(), List.of())) {
      List<Tensor> found =
          run.run(
              Map.of(
                  "x", Tensor.of(new float[0], 0, 4, 4, 1), "rows", Tensor.of(new float[0], 0, 8)),
              List.of(moved));
      assertThat(found.get(0).shape()).containsExactly(0, 4, 4, 1);
    }
  }
}
