import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.dropout;
import static dev.tenon.layers.Layers.flatten;
import static dev.tenon.layers.Layers.maxPooling2D;
import static dev.tenon.training.FitOptions.fit;

import dev.tenon.Model;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Trains as check_accuracy.py does in Keras, and prints what is right of the test images: {@code java -cp … Accuracy.java
 * dense|cnn DATA.npz EPOCHS SEEDS}.
 */
public final class Accuracy {
  private Accuracy() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, Tensor> data = Npz.read(Source.of(Path.of(arguments[1])));
    int epochs = Integer.parseInt(arguments[2]);
    for (long seed = 0; seed < Integer.parseInt(arguments[3]); seed++) {
      // As keras.utils.set_random_seed: first weights, dropout and order are the same in each run.
      dev.tenon.initializers.Seeds.setRandomSeed(seed);
      try (Model model = arguments[0].equals("dense") ? denseNet() : cnn()) {
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        model.fit(
            data.get("x_train"),
            data.get("y_train"),
            fit().epochs(epochs).batchSize(128).verbose(0).seed(seed));
        double accuracy = model.evaluate(data.get("x_test"), data.get("y_test")).get("accuracy");
        System.out.printf(Locale.ROOT, "%.5f%n", accuracy);
      }
    }
  }

  private static Model denseNet() {
    return Model.sequential(
        flatten().inputShape(28, 28, 1),
        dense(128).activation("relu"),
        dropout(0.2),
        dense(10).activation("softmax"));
  }

  private static Model cnn() {
    return Model.sequential(
        conv2D(16, 3).activation("relu").inputShape(28, 28, 1),
        maxPooling2D(),
        conv2D(32, 3).activation("relu"),
        maxPooling2D(),
        flatten(),
        dense(64).activation("relu"),
        dense(10).activation("softmax"));
  }
}
