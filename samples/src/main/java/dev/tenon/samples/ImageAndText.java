package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** A model of two inputs, an image and a text, and two outputs, a class and a verdict. */
public final class ImageAndText {
  private static final int WORDS = 500;
  private static final int LENGTH = 40;

  private ImageAndText() {}

  /** Trains both outputs at once, one of them with half the weight. */
  public static void main(String[] args) {
    int count = Quick.or(256, 4_000);
    StandIns.Labelled images = StandIns.images(count, 1);
    StandIns.Labelled texts = StandIns.texts(count, WORDS, LENGTH, 2);
    System.out.println(count + " made-up images, each with a made-up text");

    KerasTensor image = input("picture", 32, 32, 3);
    KerasTensor seen =
        image
            .then(rescaling(1 / 255.0))
            .then(conv2D(16, 3).activation("relu"))
            .then(maxPooling2D())
            .then(conv2D(32, 3).activation("relu"))
            .then(globalAveragePooling2D());
    KerasTensor text = input("text", DType.INT32, LENGTH);
    KerasTensor read = text.then(embedding(WORDS, 16)).then(globalAveragePooling1D());
    KerasTensor both = concatenate(seen, read).then(dense(32).activation("relu"));
    KerasTensor kind = both.then(dense(10).activation("softmax").name("kind"));
    KerasTensor praise = both.then(dense(1).activation("sigmoid").name("praise"));

    try (Model model = Model.of(List.of(image, text), List.of(kind, praise))) {
      System.out.println(model.summary());
      model.compile(
          compile()
              .optimizer("adam")
              .loss("kind", "sparse_categorical_crossentropy")
              .loss("praise", "binary_crossentropy")
              .lossWeight("praise", 0.5)
              .metrics("accuracy"));
      Map<String, Tensor> x = Map.of("picture", images.x(), "text", texts.x());
      Map<String, Tensor> y = Map.of("kind", images.y(), "praise", texts.y().reshape(-1, 1));
      var history = model.fit(x, y, fit().epochs(Quick.or(1, 8)).validationSplit(0.2).seed(1L));
      history
          .history()
          .forEach(
              (name, values) -> System.out.println(name + " " + values.get(values.size() - 1)));
    }
  }
}
