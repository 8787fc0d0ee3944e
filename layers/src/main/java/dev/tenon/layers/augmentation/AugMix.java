package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.ImageBatch;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Blends images with chains of random changes of themselves in training.
 *
 * <p>Several chains of changes are blended by weights of a Dirichlet distribution, and the blend
 * with the images by weights of a beta distribution. Input (batch, height, width, channels); output
 * of the same shape. Inference returns the input.
 *
 * <p>The changes of the chains are drawn once, when training begins, from the layer's seed; Keras
 * draws them from Python's generator. All other numbers are drawn in each step and equal Keras' for
 * the same chains.
 *
 * @param numChains the number of chains
 * @param chainDepth the largest number of changes of a chain
 * @param factor the strength of the changes from 0 to 1: one number, whose lower bound is 0, or
 *     both bounds; Keras' default is 0.3
 * @param alpha the parameter of the Dirichlet and the beta distribution
 * @param allOps whether the changes of {@link RandAugment} include brightness, color degeneration,
 *     contrast and sharpness
 * @see <a href="https://arxiv.org/abs/1912.02781">Hendrycks et al., 2019</a>
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/aug_mix/">Keras:
 *     AugMix</a>
 */
@ShortName
public record AugMix(
    @Default("channels_last") String dataFormat,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Default("3") long numChains,
    @Default("3") long chainDepth,
    @Default("0.0, 0.3") Object factor,
    @Default("1") double alpha,
    @Default("true") boolean allOps,
    @Default("bilinear") String interpolation,
    @Nullable Long seed)
    implements Augmentation, AugMixOptions {
  /** The changes that are drawn from, in Keras' order. */
  private static final List<String> ALL =
      List.of(
          "shear",
          "translation",
          "rotation",
          "posterization",
          "solarization",
          "auto_contrast",
          "equalization",
          "brightness",
          "color_degeneration",
          "contrast",
          "sharpness");

  private static final List<String> SOME = ALL.subList(0, 7);

  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    Ops ops = chance.ops();
    Value shape = ops.scalar(DType.FLOAT32, alpha);
    Value parts = chance.gamma(DType.FLOAT32, Shape.of(numChains), shape);
    Value shares = ops.div(parts, ops.reduceSum(parts, true, 0));
    Value kept = chance.beta(DType.FLOAT32, Shape.of(List.of()), shape);
    List<List<DrawnChange>> chains = chains(chance);
    return images -> {
      Value x = images.x();
      Value blend = ops.mul(x, 0);
      for (int i = 0; i < chains.size(); i++) {
        ImageBatch changed = images;
        for (DrawnChange change : chains.get(i)) {
          changed = changed.with(change.apply(changed));
        }
        Value share = ops.cast(ops.slice(shares, 0, i, i + 1L, 1), x.dtype());
        blend = ops.add(blend, ops.mul(changed.x(), share));
      }
      Value weight = ops.cast(kept, x.dtype());
      Value mixed = ops.add(ops.mul(weight, x), ops.mul(ops.sub(1, weight), blend));
      return images.clip(mixed, FactorRange.values(valueRange));
    };
  }

  private List<List<DrawnChange>> chains(SeededRandom chance) {
    List<Augmentation> layers =
        new StrongChanges(factor, valueRange, interpolation).of(allOps ? ALL : SOME);
    Random choices = seed == null ? new Random() : new Random(seed);
    List<List<DrawnChange>> chains = new ArrayList<>();
    for (long i = 0; i < numChains; i++) {
      List<DrawnChange> chain = new ArrayList<>();
      for (long depth = 0; depth < chainDepth; depth++) {
        // One choice more than there are changes, for none.
        int choice = choices.nextInt(layers.size() + 1);
        if (choice < layers.size()) {
          chain.add(layers.get(choice).draw(chance));
        }
      }
      chains.add(chain);
    }
    return chains;
  }
}
