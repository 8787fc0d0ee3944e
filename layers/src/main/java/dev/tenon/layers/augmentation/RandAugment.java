package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.ImageBatch;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In training, applies a few changes drawn from many; at inference, hands images on.
 *
 * <p>{@code numOps} (2) times one of eleven changes is drawn for the whole batch: shear,
 * translation, rotation, brightness, colour degeneration, contrast, sharpness, posterization,
 * solarization, auto contrast and equalization. {@code factor}, from 0 to 1 (0.5), is how strong
 * they are: two numbers, or one with 0.
 *
 * <p>{@code valueRange} holds the least and the greatest value of a pixel, 0 and 255.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@ShortName
public record RandAugment(
    @Default("channels_last") String dataFormat,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Default("2") long numOps,
    @Default("0.5") Object factor,
    @Default("bilinear") String interpolation,
    @Nullable Long seed)
    implements Augmentation, RandAugmentOptions {
  /** The changes that are drawn from, in Keras' order. */
  private static final List<String> ORDER =
      List.of(
          "shear",
          "translation",
          "rotation",
          "brightness",
          "color_degeneration",
          "contrast",
          "sharpness",
          "posterization",
          "solarization",
          "auto_contrast",
          "equalization");

  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    Ops ops = chance.ops();
    StrongChanges all = new StrongChanges(factor, valueRange, interpolation);
    List<Augmentation> layers = all.of(ORDER);
    Value chosen = chance.integers(DType.INT32, 0, layers.size(), Shape.of(numOps));
    List<DrawnChange> changes = layers.stream().map(layer -> layer.draw(chance)).toList();
    return images -> {
      ImageBatch changed = images;
      for (long turn = 0; turn < numOps; turn++) {
        Value which = ops.slice(chosen, 0, turn, turn + 1, 1);
        for (int i = 0; i < changes.size(); i++) {
          Value taken = ops.equal(which, ops.scalar(which, i));
          Value next = changes.get(i).apply(changed);
          changed = changed.with(changed.choose(taken, next, changed.x()));
        }
      }
      return changed.x();
    };
  }
}
