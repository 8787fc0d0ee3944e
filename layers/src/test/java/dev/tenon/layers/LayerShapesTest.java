package dev.tenon.layers;

import static dev.tenon.layers.Layers.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.convolution.Conv1D;
import dev.tenon.layers.convolution.Conv2D;
import dev.tenon.layers.convolution.Conv2DTranspose;
import dev.tenon.layers.convolution.DepthwiseConv2D;
import dev.tenon.layers.convolution.SeparableConv1D;
import dev.tenon.layers.core.EinsumDense;
import dev.tenon.layers.core.Embedding;
import dev.tenon.layers.normalization.LayerNormalization;
import dev.tenon.layers.pooling.AdaptiveAveragePooling2D;
import dev.tenon.layers.pooling.AveragePooling1D;
import dev.tenon.layers.pooling.GlobalAveragePooling2D;
import dev.tenon.layers.pooling.GlobalMaxPooling3D;
import dev.tenon.layers.pooling.MaxPooling2D;
import dev.tenon.layers.reshaping.Cropping2D;
import dev.tenon.layers.reshaping.Flatten;
import dev.tenon.layers.reshaping.Permute;
import dev.tenon.layers.reshaping.RepeatVector;
import dev.tenon.layers.reshaping.Reshape;
import dev.tenon.layers.reshaping.UpSampling2D;
import dev.tenon.layers.reshaping.ZeroPadding3D;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Inferred shapes equal those that Keras 3.15's {@code compute_output_shape} returned. */
final class LayerShapesTest {

  @TestFactory
  Stream<DynamicTest> shapes() {
    return Stream.of(
        of(
            Conv2D.DEFAULTS
                .filters(7)
                .kernelSize(List.of(3L, 2L))
                .strides(List.of(2L, 1L))
                .padding("same"),
            shape(-1, 9, 8, 4),
            "(?, 5, 8, 7)"),
        of(
            Conv2D.DEFAULTS
                .filters(7)
                .kernelSize(List.of(3L, 3L))
                .dilationRate(List.of(2L, 2L))
                .dataFormat("channels_first"),
            shape(-1, 4, 9, 8),
            "(?, 7, 5, 4)"),
        of(
            Conv1D.DEFAULTS.filters(5).kernelSize(List.of(3L)).padding("causal"),
            shape(-1, -1, 4),
            "(?, ?, 5)"),
        of(
            Conv2DTranspose.DEFAULTS
                .filters(5)
                .kernelSize(List.of(3L, 2L))
                .strides(List.of(2L, 3L)),
            shape(-1, 4, 5, 3),
            "(?, 9, 15, 5)"),
        of(
            Conv2DTranspose.DEFAULTS
                .filters(5)
                .kernelSize(List.of(3L, 4L))
                .strides(List.of(2L, 3L))
                .padding("same")
                .outputPadding(List.of(1L, 0L)),
            shape(-1, 4, 5, 3),
            "(?, 8, 12, 5)"),
        of(
            DepthwiseConv2D.DEFAULTS.depthMultiplier(2).kernelSize(List.of(3L, 3L)),
            shape(-1, 9, 8, 4),
            "(?, 7, 6, 8)"),
        of(
            SeparableConv1D.DEFAULTS.filters(6).kernelSize(List.of(3L)).strides(List.of(2L)),
            shape(-1, 9, 4),
            "(?, 4, 6)"),
        of(MaxPooling2D.DEFAULTS.padding("same"), shape(-1, 9, 8, 4), "(?, 5, 4, 4)"),
        of(
            AveragePooling1D.DEFAULTS.poolSize(List.of(3L)).strides(List.of(1L)),
            shape(-1, -1, 4),
            "(?, ?, 4)"),
        of(GlobalAveragePooling2D.DEFAULTS.keepdims(true), shape(-1, -1, -1, 4), "(?, 1, 1, 4)"),
        of(GlobalMaxPooling3D.DEFAULTS, shape(-1, 3, 4, 5, 4), "(?, 4)"),
        of(
            AdaptiveAveragePooling2D.DEFAULTS.outputSize(List.of(3L, 4L)),
            shape(-1, 7, 9, 4),
            "(?, 3, 4, 4)"),
        of(
            Cropping2D.DEFAULTS.cropping(List.of(List.of(1L, 2L), List.of(0L, 3L))),
            shape(-1, 9, 8, 4),
            "(?, 6, 5, 4)"),
        of(
            ZeroPadding3D.DEFAULTS.dataFormat("channels_first"),
            shape(-1, 2, 3, 4, 5),
            "(?, 2, 5, 6, 7)"),
        of(UpSampling2D.DEFAULTS.size(List.of(3L, 2L)), shape(-1, 4, 5, 3), "(?, 12, 10, 3)"),
        of(Reshape.DEFAULTS.targetShape(List.of(-1L, 6L)), shape(-1, 4, 3, 2), "(?, 4, 6)"),
        of(Flatten.DEFAULTS, shape(-1, 4, 3, 2), "(?, 24)"),
        of(Permute.DEFAULTS.dims(List.of(3L, 1L, 2L)), shape(-1, 4, 3, -1), "(?, ?, 4, 3)"),
        of(RepeatVector.DEFAULTS.n(5), shape(-1, 3), "(?, 5, 3)"),
        of(Embedding.DEFAULTS.inputDim(10).outputDim(4), shape(-1, -1), "(?, ?, 4)"),
        of(
            EinsumDense.DEFAULTS.equation("...x,xy->...y").outputShape(List.of(6L)).biasAxes("y"),
            shape(-1, 5, 4),
            "(?, 5, 6)"),
        of(
            EinsumDense.DEFAULTS
                .equation("abc,cde->abde")
                .outputShape(Arrays.asList(null, 2L, 6L))
                .biasAxes("de"),
            shape(-1, -1, 4),
            "(?, ?, 2, 6)"),
        of(LayerNormalization.DEFAULTS.axis(List.of(1L, 2L)), shape(-1, 5, 4), "(?, 5, 4)"));
  }

  private static DynamicTest of(Layer<?> layer, Shape input, String expected) {
    return DynamicTest.dynamicTest(
        layer.className() + " " + input,
        () -> {
          Shape output =
              Layers.lower(layer, Mode.INFERENCE, input).graph().outputs().get(0).shape();
          String lengths =
              output.dims().stream()
                  .map(dim -> dim.isKnown() ? dim.toString() : "?")
                  .collect(Collectors.joining(", ", "(", ")"));
          assertThat(lengths).isEqualTo(expected);
        });
  }
}
