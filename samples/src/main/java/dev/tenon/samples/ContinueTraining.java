package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;

/** Goes on with the training of a model that Python made, and hands it back. */
public final class ContinueTraining {
  private ContinueTraining() {}

  /**
   * Trains the shipped model for an epoch more, with the optimizer that is in its file.
   *
   * @param args nothing, or another compiled Keras file for digits
   */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args.length > 0 ? args[0] : shipped());
    MnistDigits digits = MnistDigits.shipped(Quick.or(256, 5_000));
    // The model takes grey values from 0 to 255, with a channel.
    Tensor x = digits.train().x().scale(255, 0).reshape(-1, 28, 28, 1);
    Tensor test = digits.test().x().scale(255, 0).reshape(-1, 28, 28, 1);
    try (Model model = Model.load(file)) {
      System.out.println("from Python: " + model.info().description());
      System.out.println("before: " + model.evaluate(test, digits.test().y()));
      model.fit(x, digits.train().y(), fit().epochs(1).batchSize(64).seed(1L));
      System.out.println("after:  " + model.evaluate(test, digits.test().y()));
      for (String name : new String[] {"continued.h5", "continued.keras", "continued.onnx"}) {
        Path written = Results.file(name);
        model.save(written);
        System.out.println("wrote " + written);
      }
    }
  }

  private static String shipped() {
    return Path.of(System.getProperty("tenon.root", "."), "samples/models/mnist_cnn.h5").toString();
  }
}
