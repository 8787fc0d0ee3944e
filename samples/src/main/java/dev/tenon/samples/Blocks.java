package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.layers.base.KerasTensor;
import java.util.List;

/** Residual, Inception and U-net blocks: functions of tensors, put together. */
public final class Blocks {
  private Blocks() {}

  /** Trains a classifier of the first two, and builds a U-net of the third. */
  public static void main(String[] args) {
    KerasTensor image = input("picture", 32, 32, 3);
    KerasTensor x = image.then(rescaling(1 / 255.0));
    x = residual(x, 16, 2);
    x = inception(x, 8);
    x = residual(x, 32, 2);
    x = inception(x, 16);
    x = x.then(globalAveragePooling2D()).then(dense(10).activation("softmax"));
    try (Model classifier = Model.of(image, x);
        Model segmenter = unet()) {
      System.out.println(classifier.summary());
      StandIns.Labelled train = StandIns.images(Quick.or(128, 3_000), 1);
      StandIns.Labelled test = StandIns.images(Quick.or(64, 500), 2);
      classifier.compile("adam", "sparse_categorical_crossentropy", "accuracy");
      classifier.fit(train.x(), train.y(), fit().epochs(Quick.or(1, 4)).batchSize(64).seed(1L));
      System.out.println(
          "made-up images that it has not seen: " + classifier.evaluate(test.x(), test.y()));

      System.out.println(segmenter.summary());
      segmenter.compile("adam", "mse");
      var target = test.x().scale(1 / 255.0, 0);
      segmenter.fit(target, target, fit().epochs(Quick.or(1, 4)).batchSize(32).seed(1L));
      System.out.println(
          "the U-net copies images with an error of " + segmenter.evaluate(target, target));
    }
  }

  /** Adds what two convolutions make of a tensor to that tensor: He et al., 2015. */
  static KerasTensor residual(KerasTensor x, long filters, long stride) {
    KerasTensor shortcut = x.then(conv2D(filters, 1).strides(stride)).then(batchNormalization());
    KerasTensor y =
        x.then(conv2D(filters, 3).strides(stride).padding("same"))
            .then(batchNormalization())
            .then(relu())
            .then(conv2D(filters, 3).padding("same"))
            .then(batchNormalization());
    return add(shortcut, y).then(relu());
  }

  /** Looks at a tensor through windows of four sizes at once: Szegedy et al., 2014. */
  static KerasTensor inception(KerasTensor x, long filters) {
    KerasTensor one = x.then(conv2D(filters, 1).activation("relu"));
    KerasTensor three =
        x.then(conv2D(filters, 1).activation("relu"))
            .then(conv2D(filters, 3).padding("same").activation("relu"));
    KerasTensor five =
        x.then(conv2D(filters, 1).activation("relu"))
            .then(conv2D(filters, 5).padding("same").activation("relu"));
    KerasTensor pooled =
        x.then(maxPooling2D(3).strides(1).padding("same"))
            .then(conv2D(filters, 1).activation("relu"));
    return concatenate(one, three, five, pooled);
  }

  /** Goes down to small images and up again, with a bridge at each size: Ronneberger, 2015. */
  static Model unet() {
    KerasTensor image = input("picture", 32, 32, 3);
    KerasTensor large = image.then(conv2D(8, 3).padding("same").activation("relu"));
    KerasTensor middle =
        large.then(maxPooling2D()).then(conv2D(16, 3).padding("same").activation("relu"));
    KerasTensor small =
        middle.then(maxPooling2D()).then(conv2D(32, 3).padding("same").activation("relu"));
    KerasTensor up =
        concatenate(small.then(upSampling2D()), middle)
            .then(conv2D(16, 3).padding("same").activation("relu"));
    up =
        concatenate(up.then(upSampling2D()), large)
            .then(conv2D(8, 3).padding("same").activation("relu"));
    KerasTensor out = up.then(conv2D(3, 1).activation("sigmoid"));
    return Model.of("unet", List.of(image), List.of(out));
  }
}
