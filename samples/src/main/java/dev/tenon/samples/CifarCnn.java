package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.callbacks.History;

/** A convolutional network with batch normalization for small colour images. */
public final class CifarCnn {
  private CifarCnn() {}

  /** Trains, measures, and draws the curves. */
  public static void main(String[] args) throws Exception {
    CifarImages data = CifarImages.load(Quick.or(320, 10_000), Quick.or(100, 2_000));
    System.out.println(data.origin());
    try (Model model =
        sequential(
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
      model.compile(adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
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
