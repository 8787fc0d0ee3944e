package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Two nested models, an encoder and a decoder, that learn to say a digit in 32 numbers. */
public final class Autoencoder {
  private Autoencoder() {}

  /** Trains both as one model, and uses each of them alone. */
  public static void main(String[] args) throws Exception {
    MnistDigits digits = MnistDigits.shipped(Quick.or(512, 5_000));
    Tensor train = digits.train().x().reshape(-1, 784);
    Tensor test = digits.test().x().reshape(-1, 784);
    Model encoder =
        sequential(
            "encoder",
            List.of(dense(128).activation("relu").inputShape(784), dense(32).activation("relu")));
    Model decoder =
        sequential(
            "decoder",
            List.of(
                dense(128).activation("relu").inputShape(32), dense(784).activation("sigmoid")));
    KerasTensor image = input("picture", 784);
    try (encoder;
        decoder;
        Model autoencoder = Model.of(image, image.then(encoder).then(decoder))) {
      System.out.println(autoencoder.summary());
      autoencoder.compile("adam", "binary_crossentropy");
      autoencoder.fit(
          train, train, fit().epochs(Quick.or(1, 15)).batchSize(128).validationSplit(0.1).seed(1L));
      // The three models share their weights: the encoder has learned, too.
      Tensor codes = encoder.predict(test);
      Tensor again = decoder.predict(codes);
      System.out.println("a digit in 32 numbers: " + codes.get(0));
      System.out.println("as it was, and as the decoder draws it:");
      DigitDrawing.sideBySide(test.get(0), again.get(0)).forEach(System.out::println);
    }
  }
}
