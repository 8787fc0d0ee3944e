package dev.tenon.callbacks;

import dev.tenon.Model;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.Layers;
import dev.tenon.layers.core.Dense;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A small model and forty samples, the same in every run. */
final class TinyTraining {
  private static final int SAMPLES = 40;
  private static final int FEATURES = 5;

  static final Tensor X = features();
  static final Tensor Y = targets();

  private TinyTraining() {}

  static Model model(Optimizer optimizer) {
    return model(optimizer, 6);
  }

  static Model model(Optimizer optimizer, int units) {
    Model model =
        Model.sequential(
            Layers.input(FEATURES),
            Dense.DEFAULTS.units(units).activation(KerasObject.of("relu")),
            Dense.DEFAULTS.units(1).activation(KerasObject.of("sigmoid")));
    Random random = new Random(1);
    Map<String, Tensor> weights = new LinkedHashMap<>();
    model
        .weights()
        .forEach(
            (name, weight) -> {
              float[] values = new float[weight.size()];
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.3 * random.nextGaussian());
              }
              weights.put(name, Tensor.of(values, weight.shape()));
            });
    model.setWeights(weights);
    model.compile(optimizer, "binary_crossentropy", "accuracy");
    return model;
  }

  private static Tensor features() {
    Random random = new Random(7);
    float[] values = new float[SAMPLES * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, SAMPLES, FEATURES);
  }

  private static Tensor targets() {
    float[] values = new float[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      values[i] =
          X.getDouble((long) i * FEATURES) + X.getDouble((long) i * FEATURES + 1) > 0 ? 1 : 0;
    }
    return Tensor.of(values, SAMPLES, 1);
  }
}
