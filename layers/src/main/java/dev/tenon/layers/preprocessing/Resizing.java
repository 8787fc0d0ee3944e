package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.List;

/**
 * Resizes images.
 *
 * <p>Input (batch, h, w, channels), or (batch, channels, h, w) with {@code channels_first}, or
 * without batch; output of the given height and width. {@code interpolation} is bilinear, nearest,
 * bicubic, lanczos3, lanczos5, or, from older files, area, gaussian or mitchellcubic. Integer
 * images come back as integers, rounded; with {@link LegacyOption#REAL_RESULTS} as real numbers.
 *
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/resizing/">Keras:
 *     Resizing</a>
 */
@ShortName(
    value = {"height", "width", "interpolation"},
    required = 2)
public record Resizing(
    @Default("1") long height,
    @Default("1") long width,
    @Default("bilinear") String interpolation,
    @Default("false") boolean cropToAspectRatio,
    @Default("false") boolean padToAspectRatio,
    @Default("constant") String fillMode,
    @Default("0.0") double fillValue,
    @Default("false") boolean antialias,
    @Default("channels_last") String dataFormat)
    implements Layer<Resizing.None>, ResizingOptions {
  /** No weights. */
  public record None() {}

  @Override
  public None build(Build build, List<Shape> inputs) {
    return new None();
  }

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Value x = inputs.get(0);
    boolean real = call.has(LegacyOption.REAL_RESULTS);
    return List.of(resize(call.ops(), real ? call.ops().cast(x, call.policy().compute()) : x));
  }

  /** Resizes images outside of a layer. */
  public Value resize(Ops ops, Value given) {
    if (!fillMode.equals("constant") || (cropToAspectRatio && padToAspectRatio)) {
      throw new IllegalArgumentException(
          "Resizing takes fill_mode 'constant' and at most one of crop_to_aspect_ratio and"
              + " pad_to_aspect_ratio; fill_mode is '"
              + fillMode
              + "'");
    }
    DType type = given.dtype().isFloating() ? given.dtype() : DType.FLOAT32;
    ImageAxes images = ImageAxes.of("Resizing", ops.cast(given, type), dataFormat);
    if (cropToAspectRatio) {
      images = images.cropToAspect(ops, height, width);
    } else if (padToAspectRatio) {
      images = images.padToAspect(ops, height, width, fillValue);
    }
    Value resized = images.resize(ops, height, width, interpolation, antialias);
    return given.dtype().isFloating()
        ? resized
        : TensorFlowResize.whole(ops, resized, given.dtype());
  }
}
