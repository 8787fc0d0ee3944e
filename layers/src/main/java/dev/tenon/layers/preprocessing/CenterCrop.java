package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Crops images around their center.
 *
 * <p>Input (batch, height, width, channels) or a single image; output of the given height and
 * width. An image that is too small is cropped to the target's proportions and resized bilinearly.
 * Images of unknown size count as large enough, as in Keras.
 *
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/center_crop/">Keras:
 *     CenterCrop</a>
 */
@ShortName({"height", "width"})
public record CenterCrop(
    @Default("1") long height,
    @Default("1") long width,
    @Default("channels_last") String dataFormat)
    implements Layer<CenterCrop.None>, CenterCropOptions {
  /** No weights. */
  public record None() {}

  @Override
  public None build(Build build, List<Shape> inputs) {
    return new None();
  }

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = ops.cast(inputs.get(0), call.policy().compute());
    ImageAxes images = ImageAxes.of("CenterCrop", x, dataFormat);
    boolean tall = images.height() < 0 || images.height() >= height;
    boolean wide = images.width() < 0 || images.width() >= width;
    if (!tall || !wide) {
      ImageAxes cut = images.cropToAspect(ops, height, width);
      return List.of(cut.resize(ops, height, width, "bilinear", false));
    }
    if (!images.known()) {
      return List.of(images.middle(ops, height, width));
    }
    long top = (images.height() - height) / 2;
    long left = (images.width() - width) / 2;
    return List.of(images.crop(ops, top, left, height, width).x());
  }
}
