package dev.tenon.samples;

import dev.tenon.Model;
import dev.tenon.image.Images;
import dev.tenon.initializers.Seeds;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.Application;
import dev.tenon.zoo.Applications;
import dev.tenon.zoo.Prediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A pretrained ResNet50 names what a photo shows. */
public final class ResNet50Photo {
  private ResNet50Photo() {}

  /**
   * Prints the five most likely classes.
   *
   * @param args a photo; by default the koala that ships with Tenon
   */
  public static void main(String[] args) throws IOException {
    Path photo =
        args.length > 0
            ? Path.of(args[0])
            : Path.of(System.getProperty("tenon.root", "."), "samples/photos/koala.jpg");
    Application resNet50 = Applications.resNet50();
    try (Model model = network(resNet50)) {
      Tensor image = Images.load(photo, resNet50.size(), resNet50.size()).expandDims(0);
      Tensor scores = model.predict(resNet50.preprocessInput(image));
      System.out.println("scores: " + Arrays.toString(scores.shape()));
      for (Prediction prediction : resNet50.decodePredictions(scores, 5).get(0)) {
        System.out.println("  " + prediction);
      }
    }
  }

  /** Returns the network with Keras' weights, or with drawn ones where those cannot be had. */
  private static Model network(Application resNet50) {
    if (!Quick.on()) {
      try {
        return resNet50.create();
      } catch (IOException e) {
        System.out.println("no weights: " + e.getMessage());
      }
    }
    System.out.println("The weights are drawn, not trained: so are the names.");
    Seeds.setRandomSeed(1);
    return resNet50.createUntrained();
  }
}
