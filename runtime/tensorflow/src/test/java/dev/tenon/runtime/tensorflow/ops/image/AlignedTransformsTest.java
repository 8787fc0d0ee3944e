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

  private static Tensor pixels(Random random, int height, int width) {
    float[] pixels = new float[IMAGES * height * width * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return Tensor.of(pixels, IMAGES, height, width, 3);
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

  /** Returns the images moved by the general operation, and as aligned ones. */
  private static List<Tensor> moved(String fillMode, Tensor images, Tensor by) {
    GraphBuilder builder = new GraphBuilder("aligned");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Dim count = Dim.symbol("N");
    Shape each = Shape.of(images.shape()).with(0, count);
    Value x = builder.input("x", new TensorType(DType.FLOAT32, each));
    Value rows = builder.input("rows", new TensorType(DType.FLOAT32, Shape.of(count, Dim.of(8))));
    List<Value> outputs =
        List.of(move(ops, x, rows, fillMode, false), move(ops, x, rows, fillMode, true));
    try (Executable run =
        GraphEngine.of(Engine.TENSORFLOW)
            .compile(
                builder.build(outputs, List.of("general", "aligned")),
                new ParameterStore(),
                List.of())) {
      return run.run(Map.of("x", images, "rows", by), outputs);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "constant, 9, 14", "reflect, 9, 14", "constant, 1, 1", "reflect, 1, 1",
    "constant, 1, 5", "reflect, 5, 1", "constant, 40, 31", "reflect, 40, 31"
  })
  void equalTheGeneralTransformation(String fillMode, int height, int width) {
    Random random = new Random(4);
    List<Tensor> found =
        moved(fillMode, pixels(random, height, width), rows(random, height, width));
    Distances.check("aligned", found.get(1), found.get(0), 2e-5);
  }

  @ParameterizedTest
  @CsvSource({"constant", "reflect"})
  void ofNoImagesAreNone(String fillMode) {
    List<Tensor> found =
        moved(fillMode, Tensor.of(new float[0], 0, 4, 4, 1), Tensor.of(new float[0], 0, 8));
    assertThat(found.get(1).shape()).containsExactly(0, 4, 4, 1);
  }
}
