package dev.tenon.samples;

import static dev.tenon.layers.Layers.batchNormalization;
import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.dropout;
import static dev.tenon.layers.Layers.flatten;
import static dev.tenon.layers.Layers.maxPooling2D;
import static dev.tenon.layers.Layers.rescaling;
import static dev.tenon.training.FitOptions.fit;

import dev.tenon.Model;
import dev.tenon.callbacks.History;
import dev.tenon.optimizers.Optimizers;

/** A convolutional network with batch normalization for small colour images. */
public final class CifarCnn {
  private CifarCnn() {}

  /** Trains, measures, and draws the curves. */
  public static void main(String[] args) throws Exception {
    CifarImages data = CifarImages.load(Quick.or(320, 10_000), Quick.or(100, 2_000));
    System.out.println(data.origin());
    try (Model model =
        Model.sequential(
            rescaling(1 / 255.0).inputShape(32, 32, 3),
            conv2D(32, 3).padding("same").activation("relu"),
            batchNormalization(),
            conv2D(32, 3).padding("same").activation("relu"),
            batchNormalization(),
            maxPooling2D(),
            conv2D(64, 3).padding("same").activation("relu"),
            batchNormalization(),
            maxPooling2D(),
            flatten(),
            dropout(0.4),
            dense(10).activation("softmax"))) {
      System.out.println(model.summary());
      model.compile(Optimizers.adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
      History history =
          model.fit(
              data.train().x(),
              data.train().y(),
              fit().epochs(Quick.or(1, 5)).batchSize(64).validationSplit(0.1).seed(1L));
      System.out.println(
          "on images that it has not seen: " + model.evaluate(data.test().x(), data.test().y()));
      history.plot(Results.file("cifar-cnn.png"));
      System.out.println("its curves: " + Results.file("cifar-cnn.png"));
    }
  }
}
