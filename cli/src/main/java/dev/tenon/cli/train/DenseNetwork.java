package dev.tenon.cli.train;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.dropout;
import static dev.tenon.layers.Layers.normalization;

import dev.tenon.Model;
import dev.tenon.cli.dataset.Targets;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Two hidden layers of 64 units: a classifier with a softmax, or a regressor in its own units. */
final class DenseNetwork {
  private static final int UNITS = 64;

  private DenseNetwork() {}

  /** Returns a network for rows of numbers, which it normalizes by the statistics of these. */
  static Model of(Tensor rows, Targets targets) {
    KerasTensor input = Layers.input("features", DType.FLOAT32, rows.dim(1));
    KerasTensor scaled = normalization().adapt(rows).name("normalization").apply(input);
    return of(List.of(input), scaled, targets);
  }

  /** Returns a network on encoded inputs, (batch, numbers). */
  static Model of(List<KerasTensor> inputs, KerasTensor encoded, Targets targets) {
    KerasTensor x = dense(UNITS).activation("relu").name("hidden_1").apply(encoded);
    x = dense(UNITS).activation("relu").name("hidden_2").apply(x);
    return Model.of("trained", inputs, List.of(head(x, targets)));
  }

  /** Returns what is predicted: class probabilities, or numbers in the units of the targets. */
  static KerasTensor head(KerasTensor x, Targets targets) {
    if (targets.areClasses()) {
      KerasTensor kept = dropout(0.1).name("dropout").apply(x);
      return dense(targets.classNames().size())
          .activation("softmax")
          .name("predictions")
          .apply(kept);
    }
    KerasTensor scaled = dense(targets.values().dim(1)).name("scaled").apply(x);
    return normalization().invert(true).adapt(targets.values()).name("predictions").apply(scaled);
  }
}
