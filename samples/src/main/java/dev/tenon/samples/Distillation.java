package dev.tenon.samples;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.flatten;
import static dev.tenon.losses.Losses.klDivergence;
import static dev.tenon.losses.Losses.sparseCategoricalCrossentropy;
import static dev.tenon.metrics.Metrics.sparseCategoricalAccuracy;
import static dev.tenon.optimizers.Optimizers.adam;
import static dev.tenon.training.FitOptions.fit;

import dev.tenon.Model;
import dev.tenon.TrainingStep;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.training.StepFunction;
import java.util.List;

/**
 * A small network learns from digits and from what a large one, trained before, says of them.
 *
 * @see <a href="https://keras.io/examples/vision/knowledge_distillation/">Keras: knowledge
 *     distillation</a>
 */
public final class Distillation {
  private static final double SHARE_OF_DATA = 0.1;
  private static final double TEMPERATURE = 10;

  private Distillation() {}

  /** Trains the large network, then the small one by it. */
  public static void main(String[] args) throws Exception {
    MnistDigits digits = MnistDigits.shipped(Quick.or(512, 5_000));
    try (Model teacher = teacher();
        Model student = student();
        TrainingStep step = TrainingStep.of(step(teacher, student, adam(1e-3)))) {
      teacher.compile(adam(1e-3), sparseCategoricalCrossentropy().fromLogits(true), "accuracy");
      teacher.fit(digits.train().x(), digits.train().y(), fit().epochs(Quick.or(1, 5)).seed(1L));
      student.compile(adam(1e-3), sparseCategoricalCrossentropy().fromLogits(true), "accuracy");
      student
          .trainStep(step)
          .fit(digits.train().x(), digits.train().y(), fit().epochs(Quick.or(1, 10)).seed(1L));
      System.out.println("teacher on digits that it has not seen: " + digits.measure(teacher));
      System.out.println("student on digits that it has not seen: " + digits.measure(student));
    }
  }

  static Model teacher() {
    return network("teacher", 128);
  }

  static Model student() {
    return network("student", 16);
  }

  private static Model network(String name, int size) {
    return Model.sequential(
        name, List.of(flatten().inputShape(28, 28), dense(size).activation("relu"), dense(10)));
  }

  /** Returns the step: the teacher is only asked. */
  static StepFunction step(Model teacher, Model student, Optimizer rule) {
    return s -> {
      KerasTensor said = s.call(teacher, s.x(), false);
      KerasTensor logits = s.call(student, s.x(), true);
      KerasTensor ofData = s.loss(sparseCategoricalCrossentropy().fromLogits(true), s.y(), logits);
      KerasTensor ofTeacher =
          s.loss(
                  klDivergence(),
                  s.op("Softmax", said.dividedBy(TEMPERATURE)),
                  s.op("Softmax", logits.dividedBy(TEMPERATURE)))
              .times(TEMPERATURE * TEMPERATURE);
      KerasTensor loss = ofData.times(SHARE_OF_DATA).plus(ofTeacher.times(1 - SHARE_OF_DATA));
      s.minimize(rule, loss, student);
      s.metric("loss", loss);
      s.metric("distillation_loss", ofTeacher);
      s.metric(sparseCategoricalAccuracy(), s.y(), logits);
    };
  }
}
