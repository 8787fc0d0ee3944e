package dev.tenon.importers.onnx.upgrade;

import static dev.tenon.testing.OneNode.drawn;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.OneNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that are sampled and pooled in plain operators give ONNX Runtime's numbers. */
final class SampledNodesTest {
  private static final Tensor IMAGE = drawn(2, 3, 5, 4);

  @ParameterizedTest
  @CsvSource({
    "bilinear, zeros", "bilinear, border", "bilinear, reflection",
    "nearest, zeros", "nearest, border", "nearest, reflection",
    "bicubic, zeros", "bicubic, border", "bicubic, reflection"
  })
  void gridsOutsideTheImageToo(String mode, String padding) throws Exception {
    Tensor grid = drawn(2, 3, 6, 2);
    for (long corners = 0; corners <= 1; corners++) {
      OneNode node =
          new OneNode("GridSample", 16)
              .fed(IMAGE, grid)
              .set("mode", mode)
              .set("padding_mode", padding)
              .set("align_corners", corners)
              .gives(DType.FLOAT32);
      SameAsOnnxRuntime.check(node);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void normsOfWindows(long power) throws Exception {
    OneNode window =
        new OneNode("LpPool", 11).fed(IMAGE).ints("kernel_shape", 2, 2).set("p", power);
    SameAsOnnxRuntime.check(window.gives(DType.FLOAT32));
    OneNode all = new OneNode("GlobalLpPool", 2).fed(IMAGE).set("p", power);
    SameAsOnnxRuntime.check(all.gives(DType.FLOAT32));
  }

  @Test
  void rolledOutRegionsHaveTheShapesOfOnnxRuntime() throws Exception {
    for (long opset : new long[] {10, 16}) {
      SameAsOnnxRuntime.checkTypes(
          new OneNode("RoiAlign", opset)
              .fed(drawn(1, 1, 5, 5), Tensor.of(new float[] {0, 0, 3, 3}, 1, 4))
              .fed(OneNode.longs(0))
              .set("output_height", 2L)
              .set("output_width", 3L)
              .gives(DType.FLOAT32));
    }
  }

  @Test
  void upsampledImagesHaveTheShapesOfOnnxRuntime() throws Exception {
    Tensor scales = Tensor.of(new float[] {1, 1, 2, 1.5f}, 4);
    for (String mode : new String[] {"nearest", "linear"}) {
      SameAsOnnxRuntime.checkTypes(
          new OneNode("Upsample", 7)
              .fed(IMAGE)
              .set("scales", scales.toFloatArray())
              .set("mode", mode)
              .gives(DType.FLOAT32));
      SameAsOnnxRuntime.checkTypes(
          new OneNode("Upsample", 9)
              .fed(IMAGE)
              .held(scales)
              .set("mode", mode)
              .gives(DType.FLOAT32));
      SameAsOnnxRuntime.checkTypes(
          new OneNode("Resize", 10).fed(IMAGE).held(scales).set("mode", mode).gives(DType.FLOAT32));
    }
  }
}
