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
 * <p>Input (batch, height, width, channels) or a single image; output of the given height and
 * width. Integer images come back as rounded integers; {@link LegacyOption#REAL_RESULTS} gives real
 * numbers.
 *
 * @param interpolation the method: {@code bilinear}, {@code nearest}, {@code bicubic}, {@code
 *     lanczos3} or {@code lanczos5}; older files also have {@code area}, {@code gaussian} and
 *     {@code mitchellcubic}
 * @param cropToAspectRatio whether images are cropped to the target's proportions first
 * @param padToAspectRatio whether images are padded to the target's proportions first
 * @param fillMode the padding of {@code pad_to_aspect_ratio}: {@code constant} only
 * @param fillValue the value of padded pixels
 * @param antialias whether a smaller image is smoothed
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
