package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.augmentation.image.ImageBatch;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import org.jspecify.annotations.Nullable;

/** How any layer of the family changes images in training. */
final class TrainingAugmentation {
  private TrainingAugmentation() {}

  static Value run(Augmentation layer, @Nullable Parameter seed, Call call, Value given) {
    Ops ops = call.ops();
    boolean single = given.rank() == 3;
    if (!single && given.rank() != 4) {
      throw new IllegalArgumentException(
          layer.className() + " takes images of 3 or 4 axes, not " + given.shape());
    }
    Value x = given.dtype().isFloating() ? given : ops.cast(given, call.policy().compute());
    boolean last = DataFormat.of(layer.dataFormat()).last();
    ImageBatch images = new ImageBatch(ops, single ? ops.unsqueeze(x, 0) : x, last);
    Value changed = layer.draw(new SeededRandom(call, seed, images)).apply(images);
    return single ? ops.squeeze(changed, 0) : changed;
  }
}
