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
 * Applies a few random changes to images in training.
 *
 * <p>Each change is drawn for the whole batch among eleven: shear, translation, rotation,
 * brightness, color degeneration, contrast, sharpness, posterization, solarization, auto contrast
 * and equalization. Input (batch, height, width, channels); output of the same shape. Inference
 * returns the input.
 *
 * @param numOps the number of changes
 * @param factor the strength of the changes from 0 to 1: one number, whose lower bound is 0, or
 *     both bounds
 * @see <a href="https://arxiv.org/abs/1909.13719">Cubuk et al., 2019</a>
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/rand_augment/">Keras:
 *     RandAugment</a>
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
