package dev.tenon.layers.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Weights equal what TensorFlow 2.21's {@code tf.image.resize} made of single bright pixels. */
// The numbers stand as Keras printed them, with more digits than a float has.
@SuppressWarnings("FloatingPointLiteralPrecision")
final class ResampleWeightsTest {

  @TestFactory
  Stream<DynamicTest> recorded() {
    return Stream.of(
        of(
            "bicubic",
            4,
            3,
            false,
            0.88593954f,
            0.12503913f,
            -0.010978705f,
            0f,
            -0.0625f,
            0.5625f,
            0.5625f,
            -0.0625f,
            0f,
            -0.010978705f,
            0.12503913f,
            0.88593954f),
        of(
            "bicubic",
            3,
            5,
            false,
            1.0755255f,
            -0.075525567f,
            0f,
            0.64880145f,
            0.39603394f,
            -0.044835389f,
            0f,
            1f,
            0f,
            -0.044835389f,
            0.39603394f,
            0.64880145f,
            0f,
            -0.075525567f,
            1.0755255f),
        of(
            "bicubic",
            5,
            2,
            true,
            0.34709516f,
            0.41562036f,
            0.23941265f,
            0.029155133f,
            -0.031283319f,
            -0.031283323f,
            0.029155135f,
            0.23941267f,
            0.41562039f,
            0.34709516f),
        of(
            "bilinear",
            5,
            2,
            true,
            0.31818184f,
            0.40909094f,
            0.22727275f,
            0.045454532f,
            0f,
            0f,
            0.045454528f,
            0.22727272f,
            0.40909088f,
            0.31818181f),
        of(
            "lanczos3",
            4,
            3,
            false,
            0.88090491f,
            0.15544359f,
            -0.039396659f,
            0.0030481108f,
            -0.14285712f,
            0.64285707f,
            0.64285707f,
            -0.14285712f,
            0.0030481012f,
            -0.03939658f,
            0.15544337f,
            0.88090515f),
        of(
            "lanczos5",
            3,
            4,
            false,
            1.0630475f,
            -0.10863473f,
            0.045587253f,
            0.43783581f,
            0.74191535f,
            -0.17975122f,
            -0.17975122f,
            0.74191535f,
            0.43783581f,
            0.045587253f,
            -0.10863473f,
            1.0630475f),
        of(
            "gaussian",
            3,
            4,
            false,
            0.92414182f,
            0.075858183f,
            0f,
            0.3705751f,
            0.61097509f,
            0.018449849f,
            0.018449847f,
            0.61097503f,
            0.37057507f,
            0f,
            0.075858183f,
            0.92414182f),
        of(
            "mitchellcubic",
            3,
            2,
            false,
            0.76420707f,
            0.25021207f,
            -0.014419092f,
            -0.01441909f,
            0.25021204f,
            0.76420701f),
        of(
            "area",
            4,
            3,
            false,
            0.75f,
            0.25000003f,
            0f,
            0f,
            0f,
            0.49999997f,
            0.50000006f,
            0f,
            0f,
            0f,
            0.24999994f,
            0.75f),
        of("area", 2, 5, false, 1f, 0f, 1f, 0f, 0.49999997f, 0.50000012f, 0f, 1f, 0f, 0.99999994f));
  }

  private static DynamicTest of(
      String method, int in, int out, boolean antialias, float... expected) {
    return DynamicTest.dynamicTest(
        method + " from " + in + " to " + out + (antialias ? ", antialiased" : ""),
        () -> {
          var weights = ResampleWeights.of(method, in, out, antialias);
          assertThat(weights.shape()).containsExactly(out, in);
          for (int i = 0; i < expected.length; i++) {
            assertThat(weights.getDouble(i)).isCloseTo(expected[i], within(3e-7));
          }
        });
  }
}
