package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.callbacks.History;
import dev.tenon.layers.base.KerasTensor;

/**
 * The first network of every tutorial, two dense layers that read handwritten digits: once as a
 * list of layers, once as calls of layers.
 */
public final class MnistDense {
  private MnistDense() {}

  /** Trains on the digits that ship with Tenon, measures, and saves for Python. */
  public static void main(String[] args) throws Exception {
    MnistDigits digits = MnistDigits.shipped(Quick.or(512, 5_000));
    try (Model model =
        sequential(
            flatten().inputShape(28, 28),
            dense(128).activation("relu"),
            dropout(0.2),
            dense(10).activation("softmax"))) {
      System.out.println(model.summary());
      model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
      History history =
          model.fit(
              digits.train().x(),
              digits.train().y(),
              fit().epochs(Quick.or(1, 5)).validationSplit(0.1).seed(1L));
      System.out.println("digits that it has not seen: " + digits.measure(model));
      history.plot(Results.file("mnist-dense.png"));
      model.save(Results.file("mnist-dense.keras"));
      System.out.println("its curves and the model, which Keras opens: " + Results.folder());
    }
    functional(digits);
  }

  /** The same network in Keras' functional API, whose layers may branch and join. */
  private static void functional(MnistDigits digits) {
    KerasTensor image = input("image", 28, 28);
    KerasTensor hidden =
        image.then(flatten()).then(dense(128).activation("relu")).then(dropout(0.2));
    KerasTensor kind = hidden.then(dense(10).activation("softmax").name("kind"));
    try (Model model = Model.of(image, kind)) {
      System.out.println(model.summary());
      model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
      model.fit(digits.train().x(), digits.train().y(), fit().epochs(Quick.or(1, 5)).seed(1L));
      System.out.println("digits that it has not seen: " + digits.measure(model));
    }
  }
}
